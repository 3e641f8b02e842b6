"""What holds a plugin to the contract: checks at start-up, tests for whoever writes one. Nothing here runs in a request."""
