"""A multi-output, multi-loss text classifier for disaster messages, and the app around it."""

__version__ = "0.1.0"
