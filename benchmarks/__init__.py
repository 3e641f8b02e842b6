"""Measurements beside the tests: figures depend on the machine, ratios within one run much less."""
