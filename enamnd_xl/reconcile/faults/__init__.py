"""What can be wrong with a formula, one module a kind."""
