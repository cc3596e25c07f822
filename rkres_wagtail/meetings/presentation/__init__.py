"""What the public pages of meetings show; plain data that has passed the gate."""
