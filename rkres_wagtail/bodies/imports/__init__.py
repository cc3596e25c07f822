"""A filled list of members: read, planned, shown, entered."""
