"""What must never reach the public: office notes, drafts, hidden bodies, meetings and files."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
import swapper
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.factories import DecisionIndexPageFactory, DecisionPageFactory, GroupPageFactory
from tests.meetings.public import document, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECRET = "Tajne"


@pytest.fixture
def closed_file(db):
    collection = Collection.get_first_root_node().add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="x"
    )
    return document(f"{SECRET} pismo", collection=collection)


def outputs(client, register, committee, *pages) -> dict[str, str]:
    """Everything that could tell something of decisions, by its address."""
    addresses = [
        register.get_url(),
        f"{register.get_url()}?q=tajne",
        f"{register.get_url()}?stan=czeka",
        committee.get_url(),
        f"{committee.get_url()}szukaj/?q=tajne",
        f"/rkres/nowosci/{committee.pk}.atom",
        f"/rkres/rejestr/{register.pk}.csv",
        *(page.get_url() for page in pages),
    ]
    found = {}
    for address in addresses:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode()
        # What was asked for stands in its own field.
        found[address] = text.replace("tajne", "") if "q=tajne" in address else text
    return found


def leaking(found: dict[str, str]) -> list[str]:
    return [address for address, text in found.items() if SECRET in text]


def test_office_notes_and_closed_files(client, register, committee, decision, closed_file):
    page = decision(
        title="Jawna",
        files=[("file", {"document": closed_file, "title": ""})],
        sent=[{"answered": True, "office_note": f"{SECRET} notatka",
               "answer_document": closed_file}],
    )  # fmt: skip
    found = outputs(client, register, committee, page)
    assert leaking(found) == []
    assert all("Jawna" in found[a] for a in (register.get_url(), page.get_url()))


@pytest.mark.parametrize("how", ["draft", "expired", "private", "alias"])
def test_hidden_decisions(client, register, committee, decision, how):
    if how == "alias":
        page = decision(title=f"{SECRET} stanowisko", lead=SECRET, draft=True, sent=[{}])
        page.create_alias(parent=register, update_slug="alias", update_locale=None)
    else:
        page = decision(
            title=f"{SECRET} stanowisko", lead=SECRET, **{how: True},
            sent=[{"answered": True, "answer": SECRET, "addressee": SECRET}],
        )  # fmt: skip
    decision(title="Jawna")
    found = outputs(client, register, committee)
    assert leaking(found) == []
    assert "1 uchwała lub stanowisko" in found[register.get_url()].replace("\xa0", " ")
    assert client.get(page.get_url()).status_code in (302, 404) or SECRET not in html_of(
        client, page
    )


def test_hidden_register(client, committee, kind):
    hidden = DecisionIndexPageFactory(parent=committee, private=True, title="Rejestr")
    DecisionPageFactory(parent=hidden, title=f"{SECRET} stanowisko")
    assert client.get(f"/rkres/rejestr/{hidden.pk}.csv").status_code == 404
    assert client.get(f"/rkres/rejestr/{hidden.pk}.xlsx").status_code == 404
    assert SECRET not in html_of(client, committee)
    assert SECRET not in client.get(f"/rkres/nowosci/{committee.pk}.atom").content.decode()


def test_hidden_body_meeting_and_replaced(client, register, committee, decision, meeting):
    group = GroupPageFactory(parent=committee, title=f"{SECRET} grupa", draft=True)
    closed = meeting(title=f"{SECRET} posiedzenie", past=True)
    PageViewRestriction.objects.create(page_id=closed.pk, restriction_type="password", password="x")
    old = decision(title=f"{SECRET} dawna", draft=True, adopted_on=date(2020, 1, 1))
    page = decision(
        title="Jawna", body=group, meeting=closed, supersedes=old, adopted_on=timezone.localdate()
    )
    later = decision(title=f"{SECRET} nowa", draft=True, supersedes=page,
                     adopted_on=timezone.localdate())  # fmt: skip
    assert later.pk
    assert leaking(outputs(client, register, committee, page)) == []


def test_internal_items(client, register, committee, decision, meeting):
    key = uuid.uuid4()
    held = meeting(
        past=True, agenda=[{"title": f"{SECRET} kadry", "uuid": key, "is_internal": True}]
    )
    page = decision(title="Jawna", meeting=held, item_uuid=key, adopted_on=timezone.localdate())
    assert leaking(outputs(client, register, committee, page, held)) == []
    assert "Jawna" in html_of(client, held)


def test_other_committees_decisions_stay_apart(client, register, committee, decision, site_root):
    from tests.factories import CommitteePageFactory

    other = CommitteePageFactory(title="Inny komitet")
    theirs = DecisionIndexPageFactory(parent=other)
    DecisionPageFactory(parent=theirs, title=f"{SECRET} cudza")
    assert leaking(outputs(client, register, committee)) == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_hostile_texts_are_escaped(client, register, committee, decision, text):
    page = decision(
        title=f"Tytuł {text}", number=text, lead=text,
        sent=[{"answered": True, "addressee": text, "answer": text, "answered_by": text}],
    )  # fmt: skip
    for address in (register.get_url(), page.get_url(), committee.get_url()):
        html = html_of(client, address)
        assert "<script>alert" not in html and "<img src=x" not in html
    assert "<script>alert" not in client.get(f"/rkres/nowosci/{committee.pk}.atom").content.decode()


def test_expired_before_the_scheduler_ran(client, register, decision):
    page = decision(title=f"{SECRET} wygasła")
    Page = swapper.load_model("wagtailcore", "Page")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    assert SECRET not in html_of(client, register)
    assert client.get(page.get_url()).status_code == 404
