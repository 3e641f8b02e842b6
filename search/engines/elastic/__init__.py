"""Elasticsearch 8.19 or newer as an engine: only what the server's core has, so that any managed service will do."""
