"""The page over time: what it says when its kernel is gone, and what a saved notebook shows."""
