"""How sure a lead is: against other weights and facts, and what would change it."""
