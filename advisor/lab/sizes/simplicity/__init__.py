"""How much there is to learn and carry: names of an app, frames above it, an interface."""
