"""The frozen decision problem, the folder of tables it is read from, and the checks of both."""
