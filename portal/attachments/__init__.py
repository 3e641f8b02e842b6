"""Private files that prove something: kept apart from everything public, handed out only by the owner's permission."""
