"""How shoppers reach us."""
