"""A recorded run: why runs do not count, whether repeats agree, and into the tables."""
