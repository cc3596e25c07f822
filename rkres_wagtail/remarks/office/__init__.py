"""The office's register: every channel, moderation, notes, history."""
