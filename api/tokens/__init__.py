"""Personal tokens: made and revoked on a page of the account, sent by programs as `Authorization: Bearer …`."""
