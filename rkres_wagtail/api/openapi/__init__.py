"""The OpenAPI document of what this package answers as JSON."""
