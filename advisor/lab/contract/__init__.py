"""The contract that all products share, checked over a real socket."""
