"""The mathematics of multi-criteria decision analysis, on plain arrays.

The functions use NumPy only, accept batches of weight vectors, and take a random generator if they
draw samples. Rooms above add names and sentences.
"""
