"""A recorded run: whether repeats agree, and into the tables."""
