"""The measuring bench: reference apps, servers, load, and the contract that all apps meet."""
