"""What somebody sets: the observable state, its link, where it has been, ways of weighing."""
