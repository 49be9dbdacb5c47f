"""The book inventory."""
