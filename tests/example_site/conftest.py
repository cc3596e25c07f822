"""The demonstration's own pages, without the committee."""

from __future__ import annotations

import pytest


@pytest.fixture
def demo_home(root_page):
    """The Polish start page of the demonstration; its pages are built, its site answers."""
    from example_site.home.demo_site import build_site

    return build_site()
