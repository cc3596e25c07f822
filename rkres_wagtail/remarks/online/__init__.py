"""The public's form, its receipt, and what the author finds behind the secret link."""
