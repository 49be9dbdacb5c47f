"""Checks of the additive value: other ways of adding up, and what counts twice."""
