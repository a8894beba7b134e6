"""Reading a text in a human language, purely."""
