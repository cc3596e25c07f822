"""Calls: the page's editor, what the public reads, dates and news."""
