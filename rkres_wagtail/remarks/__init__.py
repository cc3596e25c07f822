"""Remarks on consulted documents, and the office's answers (DESIGN §3; requirements 54–63)."""
