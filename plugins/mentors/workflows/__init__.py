"""The tables of moves: one module for each subject."""
