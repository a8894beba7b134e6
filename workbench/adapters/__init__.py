"""Doors to the outside: SQLite, files, child processes, search engines, writers."""
