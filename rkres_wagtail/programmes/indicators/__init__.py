"""Indicators and their readings: verbs, screens, numbers and progress."""
