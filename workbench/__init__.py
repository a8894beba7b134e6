"""The fact-checker's workbench: an article beside an archive, every claim linked to evidence."""

__version__ = "0.1.0"
