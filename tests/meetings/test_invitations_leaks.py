"""Answers, notes and addresses reach no public output; hostile texts harm no mail and no screen."""

from __future__ import annotations

import email
import email.policy

import pytest
from django.urls import reverse
from icalendar import Calendar

from rkres_wagtail.meetings.invitations import services
from rkres_wagtail.meetings.services import cancel_meeting
from rkres_wagtail.outbox import sending
from tests.factories.invitations import make_member
from tests.support.database import committed

from .invitations import address, event, invite, mails

pytestmark = [committed, pytest.mark.swapped]

NOTE = "Tajny powód choroby"
ADDRESS = "tajny.adres@example.org"


@pytest.fixture
def sitting(meeting):
    return meeting(confirmed=True, title="V posiedzenie")


def public_addresses(page, listing, committee, person) -> list[str]:
    found = [
        page.get_url(),
        listing.get_url(),
        committee.get_url(),
        *(f"{committee.get_url()}{part}" for part in ("sklad/", "osoby/", "historia-zmian/")),
        f"{committee.get_url()}osoby/{person.slug}/",
        f"{committee.get_url()}szukaj/?q=powód",
        reverse("rkres_wagtail:calendar", args=[committee.pk]),
        reverse("rkres_wagtail:news", args=[committee.pk]),
        reverse("rkres_wagtail:meeting_ics", args=[page.pk]),
        "/sitemap.xml",
    ]
    for prefix in ("/api/v2/", "/api/v3-preview/"):
        found += [
            f"{prefix}pages/?fields=*",
            f"{prefix}pages/{page.pk}/?fields=*",
            f"{prefix}pages/{page.pk}/",
            f"{prefix}people/?fields=*",
            f"{prefix}people/{person.pk}/?fields=*",
            f"{prefix}memberships/?fields=*",
            f"{prefix}invitations/",
        ]
    return found


def test_no_public_output_says_who_was_invited_and_what_they_answered(
    client, sitting, listing, committee
):
    member = make_member(
        committee,
        email=ADDRESS,
        person__has_public_profile=True,
        person__consented_on="2023-06-01",
    )
    (invitation,) = invite(sitting, member, message="Tajny akapit biura")
    services.record_reply(invitation=invitation, reply="excused", note=NOTE, user=None)
    token = address(invitation).rstrip("/").rsplit("/", 1)[1]
    served = 0
    for url in public_addresses(sitting, listing, committee, member.person):
        response = client.get(url)
        served += response.status_code == 200
        text = (
            b"".join(response.streaming_content) if response.streaming else response.content
        ).decode()
        for secret in (NOTE, ADDRESS, token, "Tajny akapit", "excused", "zaproszenie/"):
            assert secret not in text, url
    assert served >= 8


def test_the_history_of_a_page_names_nobody(client, admin_client, sitting, committee):
    member = make_member(committee, email=ADDRESS, person__last_name="Nienazwana")
    (invitation,) = invite(sitting, member)
    services.record_reply(invitation=invitation, reply="excused", note=NOTE, user=None)
    services.withdraw_invitation(invitation=invitation, user=None)
    html = admin_client.get(
        reverse("wagtailadmin_pages:history", args=[sitting.pk])
    ).content.decode()
    assert "Zaproszono 1 osobę" in html and "Cofnij zaproszenie" in html
    for secret in ("Nienazwana", ADDRESS, NOTE):
        assert secret not in html


HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>\r\nBcc: obcy@example.org\u2028{{ 7|add:7 }}%s'


def test_hostile_texts_are_texts_in_the_mail(meeting, committee):
    """Formula, script, line breaks and template code in every field that reaches a mail."""
    hostile = HOSTILE.replace("\r\n", " ").replace("\u2028", " ")
    member = make_member(
        committee, person__first_name=hostile, person__last_name="X\r\nBcc: obcy@example.org"
    )
    page = meeting(
        confirmed=True,
        title=HOSTILE,
        place_name=HOSTILE,
        place_address=HOSTILE,
        lead=HOSTILE,
        contact_unit=HOSTILE,
        contact_person=HOSTILE,
        contact_phone="</a>1",
        outside_bodies=[("body", {"name": HOSTILE, "url": ""})],
        agenda=[{"title": HOSTILE, "speaker": HOSTILE, "affiliation": HOSTILE}],
        materials=[{"title": HOSTILE, "url": 'https://example.org/"><script>x'}],
    )
    (invitation,) = invite(page, member, message=HOSTILE)
    type(mails()[0]).objects.update(status="sent")
    services.record_reply(invitation=invitation, reply="coming", note=HOSTILE, user=None)
    cancel_meeting(page, user=None, reason=HOSTILE)
    assert len(mails()) == 2
    for message in mails():
        assert "<script>" not in message.html
        assert "{{ 7|add:7 }}" in message.html and "{{ 7|add:7 }}" in message.text
        raw = sending.build(message).message().as_bytes()
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert mail["Bcc"] is None and mail["Cc"] is None
        assert [each.addr_spec for each in mail["To"].addresses] == [message.recipient]
        assert "\n" not in message.subject and "\r" not in message.subject
        found, calendar = event(message)
        assert len(calendar.walk("VEVENT")) == 1
        content = message.attachments[0]["content"]
        assert not [line for line in content.split("\r\n") if line.startswith("Bcc")]
        assert len(found["attendee"].split(",")) == 1
        Calendar.from_ical(content)


def test_hostile_texts_are_texts_on_the_reply_page(client, meeting, committee):
    member = make_member(committee, person__first_name="<script>alert(1)</script>")
    page = meeting(
        confirmed=True,
        title="<script>alert(1)</script>",
        place_name="<script>alert(1)</script>",
        agenda=[{"title": "<script>alert(1)</script>"}],
    )
    (invitation,) = invite(page, member)
    html = client.get(address(invitation)).content.decode()
    assert "<script>alert(1)" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 4
