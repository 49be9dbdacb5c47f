"""Computes weights from what a person says: swings, orders, pairs, trade-offs."""
