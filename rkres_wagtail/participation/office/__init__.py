"""The office's desk of joining: offers, the register of declarations, retention."""
