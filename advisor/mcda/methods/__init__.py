"""Other ways of adding up, batched over weights, to check the additive value."""
