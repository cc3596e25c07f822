"""The OpenAPI document of what this package answers as JSON.

Generated from the endpoints that the site has mounted. Other parts add their addresses with
``add_paths``.
"""

from .registry import add_paths, path_of

__all__ = ["add_paths", "path_of"]
