"""From what somebody typed to a plan that every engine can answer."""
