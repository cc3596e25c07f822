"""The page behind the secret link: what it shows, takes and refuses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from rkres_wagtail.meetings.invitations import services
from rkres_wagtail.meetings.invitations.models import Invitation
from rkres_wagtail.meetings.services import cancel_meeting
from rkres_wagtail.secret_links import make_token
from tests.factories.invitations import make_member

from .invitations import address, fresh, invite, mails, words
from .public import document

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def sitting(meeting):
    return meeting(confirmed=True, title="V posiedzenie", place_name="Sala 12")


@pytest.fixture
def member(committee):
    return make_member(committee, person__first_name="Anna", person__last_name="Łącka")


@pytest.fixture
def invitation(sitting, member):
    (found,) = invite(sitting, member)
    return found


def state(invitation) -> dict:
    return Invitation.objects.filter(pk=invitation.pk).values().get()


# Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_changes_nothing(client, invitation, method):
    before = state(invitation)
    response = getattr(client, method)(address(invitation))
    assert response.status_code == 200
    assert (
        getattr(client, method)(f"{address(invitation)}?reply=excused&zapisano=1").status_code
        == 200
    )
    assert state(invitation) == before


def test_what_it_shows(client, meeting, member):
    sitting = meeting(
        confirmed=True,
        title="V posiedzenie",
        meeting_form="hybrid",
        place_name="Sala 12",
        place_address="ul. Prosta 1",
        access_url="https://example.org/wejscie",
        agenda=[{"title": "Otwarcie"}, {"title": "Tajne kadry", "is_internal": True}],
        contact_email="biuro@example.org",
    )
    (invitation,) = invite(sitting, member)
    response = client.get(address(invitation))
    text = words(response)
    for shown in ("Anna Łącka", "V posiedzenie", "Sala 12", "ul. Prosta 1", "Otwarcie"):
        assert shown in text, shown
    html = response.content.decode()
    # Members get the link to join even where the public does not.
    assert 'href="https://example.org/wejscie"' in html
    assert "Tajne" not in html
    assert member.person.contact.email not in html
    assert f"<title>Zaproszenie: {sitting.title}" in html
    assert html.count("<h1>") == 1


def test_it_is_kept_by_nobody(client, invitation):
    response = client.get(address(invitation))
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Content-Language"] == "pl"


def test_only_the_name_of_the_title_and_no_other_person(client, sitting, member, committee):
    member.person.academic_title = "prof."
    member.person.save()
    other = make_member(committee, person__last_name="Obca")
    invitation, _other = invite(sitting, member, other)
    text = words(client.get(address(invitation)))
    assert "Obca" not in text and "prof." not in text


# Who may not --------------------------------------------------------------------------------------


def test_a_forged_link(client, invitation, sitting, committee):
    other = make_member(committee)
    (second,) = invite(sitting, other)
    own = address(invitation)
    token = make_token("invitation", invitation)
    _key, _dash, signature = token.partition("-")
    forged = [
        f"{second.pk}-{signature}",
        f"{invitation.pk}-{'A' * 43}",
        make_token("minutes", invitation),
        token[:-1],
        f"{token}x",
        "1",
        "ą",
    ]
    for each in forged:
        url = own.replace(token, each)
        assert client.get(url).status_code == 404, each
        assert client.post(url, {"reply": "coming"}).status_code == 404
    assert fresh(second).reply == fresh(invitation).reply == ""


def test_a_link_under_another_secret_key(client, invitation, settings):
    url = address(invitation)
    settings.SECRET_KEY = "another"
    assert client.get(url).status_code == 404


def test_over(client, invitation, sitting):
    type(sitting).objects.filter(pk=sitting.pk).update(
        starts_on=timezone.localdate() - timedelta(days=2)
    )
    response = client.get(address(invitation))
    assert response.status_code == 410
    assert "już się odbyło" in words(response)
    assert client.post(address(invitation), {"reply": "coming"}).status_code == 410
    assert fresh(invitation).reply == ""


def test_taken_back(client, invitation):
    services.withdraw_invitation(invitation=invitation, user=None)
    response = client.get(address(invitation))
    assert response.status_code == 410
    assert "zostało cofnięte" in words(response)
    assert "Sala 12" not in words(response)
    assert client.post(address(invitation), {"reply": "coming"}).status_code == 410
    assert fresh(invitation).reply == ""


def test_cancelled(client, invitation, sitting):
    cancel_meeting(sitting, user=None, reason="Brak kworum")
    response = client.get(address(invitation))
    assert response.status_code == 200
    text = words(response)
    assert "Brak kworum" in text and "odpowiedź nie jest już potrzebna" in text
    assert b'<form class="rkres-form' not in response.content
    assert client.post(address(invitation), {"reply": "coming"}).status_code == 410
    assert fresh(invitation).reply == ""


def test_cancelled_and_its_day_is_past(client, invitation, sitting):
    """It did not take place, whatever the calendar says."""
    type(sitting).objects.filter(pk=sitting.pk).update(
        starts_on=timezone.localdate() - timedelta(days=2), status="cancelled"
    )
    response = client.get(address(invitation))
    assert response.status_code == 410
    assert "To posiedzenie zostało odwołane" in words(response)
    assert "już się odbyło" not in words(response)


def test_it_has_begun(client, invitation, sitting):
    """What one needs there can still be read; an answer comes too late."""
    now = timezone.localtime()
    type(sitting).objects.filter(pk=sitting.pk).update(
        starts_on=now.date() - timedelta(days=1),
        starts_time="10:00",
        ends_on=now.date() + timedelta(days=1),
        ends_time="12:00",
    )
    response = client.get(address(invitation))
    assert response.status_code == 200
    assert "już się rozpoczęło" in words(response)
    assert client.post(address(invitation), {"reply": "coming"}).status_code == 410
    assert fresh(invitation).reply == ""


@pytest.mark.parametrize("how", ["draft", "private", "password", "expired"])
def test_the_page_may_be_hidden(client, invitation, sitting, how):
    if how == "draft":
        sitting.unpublish()
    elif how == "expired":
        type(sitting).objects.filter(pk=sitting.pk).update(expire_at=timezone.now())
    else:
        kind = PageViewRestriction.LOGIN if how == "private" else PageViewRestriction.PASSWORD
        PageViewRestriction.objects.create(page=sitting, restriction_type=kind, password="x")
    response = client.get(address(invitation))
    assert response.status_code == 200
    assert "Sala 12" in words(response)
    # No way to a page that the reader could not open.
    assert f'href="{sitting.full_url}"' not in response.content.decode()
    assert client.post(address(invitation), {"reply": "coming"}).status_code == 302


# Answering ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "choices"),
    [
        ("on_site", ["coming", "deputy", "excused"]),
        ("online", ["remote", "deputy", "excused"]),
        ("hybrid", ["coming", "remote", "deputy", "excused"]),
    ],
)
def test_what_one_can_answer(client, meeting, member, form, choices):
    (invitation,) = invite(meeting(confirmed=True, meeting_form=form), member)
    shown = client.get(address(invitation)).content.decode()
    for each in ("coming", "remote", "deputy", "excused"):
        assert (f'value="{each}"' in shown) == (each in choices)
        data = {"reply": each, "note": "Jan Kowalski"}
        assert client.post(address(invitation), data).status_code == (
            302 if each in choices else 422
        )


def test_an_answer_and_another(client, invitation):
    response = client.post(address(invitation), {"reply": "coming", "note": ""}, follow=True)
    assert response.redirect_chain[0][1] == 302
    text = words(response)
    assert "odpowiedź została zapisana" in text and "Obecna odpowiedź: Będę na miejscu" in text
    found = fresh(invitation)
    assert (found.reply, found.replied_by) == ("coming", None)
    assert found.replied_at is not None
    client.post(address(invitation), {"reply": "excused", "note": " Choroba \n"})
    found = fresh(invitation)
    assert (found.reply, found.reply_note) == ("excused", "Choroba")
    # The reason is not shown again: the mail may have been passed on to a deputy.
    assert "Choroba" not in words(client.get(address(invitation)))
    client.post(address(invitation), {"reply": "excused", "note": ""})
    assert fresh(invitation).reply_note == "Choroba"
    client.post(address(invitation), {"reply": "coming", "note": ""})
    assert fresh(invitation).reply_note == ""
    assert len(mails()) == 1


def test_an_answer_to_a_date_that_was_changed_meanwhile(client, invitation, sitting):
    def seen() -> str:
        html = client.get(address(invitation)).content.decode()
        return re.search(r'name="seen" value="([^"]+)"', html)[1]

    before = seen()
    type(sitting).objects.filter(pk=sitting.pk).update(
        starts_on=sitting.starts_on + timedelta(days=7)
    )
    response = client.post(address(invitation), {"reply": "coming", "seen": before})
    assert response.status_code == 422
    assert "Termin w międzyczasie zmieniono" in words(response)
    assert fresh(invitation).reply == ""
    # The form that comes with the error carries the date that stands above it.
    assert f'value="{seen()}"' in response.content.decode() and before != seen()
    client.post(address(invitation), {"reply": "coming", "seen": seen()})
    assert fresh(invitation).reply == "coming"


def test_a_deputy_is_named(client, invitation, committee, member):
    make_member(committee, deputy_for=member, person__first_name="Jan", person__last_name="Kowal")
    assert "Zastępcy: Jan Kowal." in words(client.get(address(invitation)))
    response = client.post(address(invitation), {"reply": "deputy", "note": "  "})
    assert response.status_code == 422
    assert "Podaj, kto przyjdzie w zastępstwie." in words(response)
    assert 'id="id_note_error"' in response.content.decode()
    assert fresh(invitation).reply == ""
    client.post(address(invitation), {"reply": "deputy", "note": "Jan Kowal"})
    assert fresh(invitation).reply_note == "Jan Kowal"


@pytest.mark.parametrize(
    "data", [{}, {"reply": ""}, {"reply": "maybe"}, {"reply": "coming", "note": "x" * 1001}]
)
def test_a_wrong_answer_is_explained_and_changes_nothing(client, invitation, data):
    response = client.post(address(invitation), data)
    assert response.status_code == 422
    assert "Odpowiedź nie została zapisana." in words(response)
    assert fresh(invitation).reply == ""


def test_a_hostile_note_is_text(client, invitation, admin_client):
    from django.urls import reverse

    note = '<script>alert(1)</script>=HYPERLINK("x")'
    client.post(address(invitation), {"reply": "deputy", "note": note})
    screen = admin_client.get(reverse("rkres_meeting_invitations", args=[invitation.meeting_id]))
    assert "<script>alert(1)" not in screen.content.decode()
    assert "&lt;script&gt;alert(1)" in screen.content.decode()


def test_without_a_token_of_the_form(invitation):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(invitation), {"reply": "coming"}).status_code == 403
    assert fresh(invitation).reply == ""


def test_over_https_with_what_browsers_send(invitation):
    """The referrer policy lets a browser say where a form comes from, or Django refuses it."""
    strict = Client(enforce_csrf_checks=True)
    url = address(invitation)
    shown = strict.get(url, secure=True)
    assert shown["Referrer-Policy"] == "same-origin"
    token = shown.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    data = {"reply": "coming", "csrfmiddlewaretoken": token}
    refused = strict.post(url, data, secure=True, HTTP_ORIGIN="null")
    assert refused.status_code == 403
    taken = strict.post(
        url,
        data,
        secure=True,
        HTTP_ORIGIN="https://testserver",
        HTTP_REFERER=f"https://testserver{url}",
    )
    assert taken.status_code == 302
    assert fresh(invitation).reply == "coming"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods(client, invitation, method):
    assert getattr(client, method)(address(invitation)).status_code == 405


# Files --------------------------------------------------------------------------------------------


@pytest.fixture
def papers(meeting, member):
    import uuid

    root = Collection.get_first_root_node()
    private = root.add_child(name="Tylko biuro")
    CollectionViewRestriction.objects.create(
        collection=private, restriction_type="password", password="x"
    )
    open_key, closed_key = uuid.uuid4(), uuid.uuid4()
    sitting = meeting(
        confirmed=True,
        agenda=[
            {"title": "Otwarcie", "uuid": open_key},
            {"title": "Kadry", "uuid": closed_key, "is_internal": True},
        ],
        materials=[
            {
                "document": document("Projekt", name="projekt.pdf", collection=private),
                "item_uuid": open_key,
            },
            {"document": document("Płace", name="place.pdf"), "item_uuid": closed_key},
            {"url": "https://example.org/nagranie", "title": "Nagranie"},
            {"document": document("Skrypt", name="skrypt.html")},
        ],
    )
    (found,) = invite(sitting, member)
    return found, list(fresh(sitting).materials.all())


def test_a_file_of_a_closed_collection(client, papers):
    invitation, (project, secret, link, script) = papers
    shown = client.get(address(invitation)).content.decode()
    url = f"{address(invitation)}material/{project.pk}/"
    assert f'href="{url}"' in shown and "Projekt" in shown
    assert "Płace" not in shown
    assert 'href="https://example.org/nagranie"' in shown
    response = client.get(url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"x" * 2048
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store, private"
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405
    # The mail leads there, too; without the link nobody gets the file.
    assert f"{url}" in mails()[0].text and "Płace" not in mails()[0].text
    assert client.get(project.document.url).status_code in (302, 401, 403) or (
        "hasł" in words(client.get(project.document.url))
    )


def test_a_file_that_is_not_for_the_invited(client, papers):
    invitation, (project, secret, link, script) = papers
    for pk in (secret.pk, link.pk, 10**9):
        assert client.get(f"{address(invitation)}material/{pk}/").status_code == 404
    forged = address(invitation).replace("/zaproszenie/", "/zaproszenie/1")
    assert client.get(f"{forged}material/{project.pk}/").status_code == 404


def test_a_file_that_is_gone(client, papers):
    invitation, (project, *_others) = papers
    project.document.file.storage.delete(project.document.file.name)
    assert client.get(f"{address(invitation)}material/{project.pk}/").status_code == 404


def test_nothing_in_a_file_runs(client, papers):
    invitation, (*_others, script) = papers
    response = client.get(f"{address(invitation)}material/{script.pk}/")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_no_file_after_it_was_taken_back(client, papers):
    invitation, (project, *_others) = papers
    services.withdraw_invitation(invitation=invitation, user=None)
    assert client.get(f"{address(invitation)}material/{project.pk}/").status_code == 410
