"""Documents that members are asked to read, their own list, and who answered."""
