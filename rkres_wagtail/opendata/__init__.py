"""Everything public in formats that others have agreed upon; each through the gate."""
