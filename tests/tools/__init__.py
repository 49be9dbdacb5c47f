"""What is no test: browser, servers, picture, evaluation, benches."""
