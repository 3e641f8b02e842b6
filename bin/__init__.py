"""The project's own commands: the Makefile calls them, and they call everything else."""
