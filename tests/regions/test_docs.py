"""The documentation names every key, and its examples make a region."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rkres_wagtail.bodies.models import LegalAct, Seat
from rkres_wagtail.bodies.pages import CommitteePageMixin, GroupPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.regions.loader import read_profile
from rkres_wagtail.regions.services import apply_profile
from rkres_wagtail.regions.validation import schema_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
SECTORS = """
[[sectors]]
key = "wojewoda"
name = "Wojewoda"

[[sectors]]
key = "jst"
name = "Jednostki samorządu terytorialnego"
"""


def keys_and_choices(node):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield from node.get("properties", ())
        yield from node.get("enum", ())
        for child in node.values():
            yield from keys_and_choices(child)


def test_the_reference_names_every_key_and_choice():
    text = (DOCS / "reference" / "profile.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`\"?([\w-]+)\"?`", text))
    named |= set(re.findall(r"\[\[?(?:\w+\.)?(\w+)\]\]?", text))
    missing = set(keys_and_choices(json.loads(schema_text()))) - named
    assert not missing


def guide() -> str:
    """The TOML blocks of the guide as one file; the ten sectors come from the template."""
    text = (DOCS / "how-to" / "new-region.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    lines = [block for block in blocks if block.startswith("statutory_body")]
    assert len(lines) == 1
    rest = "\n".join(block for block in blocks if block not in lines)
    return rest.replace("term_years = 3", f"term_years = 3\n{lines[0]}") + SECTORS


@pytest.mark.django_db
def test_the_guide_builds_its_region(site):
    apply_profile(read_profile(guide().encode(), source="new-region.md"), site=site)
    committee = pages_of(CommitteePageMixin).get().specific
    assert (committee.region, committee.slug) == ("opole", "komitet-ekonomii-spolecznej")
    assert committee.statutory_body.title == "Komitet"
    assert pages_of(GroupPageMixin).count() == 3
    assert (LegalAct.objects.count(), Seat.objects.count()) == (2, 6)


def test_the_guide_shows_real_messages():
    from django.utils.translation import override

    from rkres_wagtail.regions.problems import ProfileError

    broken = guide().replace('members = "numbers"', 'members = "liczby"')
    broken = broken.replace('under = "komitet"', 'under = "komiet"')
    with override("pl"), pytest.raises(ProfileError) as error:
        read_profile(broken.encode(), source="opolskie.toml")
    shown = (DOCS / "how-to" / "new-region.md").read_text(encoding="utf-8")
    with override("pl"):
        for problem in error.value.problems:
            assert str(problem) in shown
        head = str(error.value).splitlines()[0]
    assert head in shown or head.startswith("The profile")
