"""What must never reach the public: drafts, hidden bodies, meetings, versions, reports, files."""

from __future__ import annotations

from datetime import timedelta

import pytest
import swapper
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    GroupPageFactory,
    LegalActFactory,
)
from tests.factories.consultations import (
    ConsultationOutcomeFactory,
    ConsultationReportFactory,
    VersionFileFactory,
)
from tests.meetings.public import document, html_of, text_of

from .test_public_boxes import hold

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECRET = "Tajne"


def leaking(client, index, committee, *pages) -> list[str]:
    """Addresses of pages that say the secret."""
    addresses = [
        index.get_url(),
        f"{index.get_url()}?q=tajne",
        f"{index.get_url()}?stan=open",
        committee.get_url(),
        f"{committee.get_url()}szukaj/?q=tajne",
        *(page.get_url() for page in pages),
    ]
    found = []
    for address in addresses:
        text = client.get(address).content.decode()
        # What was asked for stands in its own field.
        text = text.replace("tajne", "") if "q=tajne" in address else text
        if SECRET in text:
            found.append(address)
    return found


@pytest.mark.parametrize("how", ["draft", "expired", "private"])
@pytest.mark.parametrize("outcome", [None, "unknown"])
def test_a_consultation_that_is_not_public(
    client, consultation, index, committee, meeting, how, outcome
):
    page = consultation(title=f"{SECRET} program", rounds=[{}], outcome=outcome, **{how: True})
    held = meeting()
    hold(page, held)
    assert leaking(client, index, committee, held, page) == []
    assert client.get(page.get_url()).status_code in (200, 404)
    assert "0 konsultacji" not in text_of(html_of(client, index))


def test_a_list_that_is_not_public(client, committee, kind):
    hidden = ConsultationIndexPageFactory(parent=committee, private=True, title="Konsultacje")
    ConsultationPageFactory(parent=hidden, title=f"{SECRET} program", rounds=[{}])
    assert leaking(client, hidden, committee) == []
    assert hidden.get_url() not in html_of(client, committee)


@pytest.mark.parametrize("how", ["draft", "private", "expired"])
def test_bodies_that_are_not_public(client, consultation, index, committee, how):
    group = GroupPageFactory(parent=committee, title=f"{SECRET} grupa", **{how: True})
    act = LegalActFactory(body=group, number=f"{SECRET}/1")
    page = consultation(
        title="Jawny", rounds=[{"overdue": True}], body=group, audience=group, initiating_act=act
    )
    ConsultationOutcomeFactory(consultation=page, act=act)
    opened = consultation(title="Otwarty", rounds=[{}], body=group, audience=group)
    assert leaking(client, index, committee, page, opened) == []
    for each in (page, opened, index, committee):
        assert "Konsultacje tylko dla członków" in text_of(html_of(client, each))


@pytest.mark.parametrize("how", ["draft", "private", "expired"])
def test_a_hearing_that_is_not_public(client, consultation, index, committee, meeting, how):
    page = consultation(rounds=[{}])
    hold(page, meeting(title=f"{SECRET} spotkanie", **{how: True}), note=f"{SECRET} miejsce")
    assert leaking(client, index, committee, page) == []
    assert "rkres-hearings" not in html_of(client, page)


def test_versions_and_reports_that_are_drafts(client, consultation, version, index, committee):
    page = consultation(rounds=[{"overdue": True}])
    version(page, number=1, sections=[{"title": "Jawna część"}])
    version(
        page, number=2, draft=True, changes=f"{SECRET} zmiany", title=f"{SECRET} tytuł",
        sections=[{"title": f"{SECRET} część"}],
    )  # fmt: skip
    ConsultationReportFactory(consultation=page, draft=True, lead=f"{SECRET} raport")
    html = html_of(client, page)
    assert leaking(client, index, committee, page) == []
    assert "Jawna część" in html and "wersja-2" not in html and "porownanie" not in html
    assert "/raport/" not in html and "raport opóźniony" in html


def test_an_expired_report(client, consultation):
    page = consultation(rounds=[{"overdue": True}])
    over = timezone.now() - timedelta(minutes=1)
    ConsultationReportFactory(consultation=page, expire_at=over, lead=f"{SECRET} raport")
    html = html_of(client, page)
    assert SECRET not in html and "/raport/" not in html


def test_files_of_closed_collections(client, consultation, version, index, committee):
    collection = Collection.get_first_root_node().add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="x"
    )
    closed = document(f"{SECRET} pismo", collection=collection)
    page = consultation(
        rounds=[{}],
        forms=[("file", {"document": closed, "title": f"{SECRET} formularz"})],
        initiating_act=LegalActFactory(body=committee, document=closed, url=""),
    )
    row = version(page, number=1)
    VersionFileFactory(version=row, document=closed, title=f"{SECRET} projekt")
    assert leaking(client, index, committee, page) == []
    assert closed.url not in html_of(client, page)


def test_other_committees_stay_apart(client, consultation, index, committee):
    other = CommitteePageFactory(title="Inny komitet")
    theirs = ConsultationIndexPageFactory(parent=other)
    ConsultationPageFactory(parent=theirs, title=f"{SECRET} cudze", rounds=[{}])
    assert leaking(client, index, committee) == []


def test_the_secret_is_found_where_it_is_public(client, consultation, index, committee):
    """The tests above look where it would be."""
    page = consultation(title=f"{SECRET} program", rounds=[{}])
    assert len(leaking(client, index, committee, page)) >= 4


def test_below_a_hidden_committee(client, consultation, index, committee):
    page = consultation(title=f"{SECRET} program", rounds=[{}])
    PageViewRestriction.objects.create(
        page=swapper.load_model("wagtailcore", "Page").objects.get(pk=committee.pk),
        restriction_type="password",
        password="x",
    )
    assert leaking(client, index, committee, page) == []
    assert not client.get(page.get_url()).has_header("Cache-Control") or (
        "max-age=60" not in client.get(page.get_url())["Cache-Control"]
    )
