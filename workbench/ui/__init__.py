"""The window: a face without rules of its own."""
