"""Building blocks of the page: charts, folds, tabs, names, the address, undo, downloads."""
