"""Kernels of the visitors: how many, how long, and how they start."""
