"""Verbs: what a checker can do, for the window and the command line alike."""
