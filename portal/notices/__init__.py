"""What the portal tells people: always in their inbox, by e-mail and text message as they choose."""
