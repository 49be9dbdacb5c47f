"""What somebody sets: the observable decision, its link, where it has been, ways of weighing."""
