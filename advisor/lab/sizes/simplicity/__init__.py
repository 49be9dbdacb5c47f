"""Measures of what a user must learn: names in an app, frames above it, public interface."""
