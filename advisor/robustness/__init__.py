"""How certain a lead is when weights and facts vary, and what would change it."""
