"""Recorded measurements: reasons of discarded runs, agreement of repeats, and publishing."""
