"""Editing consultations in the admin: first save, publishing, choices, principles, warnings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import swapper
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.editorial.roles import create_roles
from tests.factories import (
    CommitteePageFactory,
    ConsultationKindFactory,
    GroupPageFactory,
    LegalActFactory,
)
from tests.factories.pages import page_class
from tests.meetings.form_data import add_url, edit_url, errors_of
from tests.support.users import create_user

from .form_data import ASKED, consultation_data

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def model(db):
    return page_class("CONSULTATION_PAGE")


@pytest.fixture
def full(kind, committee):
    """A form with everything that publishing asks for."""

    def make(**fields):
        values = {"title": "Program", "kind": kind.pk, "body": committee.pk, **ASKED, **PUBLISH}
        return consultation_data(**{**values, **fields})

    return make


def content(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_a_title_is_enough_for_a_draft(boss, index, model):
    response = boss.post(add_url(model, index), consultation_data(title="Program"))
    assert errors_of(response) == {}
    assert not model.objects.get(title="Program").live


def test_publishing_asks_for_the_rest(boss, index, model):
    data = consultation_data(title="Program", **PUBLISH)
    errors = errors_of(boss.post(add_url(model, index), data))
    assert set(errors) == {"kind", "body", "lead", "authority"}
    assert not model.objects.exists()


def test_the_tabs_are_in_the_order_of_the_work(boss, consultation):
    html = content(boss.get(edit_url(consultation(rounds=[{}]))))
    tabs = re.findall(r'role="tab"[^>]*>\s*([^<]+?)\s*<', html)
    assert tabs[:3] == ["Ogłoszenie", "Terminy", "Jak zgłosić"]


def test_only_what_belongs_to_the_committee_is_offered(boss, index, model, kind, committee):
    own = GroupPageFactory(parent=committee, title="Grupa programowa")
    other = CommitteePageFactory(title="Inny komitet", slug="inny")
    strange = ConsultationKindFactory(committee=other, name="obcy rodzaj")
    form = boss.get(add_url(model, index)).context["form"]
    for name in ("body", "audience"):
        assert {page.pk for page in form.fields[name].queryset} == {committee.pk, own.pk}
    assert list(form.fields["kind"].queryset) == [kind]
    assert form.initial["body"] == committee.pk
    data = consultation_data(title="Program", kind=strange.pk, body=other.pk, audience=other.pk)
    assert set(errors_of(boss.post(add_url(model, index), data))) == {"kind", "body", "audience"}


def test_the_rules_hold_without_the_form(consultation, committee):
    page = consultation()
    other = CommitteePageFactory(title="Inny komitet", slug="inny")
    page.kind = ConsultationKindFactory(committee=other)
    Page = swapper.load_model("wagtailcore", "Page")
    page.body = page.audience = Page.objects.get(pk=other.pk)
    page.initiating_act = LegalActFactory(body=other)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {"kind", "body", "audience", "initiating_act"}
    page = consultation()
    page.body = page.get_parent()
    with pytest.raises(ValidationError, match="Wybierz komitet"):
        page.full_clean()


def test_a_hearing_is_a_meeting(boss, index, model, meeting, full, committee):
    held = meeting(title="Spotkanie konsultacyjne")
    wrong = full(hearings=[{"meeting": committee.pk, "note": ""}])
    assert "hearings.meeting" in errors_of(boss.post(add_url(model, index), wrong))
    right = full(hearings=[{"meeting": held.pk, "note": "online"}])
    assert errors_of(boss.post(add_url(model, index), right)) == {}
    assert model.objects.get().hearings.get().meeting_id == held.pk


# Principles --------------------------------------------------------------------------------------


def test_who_ticks_the_principles_is_noted_at_the_form(boss, index, model, full, admin_user):
    boss.post(add_url(model, index), full(principles="on"))
    page = model.objects.get()
    assert page.principles_by == admin_user
    noted = page.principles_at
    assert timezone.now() - noted < timedelta(minutes=5)
    html = content(boss.get(edit_url(page)))
    assert "Potwierdzenie:" in html
    assert "Dobra wiara" in html and "Poszanowanie interesu ogólnego" in html
    # Saved again: the first moment stays. Unticked: nothing stays.
    boss.post(edit_url(page), full(principles="on", slug=page.slug))
    page.refresh_from_db()
    assert page.principles_at == noted
    boss.post(edit_url(page), full(slug=page.slug))
    page.refresh_from_db()
    assert page.principles_at is None and page.principles_by is None


def test_the_history_says_who_ticked_and_unticked_the_principles(boss, index, model, full):
    boss.post(add_url(model, index), full(principles="on"))
    page = model.objects.get()
    again = full(slug=page.slug)
    boss.post(edit_url(page), {**again, "principles": "on"})
    first = page.principles_at
    boss.post(edit_url(page), again)
    boss.post(edit_url(page), {**again, "principles": "on"})
    assert model.objects.get().get_latest_revision_as_object().principles_at != first
    entries = PageLogEntry.objects.filter(page=page.pk, action__contains=".principles_")
    said = [entry.message for entry in entries.order_by("timestamp", "pk")]
    assert [text.partition(" ")[0] for text in said] == ["Potwierdzono", "Wycofano", "Potwierdzono"]
    assert str(timezone.localdate(first).year) in said[1]


def test_scheduled_publishing_keeps_the_principles(boss, index, model, full, admin_user):
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    data = full(principles="on", go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))
    assert errors_of(boss.post(add_url(model, index), data)) == {}
    page = model.objects.get()
    assert not page.live
    revision, past = page.get_latest_revision(), timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"], revision.approved_go_live_at = past.isoformat(), past
    revision.save()
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live and page.principles_by == admin_user and page.principles_at


def test_a_copy_acknowledged_nothing(consultation, admin_user):
    page = consultation(principles_at=timezone.now(), principles_by=admin_user)
    copied = page.copy(update_attrs={"slug": "kopia"})
    assert copied.principles_at is None and copied.principles_by is None


def test_publishing_without_them_is_warned_of_and_goes_through(boss, index, model, full):
    response = boss.post(add_url(model, index), full(), follow=True)
    assert model.objects.get().live
    html = content(response)
    assert "siedmiu zasad" in html
    assert "Nie wpisano terminów" in html


def test_warnings_of_an_open_consultation(boss, consultation):
    html = content(boss.get(edit_url(consultation(rounds=[{}]))))
    for said in ("Krócej, niż przewidziano", "jak zgłosić uwagi", "nie opublikowano tekstu"):
        assert said in html


# The panel of dates ---------------------------------------------------------------------------


def test_the_panel_shows_both_counts_and_the_verbs(boss, consultation):
    page = consultation(rounds=[{}, {"announced": True, "title": "Druga tura"}])
    html = content(boss.get(edit_url(page)))
    assert "licząc pierwszy dzień" in html
    assert "Druga tura:" in html
    for name in ("rkres_round_add", "rkres_consultation_outcome"):
        assert reverse(name, args=[page.pk]) in html


def test_a_page_that_is_not_saved_has_no_dates_yet(boss, index, model):
    assert "Po pierwszym zapisaniu" in content(boss.get(add_url(model, index)))


def test_the_secretariat_keeps_the_dates(client, committee, consultation):
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    page = consultation()
    assert reverse("rkres_round_add", args=[page.pk]) in content(client.get(edit_url(page)))
