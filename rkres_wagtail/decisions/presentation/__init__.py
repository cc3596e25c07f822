"""What the public pages of decisions show; everything comes through the gate."""
