"""Who may what: one module for each subject."""
