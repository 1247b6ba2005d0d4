"""From a validated document to what the federation runs, one logical query a list."""
