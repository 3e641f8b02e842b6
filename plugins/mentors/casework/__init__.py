"""How the plugin's cases are shown to people: one module for each subject."""
