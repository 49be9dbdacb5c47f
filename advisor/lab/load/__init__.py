"""Clients that ask, and the rounds in which they do."""
