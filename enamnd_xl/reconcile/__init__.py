"""Does it add up: finding the sums, one module a family of rules, the report. Pure."""
