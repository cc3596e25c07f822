"""Draft minutes read and corrected by the members: rounds, secret links, the office's register."""
