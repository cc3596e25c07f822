"""Wagtail's API v3 (8.0 and later): an experimental router for what is no page."""
