"""Ways of saying what matters; each ends in raw weights for every criterion.

Groups are weighed first, then the criteria within each, so that 16 criteria never mean
105 questions. What was not said yet stays in the proportions of the weights in use.
"""
