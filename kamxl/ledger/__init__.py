"""Invoice lines to accounts, by SQL."""
