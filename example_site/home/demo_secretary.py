"""What an invented secretary kept: addresses, the attendance and the minutes of a meeting.

All of it belongs to invented people and to a meeting that is labelled as an example; the minutes
say so themselves. What somebody has changed or begun is left alone.
"""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone
from wagtail.rich_text import RichText

from rkres_wagtail.bodies.models import Membership, Person, PersonContact
from rkres_wagtail.meetings.attendance.models import AttendanceSheet, Presence
from rkres_wagtail.meetings.attendance.services import (
    Entry,
    close_sheet,
    open_sheet,
    record,
)
from rkres_wagtail.minutes.models import Minutes
from rkres_wagtail.minutes.services import approve_minutes, start_minutes
from rkres_wagtail.text import plain_slug

from .demo_meetings import latest_of
from .demo_people import DEPUTY, LABEL, PRINCIPAL

#: Who asked to be excused from the meeting that was held.
EXCUSED = "Holeksa-Maj"
GUESTS = "Halina Szczęsna, Biuro Konwentu Wójtów i Burmistrzów"

CHAIRED_BY = "Barbara Świątnicka, przewodnicząca Komitetu"
TAKEN_BY = "Alicja Brzozowska-Lis, sekretarzyni Komitetu"
OPENING = (
    "<p><i>Protokół wymyślono na potrzeby strony pokazowej.</i></p>"
    "<p>Przewodnicząca otworzyła posiedzenie o godz. 10.00 i powitała gospodarzy. Do porządku "
    "obrad nie zgłoszono uwag.</p>"
)
CLOSING = (
    "<p>Na tym posiedzenie zakończono o godz. 12.50. Termin następnego przewodnicząca poda "
    "pocztą elektroniczną.</p>"
)
#: First words of an item -> what was said.
DISCUSSION = {
    "Klauzule społeczne": "<p>Zastępca burmistrza przedstawił zamówienia trzech samorządów. "
    "W dyskusji wskazano trzy przeszkody:</p><ul><li>obawę przed odwołaniami,</li><li>brak "
    "wzorów umów,</li><li>małe zamówienia, których nie dzieli się na części.</li></ul><p>Komitet "
    "postanowił zwrócić się do samorządu województwa o przygotowanie wzorów.</p>",
    "Przegląd realizacji": "<p>Sekretarzyni omówiła stan działań. Wnioski opracuje grupa robocza "
    "i przedstawi je na następnym posiedzeniu.</p>",
    "Ocena pracy": "<p>Komitet omówił obciążenie sekretariatu w okresie konsultacji.</p>",
    "Sprawy różne": "<p>Spółdzielnia zaprosiła na dzień otwarty.</p>",
}
APPROVED_BY = "w trybie obiegowym"


@transaction.atomic
def keep_demo_records(committee) -> int:
    """Keep the records of the latest held example once; return how many were made."""
    made = _addresses(committee)
    meeting = latest_of("odbyte", committee.locale)
    if meeting is None or not meeting.is_over():
        return made
    made += _attendance(meeting)
    return made + _minutes(meeting)


def _addresses(committee) -> int:
    """Addresses at example.org, which belongs to nobody, unless anybody has one already."""
    members = Membership.objects.filter(
        body__path__startswith=committee.path, term__name__contains=LABEL
    )
    people = Person.objects.filter(memberships__in=members).distinct()
    if not people or PersonContact.objects.filter(person__in=people).exists():
        return 0
    rows = [PersonContact(person=each, email=f"{_local_part(each)}@example.org") for each in people]
    return len(PersonContact.objects.bulk_create(rows))


def _local_part(person) -> str:
    return re.sub("-+", ".", plain_slug(f"{person.first_name} {person.last_name}", "osoba"))


def _attendance(meeting) -> int:
    if AttendanceSheet.objects.of(meeting).exists():
        return 0
    made = 0
    for body in meeting.bodies.all():
        sheet = open_sheet(meeting=meeting, body=body, user=None)
        entries = [
            _entry(row.membership) for row in sheet.rows.select_related("membership__person")
        ]
        record(sheet=sheet, entries=entries, guests=GUESTS, user=None)
        close_sheet(sheet=sheet, user=None)
        made += 1
    return made


def _entry(membership) -> Entry:
    name = membership.person.last_name if membership.person else ""
    if name == EXCUSED:
        return Entry(membership.pk, Presence.EXCUSED)
    if name == PRINCIPAL:
        deputies = membership.deputies.filter(person__last_name=DEPUTY.last_name)
        if deputy := deputies.first():
            return Entry(membership.pk, Presence.SUBSTITUTE, substitute=deputy.pk)
    return Entry(membership.pk, Presence.PRESENT)


def _minutes(meeting) -> int:
    if Minutes.objects.of(meeting).exists():
        return 0
    minutes = start_minutes(meeting=meeting, user=None)
    draft = minutes.get_latest_revision_as_object()
    draft.chaired_by, draft.taken_by = CHAIRED_BY, TAKEN_BY
    draft.opening, draft.closing = OPENING, CLOSING
    for block in draft.content:
        title = block.value.get("title", "")
        said = (text for start, text in DISCUSSION.items() if title.startswith(start))
        if text := next(said, ""):
            block.value["discussion"] = RichText(text)
    revision = draft.save_revision()
    approve_minutes(minutes=minutes, approved_on=timezone.localdate(), note=APPROVED_BY, user=None)
    revision.publish()
    return 1
