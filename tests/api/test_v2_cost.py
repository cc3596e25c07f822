"""What lists of API v2 cost: the same queries for 3 rows and 30, for 10 and 1,000."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model

from rkres_wagtail.api.files import FILE_ENDPOINTS
from rkres_wagtail.api.v2 import ENDPOINTS
from rkres_wagtail.bodies.models import LegalAct, Membership, Organisation, Person, Sector, Term
from tests.factories import (
    ConsultationIndexPageFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    MeetingIndexPageFactory,
)
from tests.support.many_consultations import many_consultations
from tests.support.many_decisions import many_decisions
from tests.support.many_meetings import many_meetings

pytestmark = pytest.mark.django_db

PAGES = ["Meeting", "Decision", "Consultation"]
ASKED = [
    *((f"{name}/", {"fields": "*"}) for name in ("pages", *ENDPOINTS, *FILE_ENDPOINTS)),
    *(("pages/", {"type": f"rkres_wagtail_pages.{name}Page", "fields": "*"}) for name in PAGES),
    *((f"{name}/", {"search": "programu"}) for name in ("meetings", "decisions", "bodies")),
    ("persons/", {"search": "Anna"}),
    ("consultations/", {"modified_since": "2020-01-01"}),
    ("meetings/", {"modified_since": "2020-01-01", "state": "held,planned,confirmed"}),
]


@pytest.fixture
def grow(world):
    """``grow(30)`` adds that many rows to every list; nothing is made page by page."""
    committee = world.committee
    meetings = MeetingIndexPageFactory(parent=committee)
    decisions = DecisionIndexPageFactory(parent=committee)
    consultations = ConsultationIndexPageFactory(parent=committee)
    DecisionKindFactory(committee=committee)
    known = {"count": 0}

    def add(count: int) -> None:
        first = known["count"]
        known["count"] += count
        numbers = range(first, first + count)
        day = date(2001, 1, 1) + timedelta(days=first)
        link = f'<p><a linktype="page" id="{world.group.pk}">grupa</a></p>'
        made = many_meetings(meetings, count, bodies=[committee], first=day)
        type(made[0]).objects.update(description=link)
        many_decisions(decisions, count, body=committee)
        many_consultations(consultations, count, body=committee)
        people = Person.objects.bulk_create(
            Person(
                first_name="Anna", last_name=f"Jawna {number}", slug=f"anna-{number}",
                has_public_profile=True,
            )
            for number in numbers
        )  # fmt: skip
        organisations = Organisation.objects.bulk_create(
            Organisation(name=f"Spółdzielnia {number}") for number in numbers
        )
        Sector.objects.bulk_create(
            Sector(committee_id=committee.pk, name=f"Sektor {number}") for number in numbers
        )
        Term.objects.bulk_create(
            Term(committee_id=committee.pk, starts_on=date(1950, 1, 1), ends_on=date(1950, 1, 2))
            for _number in numbers
        )
        model = get_document_model()
        files = model.objects.bulk_create(
            model(title=f"Plik {number}", file="documents/plik.pdf") for number in numbers
        )
        LegalAct.objects.bulk_create(
            LegalAct(body_id=committee.pk, number=f"{number}/1", document=file)
            for number, file in zip(numbers, files, strict=True)
        )
        Membership.objects.bulk_create(
            Membership(
                body_id=committee.pk, person=person, organisation=organisation,
                starts_on=date(2001, 1, 1),
            )
            for person, organisation in zip(people, organisations, strict=True)
        )  # fmt: skip

    return add


def costs(get, **params) -> dict:
    found = {}
    for path, asked in ASKED:
        get(path, **asked, **params)  # fills caches, makes renditions
        with CaptureQueriesContext(connection) as queries:
            response = get(path, **asked, **params)
        assert response.status_code == 200, (path, response.content)
        found[path, str(asked)] = len(queries)
    return found


def differing(few: dict, many: dict) -> dict:
    return {key: (few[key], many[key]) for key in few if few[key] != many[key]}


def test_30_rows_cost_what_3_do(get, grow, settings):
    settings.WAGTAILAPI_LIMIT_MAX = None
    grow(3)
    few = costs(get, limit=1000)
    grow(27)
    assert differing(few, costs(get, limit=1000)) == {}


@pytest.mark.scale
def test_1000_rows_cost_what_10_do(get, grow, settings):
    settings.WAGTAILAPI_LIMIT_MAX = None
    grow(10)
    few = costs(get, limit=1000)
    grow(990)
    assert differing(few, costs(get, limit=1000)) == {}


@pytest.mark.scale
def test_the_last_page_of_10000_meetings_comes_soon(get, world):
    listing = MeetingIndexPageFactory(parent=world.committee)
    many_meetings(listing, 10_000, bodies=[world.committee], first=date(1901, 1, 1))
    for params in ({"offset": 9_980}, {"state": "held"}, {"order": "-modified"}):
        for path in ("meetings/", "pages/"):
            kind = {"type": "rkres_wagtail_pages.MeetingPage"} if path == "pages/" else {}
            if path == "pages/" and "order" in params:
                continue
            start = time.monotonic()
            response = get(path, limit=20, **params, **kind)
            assert response.status_code == 200
            assert time.monotonic() - start < 10, (path, params)


def test_a_file_that_is_gone_is_no_error(get, world):
    made = get_document_model()(title="Zniknął")
    made.file.save("zniknie.pdf", ContentFile(b"abc"))
    made.file.storage.delete(made.file.name)
    world.act.document = made
    world.act.save()
    assert get(f"documents/{made.pk}/").json()["title"] == "Zniknął"
