"""Becoming a mentor: the pages on which a person applies."""
