"""Changing a mentor's public page: what the mentor writes, how it differs, and how it becomes public (A14)."""
