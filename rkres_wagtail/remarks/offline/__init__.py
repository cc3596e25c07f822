"""Forms to fill in without a connection, and their way back."""
