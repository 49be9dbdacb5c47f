"""Draws of what is plausible: weights, and values that are uncertain."""
