"""Measurements without a server: imports, installs, lines, simplicity."""
