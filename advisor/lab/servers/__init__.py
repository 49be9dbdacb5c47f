"""How a framework is served: its environment, its server, the slow service behind it."""
