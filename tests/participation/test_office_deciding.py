"""Decisions on declarations: accept, reject, reopen, withdraw for the person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from rkres_wagtail.bodies.models import Membership, Organisation, Person, PersonContact
from rkres_wagtail.bodies.services import AlreadyDone
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.choices import DeclarationState
from rkres_wagtail.participation.models import Declaration
from rkres_wagtail.participation.office import accepting, deciding
from rkres_wagtail.remarks.services import ChangedMeanwhile
from tests.factories import (
    CallPageFactory,
    CommitteePageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
)
from tests.factories.participation import DeclarationFactory

from .office import keeper_of, register

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def keeper(client, committee):
    user = keeper_of(committee, "sekretarka", "add_membership", "view_membership")
    client.force_login(user)
    return user


@pytest.fixture
def row(tier):
    return DeclarationFactory(
        target=tier, first_name="Anna", last_name="Wierzba", email="anna@example.org"
    )


def posted(row, **values) -> dict:
    return {
        "edits": row.edits,
        "who": "new",
        "which": "new",
        "role": "member",
        "starts_on": TODAY.strftime("%d.%m.%Y"),
        **values,
    }


def accept(client, row, **values):
    return client.post(register("accept", row.pk), posted(row, **values))


def kinds() -> list[str]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", flat=True))


# Accept -------------------------------------------------------------------------------------------


def test_somebody_new_becomes_a_member(client, keeper, row, tier):
    response = accept(client, row)
    assert response.url == register("inspect", row.pk)
    row.refresh_from_db()
    membership = Membership.objects.get()
    assert (row.state, row.membership, row.decided_by) == ("accepted", membership, keeper)
    assert (membership.body_id, membership.role, membership.starts_on) == (
        tier.pk, "member", TODAY,
    )  # fmt: skip
    assert membership.person.full_name == "Anna Wierzba"
    assert membership.organisation.name == "Spółdzielnia Socjalna Wzór"
    assert membership.is_public is False
    assert PersonContact.objects.get().email == "anna@example.org"
    assert row.address_key == ""
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient) == ("declaration_accepted", "anna@example.org")
    for text in (message.text, message.html):
        assert tier.title in text
        assert TODAY.strftime("%Y") in text


def test_whom_the_register_surely_knows_is_offered_first(client, keeper, row, tier):
    known = PersonFactory(first_name="Anna", last_name="Wierzba")
    PersonContactFactory(person=known, email="ANNA@example.org")
    organisation = OrganisationFactory(name="Spółdzielnia Socjalna Wzór")
    form = client.get(register("accept", row.pk)).context["form"]
    assert form["who"].value() == str(known.pk)
    assert form["which"].value() == str(organisation.pk)
    accept(client, row, who=str(known.pk), which=str(organisation.pk))
    membership = Membership.objects.get()
    assert (membership.person, membership.organisation) == (known, organisation)
    assert Person.objects.count() == 1
    assert Organisation.objects.count() == 1
    assert PersonContact.objects.get().email == "ANNA@example.org"


@pytest.mark.parametrize("is_same_name", [True, False])
def test_who_may_be_another_one_has_to_be_told_apart(client, keeper, row, is_same_name):
    known = PersonFactory(first_name="Anna", last_name="Wierzba" if is_same_name else "Dąb")
    if not is_same_name:
        PersonContactFactory(person=known, email="anna@example.org")
    form = client.get(register("accept", row.pk)).context["form"]
    assert str(known.pk) in dict(form.fields["who"].choices)
    assert not form["who"].value()
    response = accept(client, row, who="")
    assert "who" in response.context["form"].errors
    assert not Membership.objects.exists()


def test_an_address_that_is_empty_is_filled_in(client, keeper, row):
    known = PersonFactory(first_name="Anna", last_name="Wierzba")
    PersonContactFactory(person=known, email="", phone="600 100 200")
    accept(client, row, who=str(known.pk), which="none")
    contact = PersonContact.objects.get()
    assert (contact.email, contact.phone) == ("anna@example.org", "600 100 200")
    assert Membership.objects.get().organisation is None


def test_another_person_and_organisation_of_the_register(client, keeper, row):
    person, organisation = PersonFactory(last_name="Nieznana"), OrganisationFactory()
    # A chooser, not a list of everybody.
    assert "Nieznana" not in client.get(register("accept", row.pk)).content.decode()
    accept(client, row, who="other", person=person.pk, which="other", organisation=organisation.pk)
    membership = Membership.objects.get()
    assert (membership.person, membership.organisation) == (person, organisation)


def test_a_call_makes_members_of_its_body(client, keeper, committee, tier):
    call = CallPageFactory(parent=committee, body=tier)
    row = DeclarationFactory(target=call)
    accept(client, row)
    assert Membership.objects.get().body_id == tier.pk
    row = DeclarationFactory(target=CallPageFactory(parent=committee, body=None))
    accept(client, row)
    assert Membership.objects.order_by("pk").last().body_id == committee.pk


def test_term_sector_and_seat_of_the_body(client, keeper, committee, tier, site_root):
    term, sector = TermFactory(committee=committee), SectorFactory(committee=committee)
    seat = SeatFactory(body=tier, term=term, sector=sector)
    row = DeclarationFactory(target=tier, sector=sector)
    form = client.get(register("accept", row.pk)).context["form"]
    assert form["sector"].value() == sector.pk
    stranger = SectorFactory(committee=CommitteePageFactory(parent=site_root))
    assert stranger not in form.fields["sector"].queryset
    wrong = accept(client, row, sector=stranger.pk)
    assert "sector" in wrong.context["form"].errors
    accept(client, row, sector=sector.pk, term=term.pk, seat=seat.pk, is_public="on")
    made = Membership.objects.get()
    assert (made.term, made.sector, made.seat, made.is_public) == (term, sector, seat, True)


def untouched(row):
    row.refresh_from_db()
    assert row.state == DeclarationState.NEW
    assert row.membership is None
    assert not Person.objects.filter(last_name=row.last_name).exists()
    assert not Organisation.objects.filter(name=row.organisation_name).exists()
    assert not OutgoingMessage.objects.exists()


def test_a_held_seat_refuses_all_of_it(client, keeper, row, tier):
    seat = SeatFactory(body=tier)
    MembershipFactory(body=tier, seat=seat, starts_on=TODAY - timedelta(days=9))
    response = accept(client, row, seat=seat.pk)
    assert "seat" in response.context["form"].errors
    untouched(row)


def test_nobody_sits_twice_at_once(client, keeper, row, tier):
    known = PersonFactory()
    MembershipFactory(body=tier, person=known, starts_on=TODAY - timedelta(days=9))
    response = accept(client, row, who="other", person=known.pk)
    assert "person" in response.context["form"].errors
    untouched(row)
    past = PersonFactory()
    MembershipFactory(
        body=tier,
        person=past,
        starts_on=TODAY - timedelta(days=90),
        ends_on=TODAY - timedelta(days=9),
    )
    assert accept(client, row, who="other", person=past.pk).status_code == 302


@pytest.mark.parametrize(
    "values",
    [
        {"who": "999999"},
        {"who": "other"},
        {"who": "other", "person": "abc"},
        {"which": "other"},
        {"which": ""},
        {"role": "king"},
        {"starts_on": ""},
        {"starts_on": "31.02.2026"},
        {"seat": "999999"},
        {"term": "-1"},
        {"edits": "x"},
    ],
)
def test_bad_input_accepts_nobody(client, keeper, row, values):
    response = accept(client, row, **values)
    assert response.status_code == 422
    assert response.context["form"].errors
    untouched(row)


def test_a_second_click_accepts_once(client, keeper, row):
    data = posted(row)
    client.post(register("accept", row.pk), data)
    again = client.post(register("accept", row.pk), data)
    assert again.url == register("inspect", row.pk)
    assert Membership.objects.count() == 1
    assert kinds() == ["declaration_accepted"]
    assert client.get(register("accept", row.pk)).url == register("inspect", row.pk)


@pytest.mark.parametrize("trait", ["unconfirmed", "rejected", "withdrawn"])
def test_only_what_waits_is_accepted(client, keeper, tier, trait):
    row = DeclarationFactory(target=tier, **{trait: True})
    before = row.state
    assert client.get(register("accept", row.pk)).url == register("inspect", row.pk)
    assert accept(client, row).url == register("inspect", row.pk)
    row.refresh_from_db()
    assert row.state == before
    assert not Membership.objects.exists()


@pytest.mark.parametrize("verb", ["accept", "reject", "withdraw"])
def test_an_older_form_changes_nothing(client, keeper, row, verb):
    Declaration.objects.filter(pk=row.pk).update(edits=3)
    data = {**posted(row), "reason": "Brak miejsc.", "note": "Telefon."}
    response = client.post(register(verb, row.pk), data)
    assert response.status_code == 422
    untouched(row)
    # Who was told may go on from what is there now.
    assert response.context["form"]["edits"].value() == 3


def test_who_cannot_be_told_is_accepted_all_the_same(client, keeper, tier):
    row = DeclarationFactory(target=tier, email="", way="post")
    accept(client, row)
    row.refresh_from_db()
    assert row.state == DeclarationState.ACCEPTED
    assert not OutgoingMessage.objects.exists()
    assert not PersonContact.objects.exists()


def test_a_failure_in_the_middle_leaves_nothing(row, monkeypatch):
    def fail(_row):
        raise RuntimeError

    monkeypatch.setattr(accepting.messages, "tell_accepted", fail)
    values = {"role": "member", "starts_on": TODAY, "is_public": False}
    with pytest.raises(RuntimeError):
        accepting.accept(
            row, edits=0, values=values, person=None, organisation_name="Nowa", user=None
        )
    untouched(row)
    assert not Membership.objects.exists()


# Reject and reopen --------------------------------------------------------------------------------


def test_a_rejection_tells_its_reason(client, keeper, row):
    reason = "Nie ma wolnych miejsc.\n<b>Zapraszamy</b> jesienią."
    response = client.post(register("reject", row.pk), {"edits": 0, "reason": reason})
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == ("rejected", reason, keeper)
    message = OutgoingMessage.objects.get()
    assert "Nie ma wolnych miejsc." in message.text
    assert "<b>Zapraszamy</b> jesienią." in message.text
    assert "&lt;b&gt;Zapraszamy" in message.html
    client.post(register("reject", row.pk), {"edits": 0, "reason": reason})
    assert OutgoingMessage.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 6000])
def test_a_rejection_needs_a_reason(client, keeper, row, reason):
    response = client.post(register("reject", row.pk), {"edits": 0, "reason": reason})
    assert "reason" in response.context["form"].errors
    untouched(row)


def test_a_rejection_is_taken_back_and_may_come_again(client, keeper, row):
    client.post(register("reject", row.pk), {"edits": 0, "reason": "Pomyłka."})
    client.post(register("reopen", row.pk), {"edits": 1})
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == (DeclarationState.NEW, "", None)
    assert row.address_key
    client.post(register("reject", row.pk), {"edits": 2, "reason": "Jednak tak."})
    row.refresh_from_db()
    assert row.state == DeclarationState.REJECTED
    assert kinds() == ["declaration_rejected", "declaration_reopened", "declaration_rejected"]


def test_a_rejection_that_was_not_sent_is_not_sent_any_more(row):
    deciding.reject(row, reason="Pomyłka.", edits=0, user=None)
    waiting = OutgoingMessage.objects.get()
    assert waiting.status == "waiting"
    row.refresh_from_db()
    deciding.reopen(row, edits=1, user=None)
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"


@pytest.mark.parametrize("trait", ["accepted", "withdrawn", "unconfirmed"])
def test_nothing_else_is_reopened(tier, trait):
    row = DeclarationFactory(target=tier, **{trait: True})
    with pytest.raises(AlreadyDone):
        deciding.reopen(row, edits=0, user=None)


def test_not_reopened_once_its_data_are_gone_nor_twice_waiting(tier):
    row = DeclarationFactory(target=tier, rejected=True, anonymised_at=timezone.now())
    with pytest.raises(AlreadyDone):
        deciding.reopen(row, edits=0, user=None)
    row = DeclarationFactory(target=tier, rejected=True, email="raz@example.org")
    from rkres_wagtail.participation.joining.services import address_key

    key = address_key(tier, "raz@example.org")
    DeclarationFactory(target=tier, email="raz@example.org", address_key=key)
    with pytest.raises(ValidationError):
        deciding.reopen(row, edits=0, user=None)


# Withdraw for the person --------------------------------------------------------------------------


def test_the_office_withdraws_for_somebody_who_asked(client, keeper, row):
    Declaration.objects.filter(pk=row.pk).update(office_note="Zadzwonić.")
    response = client.post(register("withdraw", row.pk), {"edits": 0, "note": "Telefon 3 marca."})
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.withdrawn_by_office) == (DeclarationState.WITHDRAWN, True)
    assert row.office_note == "Zadzwonić.\n\nTelefon 3 marca."
    again = client.post(register("withdraw", row.pk), {"edits": 0, "note": "Jeszcze raz."})
    assert again.url == register("inspect", row.pk)
    row.refresh_from_db()
    assert "Jeszcze raz" not in row.office_note


def test_how_it_was_asked_for_has_to_be_said(client, keeper, row):
    response = client.post(register("withdraw", row.pk), {"edits": 0, "note": ""})
    assert "note" in response.context["form"].errors
    untouched(row)


def test_who_is_a_member_is_not_withdrawn(client, keeper, tier):
    row = DeclarationFactory(target=tier, accepted=True)
    client.post(register("withdraw", row.pk), {"edits": 0, "note": "Telefon."})
    row.refresh_from_db()
    assert row.state == DeclarationState.ACCEPTED


def test_the_service_says_when_the_form_is_older(row):
    with pytest.raises(ChangedMeanwhile):
        deciding.reject(row, reason="x", edits=5, user=None)
