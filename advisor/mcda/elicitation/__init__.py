"""From what somebody says to weights: swings, orders, pairs, trade-offs."""
