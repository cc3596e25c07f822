"""Wagtail's API v3 (8.0 and later): an experimental router for what is no page.

Only ``wiring`` may be imported without API v3; everything else needs Wagtail 8.0.
"""
