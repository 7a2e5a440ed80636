"""How good search and answers are, measured on gold sets: `python -m eval`."""
