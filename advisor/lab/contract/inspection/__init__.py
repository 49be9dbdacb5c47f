"""Probes of secure defaults over a socket, and the record of an inspection."""
