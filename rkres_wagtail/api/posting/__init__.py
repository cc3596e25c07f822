"""A remark from a front end of one's own: JSON in, JSON out."""
