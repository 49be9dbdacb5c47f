"""Choices about a problem, the requirements that rule alternatives out, and the ranking."""
