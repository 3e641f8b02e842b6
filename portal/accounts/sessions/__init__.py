"""Sessions: how long they last, how many there are, what was typed when one ended (B4, B13, X13)."""
