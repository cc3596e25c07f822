"""Rounds, extensions and outcomes: facts beside the page, changed by verbs only."""
