"""What is set: questions, must-haves, weights, who is compared."""
