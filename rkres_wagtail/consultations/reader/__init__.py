"""The consulted text as the public reads and compares it."""
