"""Messages to people: stored with the change that caused them, sent exactly once."""
