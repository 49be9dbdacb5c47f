"""Secure defaults probed over a socket, and the record that also holds what is counted."""
