"""schema.org in pages, canonical addresses, what robots may read."""
