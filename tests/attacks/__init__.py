"""The web's usual attacks, one file for each kind (reliability.md, section 5, W1 to W13)."""
