"""Answers: writing them, to many remarks at once, and what is still missing."""
