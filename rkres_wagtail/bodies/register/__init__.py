"""The registers of members, seats and contact data."""
