"""The consulted text: versions, and sections that keep their identity."""
