"""What is done to mentors: one module for each subject."""
