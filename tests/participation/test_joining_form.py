"""The form: what is asked, what is wrong, files, machines, consent, and when it is not open."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from freezegun import freeze_time

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import Declaration, DeclarationFile
from rkres_wagtail.remarks.choices import Asked
from tests.factories import CallPageFactory, CommitteePageFactory, SectorFactory
from tests.factories.participation import ConsentTextFactory, JoiningOfferFactory
from tests.meetings.public import text_of

from .joining import (
    PDF,
    TYPED,
    address,
    aged,
    confirmed,
    filled,
    hidden,
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
    yield JoiningOfferFactory(target=tier, online=True)
    cache.clear()


@pytest.fixture
def call(committee):
    page = CallPageFactory(parent=committee)
    JoiningOfferFactory(target=page, online=True)
    return page


def refused(response, status: int = 422, *, words=("Janina", "Spółdzielnia Socjalna Wzór")) -> str:
    """Nothing was stored, and all the words are on the screen; the HTML."""
    assert response.status_code == status
    html = response.content.decode()
    assert all(word in html for word in words)
    assert not Declaration.objects.exists() and not OutgoingMessage.objects.exists()
    return html


def asks(offer, **fields) -> None:
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.save()


# What is taken -----------------------------------------------------------------------------------


def test_what_was_typed_is_stored_and_nothing_else(client, tier, offer):
    taken(send(client, tier))
    row = the_only()
    for name, value in TYPED.items():
        assert getattr(row, name) == value
    assert row.target_id == tier.pk and row.consent == offer.consents.get()
    assert row.confirmed_at is None and row.language == "pl"
    stored = " ".join(str(value) for value in vars(row).values())
    assert "127.0.0.1" not in stored
    sent = client.get(f"{address(tier)}?wyslano=1").content.decode()
    assert 'id="rkres-wyslano"' in sent and "janina" not in sent and "<form" not in _main(sent)


def _main(html: str) -> str:
    return html[html.index('<article class="rkres-remark"') : html.index("</article>")]


def test_a_call_takes_declarations_at_its_own_address(client, call):
    assert address(call).endswith("/zgloszenie/")
    row = confirmed(client, call)
    assert row.target_id == call.pk


@pytest.mark.parametrize("name", ["organisation", "sector", "position", "motivation", "attachment"])
@pytest.mark.parametrize("asked", list(Asked))
def test_fields_are_those_that_the_offer_asks_for(client, tier, committee, offer, name, asked):
    SectorFactory(committee=committee)
    asks(offer, **{name: asked})
    field = "organisation_name" if name == "organisation" else name
    html = client.get(address(tier)).content.decode()
    assert (f'id="id_{field}"' in html) is (asked != Asked.NO)
    response = send(client, tier, **{field: ""})
    if asked == Asked.REQUIRED:
        html = refused(response, words=["Janina"])
        assert f'href="#id_{field}"' in html and f'id="id_{field}_error"' in html
    else:
        taken(response)


def test_what_is_not_asked_for_is_not_stored(client, tier, committee, offer):
    sector = SectorFactory(committee=committee)
    asks(offer, organisation=Asked.NO, motivation=Asked.NO)
    taken(send(client, tier, sector=sector.pk, position="Prezeska", attachment=_upload()))
    row = the_only()
    assert (row.organisation_name, row.motivation, row.position, row.sector) == ("", "", "", None)
    assert not DeclarationFile.objects.exists()


def test_a_sector_of_another_committee_is_no_choice(client, tier, committee, offer, site_root):
    asks(offer, sector=Asked.OPTIONAL)
    own = SectorFactory(committee=committee)
    other = SectorFactory(
        committee=CommitteePageFactory(parent=site_root, slug="inny"), name="Obcy sektor"
    )
    html = refused(send(client, tier, sector=other.pk))
    assert "Obcy sektor" not in html and 'href="#id_sector"' in html
    taken(send(client, tier, sector=own.pk))
    assert the_only().sector == own


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first_name": ""}, "first_name"),
        ({"first_name": "🙂🙂"}, "first_name"),
        ({"last_name": " \u202e\u2066 "}, "last_name"),
        ({"last_name": "x" * 101}, "last_name"),
        ({"email": ""}, "email"),
        ({"email": "janina"}, "email"),
        ({"email": "janina@example.org\nBcc: x@example.org"}, "email"),
        ({"email": f"{'j' * 250}@example.org"}, "email"),
        ({"motivation": "ż" * 5_001}, "motivation"),
        ({"agreed": None}, "agreed"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_on_top(client, tier, fields, name):
    html = refused(send(client, tier, **fields), words=["Spółdzielnia Socjalna Wzór"])
    assert f'href="#id_{name}"' in html and f'id="id_{name}_error"' in html
    assert f'aria-describedby="id_{name}' in html.replace("_hint id_", "_hint_")
    assert html.index('id="rkres-problems"') < html.index('<form class="rkres-remark-form"')


def test_a_form_posted_empty(client, tier):
    assert client.post(address(tier), {}).status_code in (409, 422)
    assert not Declaration.objects.exists()


NASTY = '<script>alert(1)</script>" onfocus="x =HYPERLINK("http://evil.example")'


def test_script_and_formula_are_words(client, tier):
    fields = {"organisation_name": NASTY, "motivation": NASTY, "last_name": NASTY[:90]}
    html = refused(send(client, tier, email="x", **fields), words=["Janina"])
    assert "<script>alert" not in html and '" onfocus=' not in html
    row = confirmed(client, tier, **fields)
    assert row.motivation == NASTY
    assert all(NASTY[:30] not in f"{each.text}{each.html}{each.subject}" for each in mails())


def test_control_characters_never_reach_the_database(client, tier):
    nul = chr(0)
    taken(
        send(
            client,
            tier,
            first_name=f"Jan{nul}\u202e\nCc: x@example.org",
            motivation=f"A{nul}b\x07c\r\nd",
        )
    )
    row = the_only()
    assert row.first_name == "Jan Cc: x@example.org" and row.motivation == "Abc\nd"


def test_words_in_another_encoding_break_nothing(client, tier):
    data = filled(client, tier)
    body = "&".join(f"{k}={v}" for k, v in data.items() if k not in ("motivation", "stamp"))
    raw = body.encode("cp1250") + b"&motivation=\xff\xfe\x9c&stamp=" + data["stamp"].encode()
    response = client.post(address(tier), raw, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (302, 422)


def test_ten_megabytes_of_text(client, tier):
    response = send(client, tier, motivation="ż" * 5_000_000)
    assert response.status_code in (400, 413, 422)
    assert not Declaration.objects.exists()


def test_every_name_has_letters_of_some_alphabet(client, tier):
    taken(send(client, tier, first_name="אורי", last_name="李"))


# Files -------------------------------------------------------------------------------------------


def _upload(name="rekomendacja.pdf", content: bytes = PDF):
    return SimpleUploadedFile(name, content)


def _zip(**members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(
                name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content
            )
    return buffer.getvalue()


DOCX = {"word__document_xml": "<w/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("A.PDF", PDF),
        ("a.docx", _zip(**DOCX)),
        ("a.odt", _zip(**ODT)),
        ("a.jpg", b"\xff\xd8\xff\xe0xxxx"),
        ("a.png", b"\x89PNG\r\n\x1a\nxxxx"),
    ],
)
def test_files_that_are_taken(client, tier, offer, name, content):
    asks(offer, attachment=Asked.REQUIRED)
    taken(send(client, tier, attachment=_upload(name, content)))
    row = DeclarationFile.objects.get()
    assert (row.name, row.size) == (name, len(content))
    assert bytes(row.content) == content and row.sha256 == sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"<html>"),
        ("a.exe", b"MZ" + PDF),
        ("a.pdf", b"MZ%PDF-1.4"),
        ("a.svg", b"<svg/>"),
        ("a", PDF),
        ("a.docx", PDF),
        ("a.docx", _zip(x="y")),
        ("a.docx", _zip(**DOCX, word__vbaProject_bin="x")),
        ("a.odt", _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("a.odt", b"PK\x03\x04broken"),
        ("a.jpg", b"GIF89a"),
        ("a.png", b"<svg/>"),
        ("faktura\u202efdp.exe", b"MZ"),
    ],
)
def test_files_that_are_not(client, tier, offer, name, content):
    asks(offer, attachment=Asked.OPTIONAL)
    html = refused(send(client, tier, attachment=_upload(name, content)))
    assert 'href="#id_attachment"' in html


def test_a_file_that_is_too_large(client, tier, offer, settings):
    settings.RKRES_WAGTAIL_DECLARATION_MAX_FILE_BYTES = 100
    asks(offer, attachment=Asked.OPTIONAL)
    html = refused(send(client, tier, attachment=_upload(content=PDF + b"x" * 100)))
    assert 'href="#id_attachment"' in html


def test_a_form_that_comes_back_says_that_the_file_must_be_chosen_again(client, tier, offer):
    asks(offer, attachment=Asked.OPTIONAL)
    again = said("Choose the file again: your browser forgot it.")
    html = refused(send(client, tier, email="", attachment=_upload()))
    assert again in html and 'href="#id_attachment"' in html
    html = refused(send(client, tier, homepage="spam", attachment=_upload()))
    assert again in html
    assert again not in refused(send(client, tier, email=""))


# Machines ----------------------------------------------------------------------------------------


def test_the_decoy_is_hidden_from_everybody_and_catches_machines(client, tier):
    html = client.get(address(tier)).content.decode()
    decoy = html[html.index('<div class="rkres-decoy"') :][:500]
    for told in ('aria-hidden="true"', 'tabindex="-1"', 'autocomplete="off"'):
        assert told in decoy
    html = refused(send(client, tier, homepage="https://spam.example"))
    assert "spam.example" not in html
    taken(send(client, tier, filled(client, tier) | {"stamp": aged(html, tier)}))


def test_too_fast_too_late_and_a_stamp_that_is_not_ours(client, tier, call):
    data = filled(client, tier)
    html = client.get(address(tier)).content.decode()
    refused(send(client, tier, data | {"stamp": hidden(html, "stamp")[0]}))
    refused(send(client, tier, data | {"stamp": aged(html, tier, hours=25)}))
    refused(send(client, tier, data | {"stamp": data["stamp"][:-1] + "-"}))
    refused(send(client, tier, data | {"stamp": filled(client, call)["stamp"]}))
    taken(send(client, tier, data))


def test_too_many_sendings_from_one_address(client, tier, settings):
    settings.RKRES_WAGTAIL_REMARK_RATE = 2
    with freeze_time("2026-11-30 10:45:00") as clock:
        for number in range(2):
            taken(send(client, tier, email=f"osoba{number}@example.org"))
        third = filled(client, tier, email="trzecia@example.org")
        response = send(client, tier, third)
        assert response.status_code == 429 and response["Retry-After"] == "900"
        assert "trzecia@example.org" in response.content.decode()
        assert Declaration.objects.count() == 2
        other = Client(REMOTE_ADDR="198.51.100.7")
        taken(send(other, tier, filled(other, tier, email="inna@example.org")))
        clock.tick(timedelta(minutes=15))
        taken(send(client, tier, third))


def test_a_form_without_its_csrf_token_is_refused(tier):
    assert send(Client(enforce_csrf_checks=True), tier).status_code == 403
    assert not Declaration.objects.exists()


# Consent -----------------------------------------------------------------------------------------


def test_the_clause_stands_where_data_are_given(client, tier):
    html = client.get(address(tier)).content.decode()
    form = html[html.index('<form class="rkres-remark-form"') :]
    form = text_of(form[: form.index("</form>")]) + form
    assert "Administratorem danych jest" in form and "Chcę brać udział" in form
    assert form.index("Administratorem") < form.index('name="agreed"')
    assert "checked" not in form


def test_a_consent_that_changed_meanwhile_is_asked_for_again(client, tier, offer):
    data = filled(client, tier)
    ConsentTextFactory(offer=offer, statement="Nowe oświadczenie.", clause="<p>Nowa klauzula.</p>")
    html = refused(send(client, tier, data), 409)
    assert "Nowe oświadczenie." in html and "Nowa klauzula." in html
    assert "Chcę brać udział" not in html
    tick = html[html.index('name="agreed"') - 80 :][:200]
    assert "checked" not in tick, "nobody has agreed to this one yet"
    newest = hidden(html, "consent")[0]
    taken(send(client, tier, data | {"consent": newest, "stamp": aged(html, tier, minutes=2)}))
    assert the_only().consent.number == 2


@pytest.mark.parametrize("consent", ["", "0", "x", "99999999999999999999"])
def test_a_consent_that_is_none(client, tier, consent):
    refused(send(client, tier, consent=consent), 409)


def test_the_consent_of_another_offer(client, tier, call):
    refused(send(client, tier, consent=filled(client, call)["consent"]), 409)


# When it is not open -----------------------------------------------------------------------------


def test_switched_off_while_the_form_is_half_filled(client, tier, offer):
    data = filled(client, tier)
    asks(offer, is_online=False)
    refused(send(client, tier, data), 410)
    assert client.post(address(tier), {"stamp": "x"}).status_code == 405


@pytest.mark.parametrize("trait", ["announced", "closed", "settled"])
def test_a_call_that_is_not_open(client, committee, trait):
    page = CallPageFactory(parent=committee, **{trait: True})
    JoiningOfferFactory(target=page, online=True)
    response = client.get(address(page))
    html = response.content.decode()
    assert response.status_code == 200 and 'name="email"' not in html
    assert ("rkres-empty" in html) is (trait == "announced")
    assert ('id="rkres-over"' in html) is (trait != "announced")
    assert client.post(address(page), TYPED).status_code == 410
    assert not Declaration.objects.exists()


def test_late_by_one_second(client, call):
    data = filled(client, call)
    end = call.closes_at
    with freeze_time(end + timedelta(seconds=1)):
        html = refused(send(client, call, data), 410)
        assert 'id="rkres-over"' in html
    with freeze_time(end - timedelta(seconds=1)):
        html = client.get(address(call)).content.decode()
        taken(send(client, call, data | {"stamp": aged(html, call)}))


def test_no_cache_keeps_the_form(client, tier, call):
    for response in (client.get(address(tier)), send(client, tier), client.get(address(call))):
        assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(client, tier, method):
    assert getattr(client, method)(address(tier)).status_code == 405


def test_a_get_changes_nothing(client, tier):
    data = filled(client, tier)
    client.get(address(tier), data)
    assert not Declaration.objects.exists()
