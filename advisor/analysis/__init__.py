"""What can be known about a ranking: how sure it is, what turns it, where weights come from.

Pure NumPy: arrays in, arrays out, batched over weight vectors, seeded where drawn. Names and
sentences are the business of `advisor.robustness` and `advisor.explain`.
"""
