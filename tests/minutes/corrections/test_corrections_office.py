"""The office's screens of members' corrections: send, record, examine, filter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.minutes.choices import CorrectionState, ReaderReply
from rkres_wagtail.minutes.corrections import replies, rules, services
from rkres_wagtail.minutes.models import MinutesApproval, MinutesCorrection, MinutesReading
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories import CommitteePageFactory
from tests.factories.corrections import DraftMinutesFactory, member, over, send
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

HOSTILE = "<script>alert(1)</script>=1+1{{ 7|add:7 }}"


def text_of(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.replace("\xa0", " ").split())


@pytest.fixture
def clerk(client, desk):
    """A client with the session of the secretariat."""
    user = create_user("sekretarz", full_name="Ewa Sekretarz")
    user.groups.add(create_roles(desk.committee)["secretariat"])
    client.force_login(user)
    client.user = user
    return client


def url(name: str, row) -> str:
    return reverse(f"rkres_minutes_{name}", args=[row.pk])


def edit_page(minutes) -> str:
    return reverse("wagtailsnippets_rkres_wagtail_minutes:edit", args=[minutes.pk])


def asked(desk, **fields) -> dict:
    """What the send screen posts."""
    return {"until": desk.later.strftime("%d.%m.%Y"), "people": [desk.anna.pk], **fields}


def correction(reading, text: str = "Literówka.", place: str = "") -> MinutesCorrection:
    reader = reading.readers.order_by("pk").first()
    return replies.reply(reader=reader, corrections=[(place, text)])[0]


# Sending --------------------------------------------------------------------------------------


def test_from_the_editor_of_the_minutes_to_the_members(clerk, desk):
    page = clerk.get(edit_page(desk.minutes)).content.decode()
    assert "Protokołu nie wysłano jeszcze członkom." in page
    assert url("send", desk.minutes) in page
    form = text_of(clerk.get(url("send", desk.minutes)))
    assert "Ćwik Anna – anna@example.org" in form
    assert "Żuraw Ewa – brak adresu e-mail" in form
    assert "1 osoba nie ma adresu e-mail" in form
    response = clerk.post(url("send", desk.minutes), asked(desk, message="Proszę."))
    assert response.status_code == 302
    reading = MinutesReading.objects.get()
    assert (reading.until, reading.message, reading.has_internal) == (desk.later, "Proszę.", False)
    assert reading.sent_by == clerk.user
    assert [each.person for each in reading.readers.all()] == [desk.anna]
    assert "Protokół wysłano do 1 osoby." in text_of(clerk.get(response["Location"]))
    page = text_of(clerk.get(edit_page(desk.minutes)))
    assert "Członkowie czytają i poprawiają do" in page
    assert "Zapytano 1 osobę: 0 nie ma uwag, 0 zgłasza poprawki, 1 jeszcze nie" in page
    assert url("send", desk.minutes) not in page


def test_who_is_ticked_and_who_cannot_be(clerk, desk):
    page = clerk.get(url("send", desk.minutes)).content.decode()
    boxes = {
        int(re.search(r'value="(\d+)"', each)[1]): each
        for each in re.findall(r"<input[^>]+name=\"people\"[^>]*>", page)
    }
    assert "checked" in boxes[desk.anna.pk] and "checked" in boxes[desk.jan.pk]
    assert "checked" not in boxes[desk.silent.pk] and "disabled" in boxes[desk.silent.pk]
    assert desk.later.strftime("%d.%m.%Y") in page


def test_the_mail_can_be_seen_first(clerk, desk):
    response = clerk.post(url("send", desk.minutes), asked(desk, message=HOSTILE, preview="1"))
    page = response.content.decode()
    assert "Protokół do poprawek: III posiedzenie" in page
    assert "tu znajdzie się odnośnik danej osoby" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert not MinutesReading.objects.exists() and not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until": ""}, "To pole jest wymagane"),
        ({"until": "31.02.2026"}, "Wpisz poprawną datę"),
        ({"until": "01.01.2020"}, "dzień, który dopiero nadejdzie"),
        ({"people": []}, "Wybierz co najmniej jedną osobę"),
        ({"people": ["999999"]}, "nie jest żadną z dostępnych"),
        ({"message": "x" * 3001}, "3000"),
    ],
)
@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_what_is_wrong_is_said_at_the_field(clerk, desk, fields, said, preview):
    response = clerk.post(url("send", desk.minutes), asked(desk, **fields, **preview))
    assert response.status_code == 200
    assert said in text_of(response)
    assert not MinutesReading.objects.exists()


def test_somebody_without_an_address_is_refused_by_the_service(clerk, desk):
    response = clerk.post(url("send", desk.minutes), asked(desk, people=[desk.silent.pk]))
    assert "Biuro nie ma adresu e-mail: Żuraw Ewa." in text_of(response)
    assert not MinutesReading.objects.exists()


def test_the_screen_says_when_nobody_can_be_reached(clerk, desk):
    desk.anna.contact.delete()
    desk.jan.contact.delete()
    assert "Nie ma do kogo wysłać" in text_of(clerk.get(url("send", desk.minutes)))


def test_two_clerks_who_send_at_once_send_once(clerk, desk):
    assert clerk.post(url("send", desk.minutes), asked(desk)).status_code == 302
    response = clerk.post(url("send", desk.minutes), asked(desk), follow=True)
    assert "Członkowie mają ten protokół do poprawek" in text_of(response)
    assert MinutesReading.objects.count() == OutgoingMessage.objects.count() == 1


# The round ------------------------------------------------------------------------------------


def test_more_time_a_reminder_and_the_end(clerk, desk, reading):
    page = clerk.get(url("corrections", desk.minutes)).content.decode()
    for verb in ("extend", "remind", "end"):
        assert url(verb, reading) in page
        assert clerk.get(url(verb, reading)).status_code == 200
    until = (desk.later + timedelta(days=3)).strftime("%d.%m.%Y")
    assert clerk.post(url("extend", reading), {"until": until, "tells": "on"}).status_code == 302
    reading.refresh_from_db()
    assert reading.until == desk.later + timedelta(days=3)
    assert "Ćwik Anna" in text_of(clerk.get(url("remind", reading)))
    said = text_of(clerk.post(url("remind", reading), follow=True))
    assert "Przypomniano 2 osobom." in said
    page = clerk.get(url("corrections", desk.minutes)).content.decode()
    assert url("remind", reading) not in page
    said = text_of(clerk.post(url("end", reading), follow=True))
    assert "Czas na poprawki zakończono." in said
    for verb in ("extend", "remind", "end"):
        response = clerk.post(url(verb, reading), {"until": until})
        assert response.status_code == 302
    assert OutgoingMessage.objects.count() == 6
    page = clerk.get(url("corrections", desk.minutes)).content.decode()
    assert url("send", desk.minutes) in page and url("extend", reading) not in page


def test_an_earlier_day_is_refused(clerk, desk, reading):
    response = clerk.post(
        url("extend", reading), {"until": desk.later.strftime("%d.%m.%Y"), "tells": "on"}
    )
    assert "Podaj dzień późniejszy niż" in text_of(response)


def test_opening_a_screen_changes_nothing(clerk, desk, reading):
    row = correction(reading)
    before = [list(model.objects.values()) for model in (MinutesReading, MinutesCorrection)]
    for verb in ("extend", "remind", "end"):
        clerk.get(url(verb, reading), {"until": "1.1.2030"})
    clerk.get(url("record", desk.minutes), {"text": "x"})
    clerk.get(url("answer", row), {"state": "taken"})
    after = [list(model.objects.values()) for model in (MinutesReading, MinutesCorrection)]
    assert after == before


# The register ---------------------------------------------------------------------------------


def test_what_came_by_telephone(clerk, desk, reading):
    reader = reading.readers.get(person=desk.anna)
    data = {"reader": reader.pk, "author": "", "place": "punkt 3", "text": "Brak nazwiska."}
    assert clerk.post(url("record", desk.minutes), data).status_code == 302
    row = MinutesCorrection.objects.get()
    assert (row.reader, row.place, row.text) == (reader, "punkt 3", "Brak nazwiska.")
    reader.refresh_from_db()
    assert reader.reply == ReaderReply.CORRECTS
    clerk.post(url("record", desk.minutes), {"author": "Gość\nz sali", "text": "Inna."})
    said = text_of(clerk.get(url("corrections", desk.minutes)))
    assert "Gość z sali" in said and "zapisana przez biuro" in said


def test_it_can_be_recorded_without_any_round(clerk, desk):
    page = text_of(clerk.get(url("record", desk.minutes)))
    assert "Od kogo" in page and "albo od kogoś innego" not in page
    clerk.post(url("record", desk.minutes), {"author": "Jan Łącki", "text": "Godzina."})
    assert MinutesCorrection.objects.get().author == "Jan Łącki"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": "x"}, "Podaj, od kogo pochodzi poprawka"),
        ({"author": "Jan"}, "To pole jest wymagane"),
        ({"author": "Jan", "text": "x" * 5001}, "5000"),
        ({"author": "Jan", "text": "x", "reader": "999"}, "nie jest żadną z dostępnych"),
    ],
)
def test_what_cannot_be_recorded(clerk, desk, reading, data, said):
    assert said in text_of(clerk.post(url("record", desk.minutes), data))
    assert not MinutesCorrection.objects.exists()


def test_a_reader_of_other_minutes_is_refused(desk, reading):
    from tests.factories import MeetingPageFactory

    other = DraftMinutesFactory(meeting=MeetingPageFactory(parent=desk.listing, past=True))
    with pytest.raises(ValidationError):
        services.record_correction(
            minutes=other, reader=reading.readers.first(), text="x", user=None
        )


def test_one_after_the_other_is_examined(clerk, desk, reading):
    reader = reading.readers.first()
    rows = replies.reply(reader=reader, corrections=[("", f"Poprawka {n}") for n in range(3)])
    said = text_of(clerk.get(url("corrections", desk.minutes)))
    assert "Rozpatrzono 0 z 3 poprawek" in said
    response = clerk.post(url("answer", rows[0]), {"state": "taken", "answer": "", "next": "1"})
    assert response["Location"] == url("answer", rows[1])
    response = clerk.post(url("answer", rows[1]), {"state": "declined", "answer": ""})
    assert "Napisz, dlaczego poprawki nie uwzględniono." in text_of(response)
    response = clerk.post(
        url("answer", rows[1]), {"state": "declined", "answer": "Na nagraniu jest inaczej."}
    )
    assert response["Location"] == url("corrections", desk.minutes)
    said = text_of(clerk.get(url("corrections", desk.minutes)))
    assert "Rozpatrzono 2 z 3 poprawek" in said and "Na nagraniu jest inaczej." in said
    assert "Ewa Sekretarz" in said or "sekretarz" in said
    assert rules.open_corrections(desk.minutes) == 1
    rows[0].refresh_from_db()
    assert rows[0].handled_by == clerk.user and rows[0].handled_at
    clerk.post(url("answer", rows[0]), {"state": "new", "answer": ""})
    rows[0].refresh_from_db()
    assert rows[0].handled_by is None and rows[0].handled_at is None
    assert rules.open_corrections(desk.minutes) == 2


def test_an_unknown_state_is_refused(clerk, reading):
    row = correction(reading)
    clerk.post(url("answer", row), {"state": "gone", "answer": "x"})
    with pytest.raises(ValidationError):
        services.answer_correction(correction=row, state="gone", answer="x", user=None)
    row.refresh_from_db()
    assert row.state == CorrectionState.NEW and not row.answer


def test_filters_and_pages(clerk, desk, reading):
    reader = reading.readers.first()
    rows = replies.reply(reader=reader, corrections=[("", f"NOWA-{n}.") for n in range(60)])
    MinutesCorrection.objects.filter(pk=rows[0].pk).update(state="taken", text="WZIĘTA.")
    page = text_of(clerk.get(url("corrections", desk.minutes)))
    assert "Wszystkie (60)" in page and "Do rozpatrzenia (59)" in page
    assert "NOWA-49." in page and "NOWA-55." not in page
    assert "NOWA-55." in text_of(clerk.get(url("corrections", desk.minutes), {"p": 2}))
    page = text_of(clerk.get(url("corrections", desk.minutes), {"state": "taken"}))
    assert "WZIĘTA." in page and "NOWA-1." not in page
    assert "Nie ma takich poprawek" in text_of(
        clerk.get(url("corrections", desk.minutes), {"state": "partly"})
    )
    for odd in ({"state": "<b>"}, {"p": "x"}, {"p": "99999"}, {"p": "-1"}):
        assert clerk.get(url("corrections", desk.minutes), odd).status_code == 200


def test_hostile_words_are_words_in_the_office_too(clerk, desk, reading):
    row = correction(reading, HOSTILE, place=HOSTILE)
    services.answer_correction(correction=row, state="partly", answer=HOSTILE, user=clerk.user)
    services.record_correction(minutes=desk.minutes, author=HOSTILE, text="x", user=None)
    desk.meeting.title = HOSTILE
    desk.meeting.save()
    for address in (
        url("corrections", desk.minutes),
        url("answer", row),
        url("record", desk.minutes),
        edit_page(desk.minutes),
    ):
        page = clerk.get(address).content.decode()
        assert "<script>alert(1)" not in page, address
        assert "=1+114" not in page, address


# When it is too late --------------------------------------------------------------------------


def test_after_the_approval_nothing_is_sent_or_recorded_but_answers_are(clerk, desk, reading):
    row = correction(reading)
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    page = clerk.get(url("corrections", desk.minutes)).content.decode()
    for verb, target in (("send", desk.minutes), ("record", desk.minutes), ("extend", reading)):
        assert url(verb, target) not in page
        assert clerk.get(url(verb, target)).status_code == 302
    with pytest.raises(ValidationError):
        services.record_correction(minutes=desk.minutes, author="x", text="y", user=None)
    answer = {"state": "declined", "answer": "Protokół przyjęto."}
    assert clerk.post(url("answer", row), answer).status_code == 302
    row.refresh_from_db()
    assert row.state == CorrectionState.DECLINED


def test_open_corrections_are_counted_over_all_rounds(desk, reading):
    correction(reading)
    over(reading)
    correction(send(desk.minutes, desk.jan), "Druga.")
    assert rules.open_corrections(desk.minutes) == services.open_corrections(desk.minutes) == 2


def test_open_corrections_warn_and_do_not_block_the_approval(clerk, desk, reading):
    row = correction(reading)
    over(reading)
    address = reverse("rkres_minutes_approve", args=[desk.minutes.pk])
    assert "1 poprawka nie jest jeszcze rozpatrzona." in text_of(clerk.get(address))
    services.answer_correction(correction=row, state="taken", user=None)
    assert "nie jest jeszcze rozpatrzon" not in text_of(clerk.get(address))
    correction(send(desk.minutes, desk.anna), "Druga.")
    day = {"note": "obiegiem", "approved_on": desk.today.strftime("%d.%m.%Y"), "meeting": ""}
    refused = clerk.post(address, day)
    assert "1 poprawka nie jest jeszcze rozpatrzona." in text_of(refused)
    assert clerk.post(address, {**day, "despite_corrections": "on"}).status_code == 302
    assert MinutesApproval.objects.filter(minutes=desk.minutes).exists()


# Who ------------------------------------------------------------------------------------------


def test_only_who_keeps_minutes_and_edits_the_page(client, desk, reading):
    row = correction(reading)
    other = CommitteePageFactory(title="Inny komitet", abbreviation="INNY")
    addresses = [
        url("send", desk.minutes),
        url("corrections", desk.minutes),
        url("record", desk.minutes),
        url("extend", reading),
        url("end", reading),
        url("remind", reading),
        url("answer", row),
    ]
    stranger = create_user("obcy")
    stranger.groups.add(create_roles(other)["secretariat"])
    editor = create_user("redaktor")
    editor.groups.add(create_roles(desk.committee)["editors"])
    keeper = create_user("bez-strony")
    keeper.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_minutes"])
    )
    for user in (stranger, editor, keeper):
        client.force_login(user)
        for address in addresses:
            for response in (client.get(address), client.post(address, {"state": "taken"})):
                assert response.status_code == 302, (user, address)
                assert response["Location"] == reverse("wagtailadmin_home")
    row.refresh_from_db()
    reading.refresh_from_db()
    assert row.state == CorrectionState.NEW and reading.ended_at is None


def test_unknown_rows_are_404(clerk):
    for verb in ("send", "corrections", "record", "extend", "end", "remind", "answer"):
        assert clerk.get(reverse(f"rkres_minutes_{verb}", args=[99999])).status_code == 404


# Queries --------------------------------------------------------------------------------------


def test_queries_of_the_screens_do_not_grow(clerk, desk, reading):
    def count(address) -> int:
        clerk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert clerk.get(address).status_code == 200
        return len(captured)

    row = correction(reading)
    pages = [url("corrections", desk.minutes), url("answer", row), url("record", desk.minutes),
             url("remind", reading), edit_page(desk.minutes)]  # fmt: skip
    few = [count(page) for page in pages]
    over(reading)
    few.append(count(url("send", desk.minutes)))
    people = [
        member(desk.committee, email=f"o{number}@example.org", last_name=f"Osoba{number}")
        for number in range(30)
    ]
    second = send(desk.minutes, *people)
    for reader in second.readers.select_related("reading__minutes"):
        replies.reply(reader=reader, corrections=[("", "Poprawka.")])
    pages[3] = url("remind", second)
    many = [count(page) for page in pages]
    over(second)
    many.append(count(url("send", desk.minutes)))
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
