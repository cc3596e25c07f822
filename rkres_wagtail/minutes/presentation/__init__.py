"""What is read of minutes, in every format: one data model, made once."""
