"""Ways to set weights; each results in raw weights for every criterion.

The user weighs groups first and then the criteria within each group, so that 15 criteria do not
need 105 questions. Parts that the user has not weighed keep the proportions of the current weights.
"""
