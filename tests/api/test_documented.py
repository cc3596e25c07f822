"""docs/reference/api.md lists every endpoint, field, filter and order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rkres_wagtail.api.files import FILE_ENDPOINTS
from rkres_wagtail.api.memberships import FACTS
from rkres_wagtail.api.page_lists import PAGE_LISTS
from rkres_wagtail.api.participation import OFFER_FIELDS
from rkres_wagtail.api.programmes import INDICATOR_FIELDS, NODE_FIELDS
from rkres_wagtail.api.v2 import ENDPOINTS
from rkres_wagtail.bodies.pages import (
    BodyPageMixin,
    CommitteePageMixin,
    GroupPageMixin,
    TierPageMixin,
)
from rkres_wagtail.consultations.api_document import FACTS as VERSION_FACTS
from rkres_wagtail.consultations.pages import ConsultationIndexPageMixin, ConsultationPageMixin
from rkres_wagtail.meetings.pages import MeetingIndexPageMixin, MeetingPageMixin
from rkres_wagtail.minutes.api_fields import FACTS as MINUTES_FACTS
from rkres_wagtail.participation.pages import CallPageMixin
from rkres_wagtail.programmes.pages import ProgrammePageMixin
from rkres_wagtail.remarks.publication.api_fields import FACTS as REMARK_FACTS

#: Endpoints whose fields are declared beside them.
DECLARED = {
    "programme-nodes": NODE_FIELDS,
    "indicators": INDICATOR_FIELDS,
    "offers": OFFER_FIELDS,
}

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    parts = re.split(r"^#{2,3} `?([\w /-]+?)`?$", PAGE.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def words(text: str) -> set[str]:
    return set(re.findall(r"`([\w-]+)`", text))


@pytest.mark.parametrize(("name", "endpoint"), {**ENDPOINTS, **FILE_ENDPOINTS}.items())
def test_endpoints_with_their_fields_filters_and_orders(sections, name, endpoint):
    known = words(sections[f"{name}/"])
    if name == "memberships":
        wanted = set(FACTS)
    elif name == "minutes":
        wanted = set(MINUTES_FACTS)
    elif name == "document-versions":
        wanted = set(VERSION_FACTS)
    elif name == "remarks":
        wanted = set(REMARK_FACTS)
    elif name in DECLARED:
        wanted = {field.name for field in DECLARED[name]}
    elif name == "bodies":
        wanted = {"kind", "committee", *endpoint.heavy}
    elif name in PAGE_LISTS:
        # Its fields are those of the page type.
        wanted = set(endpoint.heavy)
    elif name in FILE_ENDPOINTS:
        wanted = {field.name for field in (*endpoint.facts, *endpoint.meta_facts)}
    else:
        wanted = {field.name for field in endpoint.model.api_fields}
    wanted |= set(endpoint.filters) | (set(endpoint.orders) if len(endpoint.orders) > 1 else set())
    assert wanted <= known, wanted - known
    assert ("search" in known) == endpoint.is_searchable


@pytest.mark.parametrize(
    ("name", "mixin"),
    [
        ("Every body", BodyPageMixin),
        ("CommitteePage", CommitteePageMixin),
        ("TierPage", TierPageMixin),
        ("GroupPage", GroupPageMixin),
        ("MeetingIndexPage", MeetingIndexPageMixin),
        ("MeetingPage", MeetingPageMixin),
        ("ConsultationIndexPage", ConsultationIndexPageMixin),
        ("ConsultationPage", ConsultationPageMixin),
        ("ProgrammePage", ProgrammePageMixin),
        ("CallPage", CallPageMixin),
    ],
)
def test_fields_of_pages(sections, name, mixin):
    known = words(sections[name]) | words(sections["Every body"])
    known |= {f"{word}_plural" for word in known if word.endswith("_label")}
    wanted = {field.name for field in mixin.api_fields}
    assert wanted <= known, wanted - known


@pytest.mark.parametrize(("name", "endpoint"), {**ENDPOINTS, **FILE_ENDPOINTS}.items())
@pytest.mark.django_db
def test_every_filter_says_what_it_takes(name, endpoint):
    """The OpenAPI document is made of this."""
    for parameter, apply in endpoint.filters.items():
        schema = apply.schema() if callable(apply.schema) else apply.schema
        assert {"type", "anyOf"} & set(schema), parameter
        assert (apply.__doc__ or "").strip().endswith("."), parameter
