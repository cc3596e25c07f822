"""What the public reads: lists, the table of the report, its numbers and files."""
