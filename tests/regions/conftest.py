"""A small profile to vary, and a way to apply it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rkres_wagtail.regions.loader import read_profile
from rkres_wagtail.regions.services import apply_profile

SMALL = Path(__file__).with_name("small.toml").read_text(encoding="utf-8")


def edited(*changes: tuple[str, str], text: str = SMALL) -> str:
    """The small profile with texts replaced; each must be in it."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def small() -> str:
    return SMALL


@pytest.fixture
def apply(site):
    """Apply a profile given as text to the test site; returns the report."""

    def run(text: str = SMALL, **options):
        profile = read_profile(text.encode(), source="test.toml")
        return apply_profile(profile, site=options.pop("site", site), **options)

    return run
