"""Names that are removed in time, erasure, and telling authors of the report."""
