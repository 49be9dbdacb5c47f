"""The controls: questions, must-haves, weights, and compared alternatives."""
