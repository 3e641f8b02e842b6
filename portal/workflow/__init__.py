"""Work with states, people and clocks: one kernel for every case of the portal. docs/workflows.md shows its tables."""
