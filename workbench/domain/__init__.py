"""Nouns and rules of fact-checking, pure: no Qt, no files, no clock, no randomness."""
