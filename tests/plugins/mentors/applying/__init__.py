"""Becoming a mentor."""
