"""What an invitation says of a meeting, kept with it, so that a later change is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from hashlib import blake2b

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ... import feeds
from ..choices import MeetingForm, MeetingStatus
from ..querysets import meeting_model
from ..rules import last_change, public_items, public_materials
from ..when import When
from .models import Invitation

#: What is compared; whatever else ``Invitation.told`` holds is no fact of the meeting.
KEYS = ("cancelled", "title", "when", "where", "form", "link", "agenda", "materials")


@dataclass(frozen=True)
class Difference:
    """One thing of which the invited know something else; texts where they can be shown."""

    key: str
    label: str
    before: str = ""
    after: str = ""


def told_page(meeting):
    """The page of the meeting, as it is stored now, in the language of the first invitation.

    Everybody is told of that one; its translations have another title, and no messages.
    """
    pages = meeting_model()._default_manager.select_related("locale")
    first = Invitation.objects.of(meeting).values_list("meeting_id", flat=True).first()
    page = pages.filter(pk=first).first()
    if page is None or (not page.live and page.pk != meeting.pk):
        page = pages.get(pk=meeting.pk)
    return page


def facts_of(page) -> dict:
    """The facts of the published page, without what stays in the office."""
    items = list(page.agenda_items.all())
    agenda = [
        (item.level, item.title, str(item.starts_time or ""), item.duration, item.speaker)
        for item in public_items(items)
    ]
    materials = [
        (each.title, each.kind, each.document_id, each.url)
        for each in public_materials(page.materials.all(), items)
    ]
    return {
        "cancelled": page.status == MeetingStatus.CANCELLED,
        "title": page.title,
        "when": dump_when(page.when),
        "where": "\n".join(filter(None, (page.place_name, page.place_address))),
        "form": str(page.meeting_form),
        "link": page.access_url,
        "agenda": _digest(agenda),
        "materials": _digest(materials),
    }


def is_outdated(told: dict, facts: dict) -> bool:
    """Whether somebody who was told ``told`` knows something else than ``facts``."""
    return any(told.get(key) != facts[key] for key in KEYS)


def is_other_date(told: dict, facts: dict) -> bool:
    return "when" in told and told["when"] != facts["when"]


def is_answer_to_other_date(told: dict, facts: dict) -> bool:
    """Whether an answer was given to another date: the one on its page, else the one told."""
    return is_other_date({**told, "when": told["answered"]} if "answered" in told else told, facts)


def differences(told: dict, facts: dict) -> list[Difference]:
    """What changed since ``told``, in words of the active language."""
    labels = {
        "cancelled": pgettext("of a meeting", "Cancelled")
        if facts["cancelled"]
        else _("It will take place after all"),
        "title": _("Title"),
        "when": pgettext("of a meeting", "Date"),
        "where": _("Place"),
        "form": _("Form of the meeting"),
        "link": _("Link to join online"),
        "agenda": _("Agenda"),
        "materials": _("Materials"),
    }
    found = []
    for key in KEYS:
        if key in told and told[key] != facts[key]:
            found.append(
                Difference(key, labels[key], _shown(key, told[key]), _shown(key, facts[key]))
            )
    return found


def next_sequence(meeting, facts: dict, told: Iterable[dict], *, is_new: bool = False) -> int:
    """The SEQUENCE of a message about the meeting (RFC 5545 §3.8.7.4), one for all invited.

    That of the public calendar, and one more than the highest that anybody was told, where
    that was about other facts: a new room alone makes no ``MeetingChange``. With ``is_new`` it
    is one more in any case.
    """
    change = last_change(meeting)
    public = change.sequence if change is not None else 0
    highest, is_same = -1, False
    for each in told:
        number = each.get("sequence", -1)
        if number > highest:
            highest, is_same = number, False
        if number == highest:
            is_same = is_same or not is_outdated(each, facts)
    return max(public, highest if is_same and not is_new else highest + 1)


def dump_when(when: When) -> list:
    """A date as JSON can hold it."""
    return [str(value) if value is not None else None for value in vars(when).values()]


def date_mark(page) -> str:
    """The date that somebody reads on the page of their answer, for the form to carry."""
    return " ".join(each or "-" for each in dump_when(page.when))


def load_when(told: list | None) -> When:
    """The date that somebody was told; an unknown one where nothing was kept."""
    if not told:
        return When()
    precision, first, start, last, end = told
    return When(
        precision,
        first and date.fromisoformat(first),
        start and time.fromisoformat(start),
        last and date.fromisoformat(last),
        end and time.fromisoformat(end),
    )


def _shown(key: str, value) -> str:
    if key == "when":
        return load_when(value).text()
    if key == "form":
        return str(MeetingForm(value).label)
    if key in ("where", "title"):
        return ", ".join(map(feeds.one_line, str(value).splitlines())) or _("not given")
    return ""


def _digest(value) -> str:
    return blake2b(json.dumps(value, default=str).encode(), digest_size=12).hexdigest()
