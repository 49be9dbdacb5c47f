"""Creates folders for a new decision: from the starter, or from a spreadsheet with a matrix.

A matrix is read in four steps: ``grid`` reads a file into cells, ``layout`` finds which lines are
criteria and what the other lines are, ``criteria`` finds direction, scale and weight of each
criterion, and ``folder`` writes what was understood as tables. ``matrix`` joins them.
"""
