"""Personal data: what is kept of whom and why (D1), seen by whom (D6, D8), encrypted (D7), for how long (D9)."""
