"""Leaving office: what is still open, who takes it, and the moment in which the mentor's rights end (A15)."""
