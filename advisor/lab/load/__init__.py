"""The load client, and the rounds in which it measures servers."""
