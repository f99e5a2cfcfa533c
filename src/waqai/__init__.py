"""Waqai: Arabic news reports in; counted, placed, dated, attributed incident records out."""

__version__ = "0.1.0"
