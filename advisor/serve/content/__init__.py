"""What a visitor gets: the page, its scripts, and the tables that it was made from."""
