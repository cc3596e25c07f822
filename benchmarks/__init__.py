"""What is fast, measured against plain Wagtail: ``make bench``."""
