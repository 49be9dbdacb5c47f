"""The decision problem: what is frozen, how a folder of tables becomes it, what it may say."""
