"""Runs frameworks: their environments, their servers, and the slow service behind them."""
