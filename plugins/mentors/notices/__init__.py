"""The letters that the plugin sends: one module for each subject."""
