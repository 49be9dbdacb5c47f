"""Checks of the additive value: other scoring methods, rank reversal and overlapping criteria."""
