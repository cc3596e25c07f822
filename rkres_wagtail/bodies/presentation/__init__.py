"""What readers are shown of a body."""
