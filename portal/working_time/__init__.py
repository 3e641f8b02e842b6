"""Which days are working days, and how long a time limit runs: always by the clock of Shanghai."""
