"""The page over time: messages about a lost kernel, and the output of a saved notebook."""
