"""Readers of values: numbers, dates, places, actors and people."""
