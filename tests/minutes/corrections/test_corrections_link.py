"""The page behind a member's secret link: what it shows, takes and refuses."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from rkres_wagtail.minutes.choices import CorrectionState, ReaderReply
from rkres_wagtail.minutes.corrections import replies, rules, services
from rkres_wagtail.minutes.corrections.messages import PURPOSE, link_path
from rkres_wagtail.minutes.models import (
    Minutes,
    MinutesApproval,
    MinutesCorrection,
    MinutesReader,
)
from rkres_wagtail.secret_links import make_token
from tests.factories.corrections import over, send

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

HOSTILE = "<script>alert(1)</script>=1+1\x1b{{ 7|add:7 }}"


def text_of(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.replace("\xa0", " ").split())


def rows() -> list[tuple[str, str]]:
    return list(MinutesCorrection.objects.order_by("pk").values_list("place", "text"))


def fields_of(response) -> list[str]:
    return re.findall(r'<textarea name="([\w-]+)"', response.content.decode())


@pytest.fixture
def anna(links):
    return links["Anna"]


# Reading ------------------------------------------------------------------------------------------


def test_the_text_as_it_was_sent_part_by_part(client, desk, anna):
    desk.minutes.opening = "<p>Zmieniono później.</p>"
    desk.minutes.save_revision(clean=False)
    response = client.get(anna)
    said = text_of(response)
    assert response.status_code == 200
    for part in ("Posiedzenie otwarto o 10:00.", "1. Sprawozdanie z realizacji", "Przyjęto jedno",
                 "Wolne wnioski", "Posiedzenie zamknięto."):  # fmt: skip
        assert part in said
    assert "Zmieniono później" not in said
    assert "TAJNE-W" not in said
    assert "Anna Ćwik" in said and "Łącki" not in said
    assert len(fields_of(response)) == 5
    assert response.content.decode().count("<h1") == 1


def test_internal_parts_where_the_office_said_so(client, desk):
    reading = send(desk.minutes, desk.anna, has_internal=True)
    assert "TAJNE-W" in text_of(client.get(link_path(reading.readers.get())))


def test_it_stays_out_of_caches_and_search_engines(client, anna):
    for response in (client.get(anna), client.post(anna, {})):
        assert response["Cache-Control"] == "no-store, private"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"
        assert "Cookie" in response["Vary"]


def test_opening_the_link_changes_nothing(client, anna):
    before = list(MinutesReader.objects.order_by("pk").values())
    for _time in range(3):
        client.get(anna)
        client.head(anna)
        client.get(anna, {"agrees": "1", "general": "x", "wyslano": "1"})
    assert list(MinutesReader.objects.order_by("pk").values()) == before
    assert not MinutesCorrection.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_not_allowed(client, anna, method):
    assert getattr(client, method)(anna).status_code == 405


def test_forged_and_foreign_links_lead_nowhere(client, reading, links):
    readers = {each.person.first_name: each for each in reading.readers.all()}
    token = make_token(PURPOSE, readers["Anna"])
    number, signature = token.split("-", 1)
    wrong = [
        f"{readers['Jan'].pk}-{signature}",
        f"{number}-{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}",
        f"{number}-",
        f"0{token}",
        "1",
        make_token("invitation", readers["Anna"]),
        "9" * 30 + f"-{signature}",
    ]
    for each in wrong:
        url = reverse("rkres_wagtail:minutes_reading", args=[each])
        assert client.get(url).status_code == 404
        assert client.post(url, {"general": "x"}).status_code == 404
    MinutesReader.objects.filter(pk=readers["Anna"].pk).update(nonce="x" * 43)
    assert client.get(links["Anna"]).status_code == 404
    assert client.get(links["Jan"]).status_code == 200
    assert not MinutesCorrection.objects.exists()


def test_a_person_who_has_left_since_still_reads(client, desk, anna):
    desk.anna.memberships.all().delete()
    desk.anna.contact.delete()
    assert client.get(anna).status_code == 200
    assert client.post(anna, {"general": "Literówka."}).status_code == 302


def test_a_meeting_that_is_not_published_is_no_obstacle(client, desk, anna):
    desk.meeting.unpublish()
    assert client.get(anna).status_code == 200


# Answering ----------------------------------------------------------------------------------------


def test_several_corrections_at_once(client, anna, reading):
    response = client.post(
        anna,
        {
            "czesc-0": "Było 10:15.\r\nNie 10:00.",
            "czesc-1": "  Brak liczby głosów.  ",
            "general": "Dopisać gości.",
            "send": "1",
        },
    )
    assert response.status_code == 302
    assert rows() == [
        ("Otwarcie", "Było 10:15.\nNie 10:00."),
        ("1. Sprawozdanie z realizacji programu", "Brak liczby głosów."),
        ("", "Dopisać gości."),
    ]
    reader = reading.readers.get(person__first_name="Anna")
    assert reader.reply == ReaderReply.CORRECTS and reader.replied_at
    said = text_of(client.get(response["Location"]))
    assert "Dziękujemy. Poprawki dotarły." in said
    assert "Brak liczby głosów." in said and "do rozpatrzenia" in said
    assert "Nie mam uwag" not in said


def test_no_remarks(client, anna, reading):
    response = client.post(anna, {"agrees": "1"})
    reader = reading.readers.get(person__first_name="Anna")
    assert reader.reply == ReaderReply.AGREES
    assert "Zapisaliśmy, że nie ma uwag" in text_of(client.get(response["Location"]))
    assert "Dziękujemy" not in text_of(client.get(anna))
    # A mistake that is found later is taken all the same.
    client.post(anna, {"czesc-3": "Zamknięto o 13."})
    reader.refresh_from_db()
    assert reader.reply == ReaderReply.CORRECTS


def test_who_has_sent_corrections_does_not_take_them_back_by_no_remarks(client, anna, reading):
    client.post(anna, {"general": "Błąd."})
    client.post(anna, {"agrees": "1"})
    assert reading.readers.get(person__first_name="Anna").reply == ReaderReply.CORRECTS
    assert len(rows()) == 1


def test_the_same_form_twice_is_taken_once(client, anna):
    data = {"general": "Błąd w nazwisku.", "czesc-0": "Godzina."}
    assert client.post(anna, data).status_code == 302
    assert client.post(anna, data).status_code == 302
    assert len(rows()) == 2
    client.post(anna, {"general": "Błąd w nazwisku.", "czesc-0": "Inna godzina."})
    assert len(rows()) == 3


def test_nothing_written_and_both_at_once_are_told(client, anna):
    empty = client.post(anna, {"send": "1", "general": " \r\n "})
    assert empty.status_code == 422
    assert "Nic nie wpisano" in text_of(empty)
    both = client.post(anna, {"agrees": "1", "czesc-2": "Jednak błąd."})
    assert both.status_code == 422
    assert "Wybrano „nie mam uwag”" in text_of(both)
    assert "Jednak błąd." in both.content.decode()
    assert not rows()
    assert not MinutesReader.objects.exclude(reply="").exists()


def test_too_long_a_correction_stays_in_the_form(client, anna):
    response = client.post(anna, {"czesc-1": "x" * 5001, "general": "Dobra."})
    assert response.status_code == 422
    page = response.content.decode()
    assert "x" * 5001 in page and "Dobra." in page
    assert 'aria-invalid="true"' in page and 'href="#id_czesc-1"' in page
    assert page.count(" open>") == 1
    assert not rows()
    assert client.post(anna, {"czesc-1": "x\r\n" * 1700}).status_code == 302


def test_no_end_of_corrections_is_refused(client, anna, reading):
    reader = reading.readers.get(person__first_name="Anna")
    texts = [("", f"Poprawka {number}") for number in range(rules.MAX_CORRECTIONS)]
    replies.reply(reader=reader, corrections=texts)
    response = client.post(anna, {"general": "O jedną za dużo."})
    assert response.status_code == 422
    assert "napisać do biura" in text_of(response)
    assert len(rows()) == rules.MAX_CORRECTIONS


def test_fields_of_no_part_are_not_read(client, anna):
    assert client.post(anna, {"czesc-99": "x", "reader": "2", "state": "taken"}).status_code == 422
    client.post(anna, {"general": "x", "state": "taken", "answer": "y", "place": "z"})
    row = MinutesCorrection.objects.get()
    assert (row.state, row.answer, row.place) == (CorrectionState.NEW, "", "")


def test_hostile_words_are_shown_as_words(client, desk, anna):
    desk.meeting.title = HOSTILE
    desk.meeting.save()
    client.post(anna, {"general": HOSTILE.replace("\x1b", "")})
    page = client.get(anna).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_null_byte_is_an_error_at_the_field(client, anna):
    assert client.post(anna, {"general": "a\x00b"}).status_code == 422
    assert not rows()


def test_without_the_cookie_of_the_form_nothing_is_taken(anna):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(anna, {"general": "x"}).status_code == 403
    assert not rows()


# Nobody else's ------------------------------------------------------------------------------------


def test_nothing_of_other_members(client, links, reading):
    client.post(links["Jan"], {"general": "POPRAWKA-JANA"})
    row = MinutesCorrection.objects.get()
    services.answer_correction(
        correction=row, state=CorrectionState.DECLINED, answer="ODPOWIEDŹ-JANOWI", user=None
    )
    said = text_of(client.get(links["Anna"]))
    assert "POPRAWKA-JANA" not in said and "ODPOWIEDŹ-JANOWI" not in said
    assert "Łącki" not in said and "jan@example.org" not in said
    said = text_of(client.get(links["Jan"]))
    assert "POPRAWKA-JANA" in said and "ODPOWIEDŹ-JANOWI" in said and "nieuwzględniona" in said


def test_what_the_office_wrote_down_for_a_member_is_theirs(client, desk, links, reading):
    reader = reading.readers.get(person=desk.anna)
    services.record_correction(minutes=desk.minutes, reader=reader, text="PRZEZ-TELEFON", user=None)
    services.record_correction(minutes=desk.minutes, author="Gość", text="OD-GOŚCIA", user=None)
    assert "PRZEZ-TELEFON" in text_of(client.get(links["Anna"]))
    assert "OD-GOŚCIA" not in text_of(client.get(links["Anna"]))
    assert "PRZEZ-TELEFON" not in text_of(client.get(links["Jan"]))


def test_answers_of_an_earlier_round_are_shown_in_the_next(client, desk, links, reading):
    client.post(links["Anna"], {"general": "Z-PIERWSZEJ"})
    services.end_reading(reading=reading, user=None)
    second = send(desk.minutes, desk.anna)
    assert "Z-PIERWSZEJ" in text_of(client.get(link_path(second.readers.get())))
    assert "nowszy tekst" in text_of(client.get(links["Anna"]))


# After the end ------------------------------------------------------------------------------------


def test_after_the_end_it_can_be_read_and_nothing_is_taken(client, anna, reading):
    client.post(anna, {"general": "W czasie."})
    over(reading)
    response = client.get(anna)
    assert response.status_code == 200
    said = text_of(response)
    assert "czas na poprawki minął" in said
    assert "Posiedzenie otwarto" in said and "W czasie." in said
    assert fields_of(response) == []
    assert "biuro@example.org" in response.content.decode().replace("<wbr>", "")
    late = client.post(anna, {"czesc-1": "ZA-PÓŹNO", "general": "I-TO"})
    assert late.status_code == 410
    assert "ZA-PÓŹNO" in text_of(late) and "I-TO" in text_of(late)
    assert "tych poprawek nie przyjęto" in text_of(late)
    assert len(rows()) == 1


def test_the_end_between_reading_and_sending(client, anna, reading, monkeypatch):
    """The form was still good when it was checked."""

    def too_late(**kwargs):
        raise replies.RoundOver

    monkeypatch.setattr(replies, "reply", too_late)
    response = client.post(anna, {"general": "O-SEKUNDĘ"})
    assert response.status_code == 410
    assert "O-SEKUNDĘ" in text_of(response) and fields_of(response) == []


def test_the_service_itself_refuses_after_the_end(reading):
    reader = reading.readers.first()
    over(reading)
    with pytest.raises(replies.RoundOver):
        replies.reply(reader=reader, corrections=[("", "x")])
    assert not rows()


def test_approved_minutes_show_no_draft(client, desk, anna):
    client.post(anna, {"general": "MOJA-POPRAWKA"})
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    response = client.get(anna)
    assert response.status_code == 410
    said = text_of(response)
    assert "protokół zatwierdzony" in said and "MOJA-POPRAWKA" in said
    assert "Posiedzenie otwarto" not in said and "opublikowany protokół" not in said
    assert client.post(anna, {"czesc-0": "x"}).status_code == 410
    assert len(rows()) == 1


def test_published_minutes_are_pointed_at(client, desk, anna):
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    Minutes.objects.filter(pk=desk.minutes.pk).update(live=True)
    address = f'href="{desk.meeting.url}protokol/"'
    assert address in client.get(anna).content.decode()
    desk.meeting.unpublish()
    assert address not in client.get(anna).content.decode()


# Queries ------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_text_or_the_corrections(client, desk, anna, reading):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(path) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    reader = reading.readers.get(person=desk.anna)
    replies.reply(reader=reader, corrections=[("", "jedna")])
    few = count(anna)
    services.end_reading(reading=reading, user=None)
    desk.minutes.content = [
        ("text", {"heading": f"Część {n}", "text": f"<p>Treść {n}</p>"}) for n in range(80)
    ]
    desk.minutes.save_revision(clean=False)
    desk.minutes.refresh_from_db()
    second = send(desk.minutes, desk.anna, desk.jan)
    reader = second.readers.get(person=desk.anna)
    replies.reply(reader=reader, corrections=[("", f"poprawka {n}") for n in range(90)])
    assert count(link_path(reader)) <= few
