"""What needs no server: imports, installs, lines."""
