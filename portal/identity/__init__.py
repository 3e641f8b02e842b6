"""Accounts of the city and the province as a way in, and whose real name stands behind an account (A1)."""
