"""Widgets that know nothing of decisions: charts, folds, tabs, names, the address, downloads."""
