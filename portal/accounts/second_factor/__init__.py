"""The second factor: an authenticator app, a passkey, recovery codes; forced for those who work here (B3)."""
