"""The measuring bench: reference apps, their contract and their line counts."""
