"""The plugin kernel: what a plugin is, which ones exist, where they are on, and where they show."""
