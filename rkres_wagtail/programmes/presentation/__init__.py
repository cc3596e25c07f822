"""What the public reads of programmes."""
