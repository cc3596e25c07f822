"""Behind the secret links: confirm, own page, withdraw; the same address twice; mails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import PageLogEntry

from rkres_wagtail.outbox.models import MessageStatus, OutgoingMessage
from rkres_wagtail.participation.joining import links, messages, services
from rkres_wagtail.participation.joining.removal import remove_unconfirmed
from rkres_wagtail.participation.models import Declaration, DeclarationFile
from rkres_wagtail.remarks.choices import Asked
from rkres_wagtail.remarks.retention import chores
from rkres_wagtail.secret_links import make_token
from tests.factories import CallPageFactory
from tests.factories.participation import DeclarationFactory, JoiningOfferFactory

from .joining import (
    PDF,
    address,
    aged,
    confirmed,
    filled,
    link_in,
    mails,
    said,
    send,
    taken,
    the_only,
)

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def offer(tier):
    cache.clear()
    yield JoiningOfferFactory(target=tier, online=True, contact_email="biuro@example.org")
    cache.clear()


def accept(row) -> None:
    Declaration.objects.filter(pk=row.pk).update(
        decided_at=timezone.now(), is_accepted=True, address_key=""
    )


def reject(row, reason="Nie ma wolnych miejsc.") -> None:
    Declaration.objects.filter(pk=row.pk).update(
        decided_at=timezone.now(), reason=reason, address_key=""
    )


# Confirming --------------------------------------------------------------------------------------


def test_only_the_button_confirms_and_only_once(client, tier):
    taken(send(client, tier))
    (mail,) = mails()
    assert mail.recipient == "janina@example.org" and mail.reply_to == "biuro@example.org"
    link = link_in(mail)
    for _scanner in range(3):
        response = Client().get(link)
        assert response.status_code == 200 and "Janina" in response.content.decode()
        assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
        assert Client().head(link).status_code == 200
    assert the_only().confirmed_at is None
    first = client.post(link)
    assert first.status_code == 302
    moment = the_only().confirmed_at
    assert moment is not None
    shown = client.get(first["Location"]).content.decode()
    assert said("Thank you. Your declaration is confirmed.") in shown
    assert client.post(link)["Location"] == first["Location"]
    calm = client.get(link)
    assert calm.status_code == 200 and "<button" not in calm.content.decode().split("<main")[1]
    assert the_only().confirmed_at == moment
    assert len(mails("received")) == len(mails("office")) == 1


def test_the_office_learns_a_number_and_no_name(client, tier):
    row = confirmed(client, tier)
    (mail,) = mails("office")
    assert mail.recipient == "biuro@example.org"
    whole = f"{mail.subject}{mail.text}{mail.html}"
    assert str(row.pk) in mail.text and "/admin/" in whole
    assert not any(word in whole for word in ("Janina", "Wymyślona", "janina", "Spółdzielnia"))


def test_nothing_that_was_typed_is_in_any_mail(client, tier):
    confirmed(client, tier, first_name="Kupuj", last_name="Tanio", motivation="Tanie pigułki")
    for each in mails():
        assert "Kupuj" not in each.text + each.html + each.subject + each.recipient_name
        assert "Tanie" not in each.text + each.html
        assert "janina" not in each.key


@pytest.mark.parametrize("hours", [71.9, 72.1])
def test_the_link_holds_for_so_many_hours(client, tier, hours, settings):
    settings.RKRES_WAGTAIL_CONFIRM_HOURS = 72
    taken(send(client, tier))
    (mail,) = mails()
    assert mail.expires_at == the_only().received_at + timedelta(hours=72)
    with freeze_time(timezone.now() + timedelta(hours=hours)):
        late = hours > 72
        shown = client.get(link_in(mail))
        assert shown.status_code == (410 if late else 200)
        assert client.post(link_in(mail)).status_code == (410 if late else 302)
        assert (the_only().confirmed_at is None) is late
        assert (address(tier) in shown.content.decode()) is late, "how to begin anew"


def test_a_late_one_gives_way_to_a_new_one(client, tier):
    taken(send(client, tier))
    old = the_only()
    with freeze_time(timezone.now() + timedelta(hours=73)):
        taken(send(client, tier))
        row = the_only()
        assert row.pk != old.pk
        assert client.get(link_in(mails("confirm")[-1])).status_code == 200


def test_a_call_that_closed_meanwhile_still_takes_what_came_in_time(client, committee):
    call = CallPageFactory(parent=committee, closes_at=timezone.now() + timedelta(hours=1))
    JoiningOfferFactory(target=call, online=True)
    taken(send(client, call))
    with freeze_time(timezone.now() + timedelta(hours=2)):
        assert client.post(link_in(mails("confirm")[-1])).status_code == 302
    assert the_only().confirmed_at is not None


@pytest.mark.parametrize("purpose", [links.OWN, links.CONFIRMATION])
@pytest.mark.parametrize("token", ["1", "x", "1-" + "a" * 43, "0-", "99999999999999999999-x"])
def test_a_token_of_nobody(client, tier, purpose, token):
    DeclarationFactory(target=tier)
    path = "deklaracja/" if purpose == links.OWN else "deklaracja/potwierdz/"
    assert client.get(f"/rkres/{path}{token}/").status_code == 404


def test_a_link_for_one_thing_opens_no_other(client, tier):
    row = DeclarationFactory(target=tier, unconfirmed=True)
    wrong = make_token(links.OWN, row)
    assert client.post(f"/rkres/deklaracja/potwierdz/{wrong}/").status_code == 404
    assert the_only().confirmed_at is None


# The same address twice --------------------------------------------------------------------------


def test_twice_before_confirming_sends_the_link_again(client, tier):
    taken(send(client, tier))
    first = send(client, tier, first_name="Inna", email="JANINA@example.org ")
    taken(first)
    assert the_only().first_name == "Janina", "the first one stays"
    asked, again = mails("confirm")
    assert again.recipient == "janina@example.org" and link_in(again) == link_in(asked)
    taken(send(client, tier, first_name="Inna"))
    assert len(mails()) == 2, "one an hour, however often it is typed"
    with freeze_time(timezone.now() + timedelta(hours=1)):
        taken(send(client, tier, first_name="Inna"))
    assert len(mails()) == 3 and Declaration.objects.count() == 1


def test_twice_after_confirming_is_told_by_mail_only(client, tier):
    stranger = send(client, tier, email="nowa@example.org")
    row = confirmed(client, tier)
    again = send(client, tier, first_name="Ktoś", organisation_name="Inna")
    assert (again.status_code, again["Location"]) == (stranger.status_code, stranger["Location"])
    assert again.content == stranger.content
    assert Declaration.objects.filter(email="janina@example.org").count() == 1
    (mail,) = mails("waiting")
    assert mail.recipient == "janina@example.org" and link_in(mail) == links.own_path(row)


@pytest.mark.parametrize("end", ["accepted", "rejected", "withdrawn"])
def test_once_it_is_done_a_new_one_may_come(client, tier, end):
    row = confirmed(client, tier)
    if end == "withdrawn":
        services.withdraw(declaration=row)
    else:
        (accept if end == "accepted" else reject)(row)
    taken(send(client, tier))
    assert Declaration.objects.count() == 2


def test_the_same_address_for_another_body(client, tier, committee):
    JoiningOfferFactory(target=committee, online=True)
    taken(send(client, tier))
    taken(send(client, committee))
    assert Declaration.objects.count() == 2


def test_a_second_click_is_one_and_sends_nothing_more(client, tier):
    data = filled(client, tier)
    taken(send(client, tier, data))
    taken(send(client, tier, data))
    assert Declaration.objects.count() == len(mails()) == 1


def test_back_and_another_address_is_another_declaration(client, tier):
    data = filled(client, tier, email="janina@exmaple.org")
    taken(send(client, tier, data))
    taken(send(client, tier, data, email="janina@example.org"))
    assert {each.recipient for each in mails()} == {"janina@exmaple.org", "janina@example.org"}


def test_the_key_of_an_address_is_no_address_and_differs_by_target(tier, committee):
    keys = {services.address_key(each, "Janina@example.org") for each in (tier, committee)}
    assert len(keys) == 2 and all(len(key) == 64 for key in keys)
    assert services.address_key(tier, " janina@EXAMPLE.org") in keys


@pytest.mark.parametrize("what", ["switched_off", "new_consent"])
def test_what_changes_between_reading_and_storing(tier, offer, what):
    consent = offer.consents.get()
    if what == "switched_off":
        type(offer).objects.update(is_online=False)
    else:
        offer.consents.create(number=2, clause="<p>x</p>", statement="y")
    with pytest.raises(services.NotTaken) as caught:
        services.declare(page=tier, offer=offer, consent=consent, values={"email": "a@example.org"})
    assert caught.value.code == what
    assert not Declaration.objects.exists() and not OutgoingMessage.objects.exists()


# The own page ------------------------------------------------------------------------------------


def test_the_own_page_says_where_it_stands(client, tier, offer):
    offer.attachment = Asked.OPTIONAL
    offer.save()
    row = confirmed(client, tier, attachment=SimpleUploadedFile("rekomendacja.pdf", PDF))
    own = link_in(mails("received")[0])
    html = client.get(own).content.decode()
    for word in ("Janina Wymyślona", "Prowadzę spółdzielnię", "rekomendacja.pdf", "Chcę brać"):
        assert word in html
    accept(row)
    html = client.get(own).content.decode()
    assert f'href="{tier.get_url()}"' in html and "wystarczy jedno zdanie" in html
    assert "wycofaj=1" not in html


def test_a_rejected_one_is_told_the_reason_and_nobody_else_is(client, tier):
    row = confirmed(client, tier)
    reject(row, reason="<b>Brak</b> wolnych miejsc.")
    html = client.get(links.own_path(row)).content.decode()
    assert "&lt;b&gt;Brak&lt;/b&gt;" in html
    assert "Brak" not in client.get(address(tier)).content.decode()


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_withdrawing_takes_two_steps_and_no_get(client, tier, is_confirmed):
    row = confirmed(client, tier) if is_confirmed else None
    if row is None:
        taken(send(client, tier))
        row = the_only()
    own = links.own_path(row)
    assert 'value="withdraw"' not in client.get(own).content.decode()
    assert 'value="withdraw"' in client.get(f"{own}?wycofaj=1").content.decode()
    assert the_only().withdrawn_at is None
    assert client.post(own, {"do": "x"}).status_code == 422
    done = client.post(own, {"do": "withdraw"})
    assert done.status_code == 302
    row = the_only()
    assert row.withdrawn_at is not None and not row.withdrawn_by_office and not row.address_key
    assert client.get(done["Location"]).status_code == 200
    moment = row.withdrawn_at
    assert client.post(own, {"do": "withdraw"}).status_code == 302
    assert the_only().withdrawn_at == moment
    if not is_confirmed:
        assert client.post(link_in(mails("confirm")[0])).status_code == 410


@pytest.mark.parametrize("decide", [accept, reject])
def test_what_is_decided_is_not_withdrawn(client, tier, decide):
    row = confirmed(client, tier)
    decide(row)
    assert client.post(links.own_path(row), {"do": "withdraw"}).status_code == 410
    with pytest.raises(ValidationError):
        services.withdraw(declaration=row)
    assert the_only().withdrawn_at is None


def test_the_office_withdraws_for_somebody(client, tier, admin_user):
    row = confirmed(client, tier)
    row = services.withdraw(declaration=row, by_office=True, user=admin_user)
    assert row.withdrawn_by_office and row.edits == 1
    entry = PageLogEntry.objects.get(action="rkres_wagtail.declaration_withdraw")
    assert entry.user == admin_user and entry.data == {"number": row.pk}


def test_after_anonymising_no_link_opens_anything(client, tier):
    row = confirmed(client, tier)
    paths = [links.own_path(row), links.confirmation_path(row)]
    Declaration.objects.update(anonymised_at=timezone.now())
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert [client.post(path).status_code for path in paths] == [404, 404]
    row.refresh_from_db()
    assert links.own_url(row, None) == ""


def test_a_draft_page_is_named_but_not_linked(client, tier):
    row = confirmed(client, tier)
    accept(row)
    tier.unpublish()
    html = client.get(links.own_path(row)).content.decode()
    assert tier.title in html and f'href="{tier.get_url()}"' not in html


# What nobody confirms ----------------------------------------------------------------------------


def test_what_nobody_confirmed_goes_with_its_files_and_mails(client, tier, offer):
    offer.attachment = Asked.OPTIONAL
    offer.save()
    kept = confirmed(client, tier, email="inna@example.org")
    taken(send(client, tier, attachment=SimpleUploadedFile("a.pdf", PDF)))
    gone = Declaration.objects.exclude(pk=kept.pk).get()
    now = timezone.now()
    assert remove_unconfirmed(now + timedelta(hours=72, days=13)) == 0
    done = chores.run(now + timedelta(hours=72, days=14, minutes=1))
    assert done["unconfirmed_declarations"] == 1
    assert the_only() == kept and not DeclarationFile.objects.exists()
    (mail,) = OutgoingMessage.objects.filter(about_id=str(gone.pk))
    assert mail.status == MessageStatus.WITHDRAWN and not mail.recipient and not mail.text
    assert client.get(links.own_path(gone)).status_code == 404


def test_what_the_office_entered_needs_no_confirming(tier):
    DeclarationFactory(target=tier, unconfirmed=True, way="post")
    assert remove_unconfirmed(timezone.now() + timedelta(days=400)) == 0


# Mail --------------------------------------------------------------------------------------------


def test_a_mail_that_cannot_be_written_costs_no_declaration(client, tier, monkeypatch):
    def broken(**kwargs):
        raise ValidationError("x")

    monkeypatch.setattr(messages, "enqueue", broken)
    taken(send(client, tier))
    assert the_only().email == "janina@example.org"


@pytest.mark.parametrize(
    ("own", "body", "committees", "told"),
    [
        ("a@example.org", "b@example.org", "c@example.org", "a@example.org"),
        ("", "b@example.org", "c@example.org", "b@example.org"),
        ("", "", "c@example.org", "c@example.org"),
        ("", "", "", ""),
    ],
)
def test_to_whom_answers_go(client, committee, tier, offer, own, body, committees, told):
    for page, email in ((committee, committees), (tier, body)):
        page.contact_email = email
        page.save()
    offer.contact_email = own
    offer.save()
    confirmed(client, tier)
    assert mails("confirm")[0].reply_to == told
    assert [each.recipient for each in mails("office")] == ([told] if told else [])


def test_a_link_of_somebody_elses_stamp_changes_nothing(client, tier):
    """Two people on one computer: the second form has a key of its own."""
    data = filled(client, tier)
    html = client.get(address(tier)).content.decode()
    taken(send(client, tier, data))
    taken(send(client, tier, data | {"email": "inny@example.org", "stamp": aged(html, tier)}))
    assert Declaration.objects.count() == 2
