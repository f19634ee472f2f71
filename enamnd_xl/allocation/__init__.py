"""How a cost is shared: keys, sum-exact rounding, indexation, one-off fees. Pure and exact."""
