"""A room for a group: everybody votes on a phone, the facilitator reveals the result together."""
