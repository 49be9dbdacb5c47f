"""What the user sets: the observable decision, its link, its history, and ways to set weights."""
