"""What a page is put together from: charts, folds, tabs, names, the address, undo, downloads."""
