"""The contract that all products meet, which is tested over a real socket."""
