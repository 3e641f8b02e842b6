"""问候: a plugin that shows the city's greetings."""
