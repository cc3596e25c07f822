"""Programmes (LPRES, KPRES …): their trees, indicators, readings, and what fed them."""
