"""The mathematics of multi-criteria decision analysis: arrays in, arrays out, no names.

Pure NumPy, batched over weight vectors, seeded where something is drawn. Names and sentences
are the business of the rooms above.
"""
