"""The parts of minutes that a meeting already tells: agenda, results, decisions, the chair.

Everything is a proposal for the draft: the office reads it, corrects it and adds the course.
Pages that the public does not see are not named. Attendance is no part of the text: its closed
sheet is shown with the minutes (``presentation/attendance.py``).
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from html import unescape

import swapper
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _

from ..bodies.choices import Role
from ..bodies.models import Membership
from ..bodies.presentation.places import public_name
from ..decisions.presentation.rows import for_rows
from ..decisions.presentation.words import named, vote
from ..decisions.querysets import public_decisions
from ..meetings.choices import ItemResult
from ..meetings.presentation.agenda import agenda_points
from ..meetings.querysets import public_meetings
from ..meetings.rules import public_items
from ..public import Gate

ITEM, TEXT = "item", "text"


def block(kind: str, **value) -> dict:
    """One block as the StreamField keeps it."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def content_of(blocks: list[dict]) -> str:
    """What a StreamField takes for its value."""
    return json.dumps(blocks)


class Assembly:
    """What the meeting ``page`` (its latest draft) gives to its minutes, in its language."""

    def __init__(self, page):
        self.page = page
        self._gate = Gate(page.get_site())
        self._gate.admit(page)
        with translation.override(page.locale.language_code):
            self._decisions = self._decided()
            self.items = self._items()
            self.other_decisions = self._other_decisions()
            self.chair = self._chair()

    def blocks(self) -> list[dict]:
        return [*self.items, *self.other_decisions]

    # Items ---------------------------------------------------------------------------------------

    def _items(self) -> list[dict]:
        rows = list(self.page.agenda_items.all())
        shown = public_items(rows)
        numbers = _numbers(agenda_points(shown, {}, gate=None, bodies={}, with_results=False))
        targets = self._targets(rows)
        return [
            block(
                ITEM,
                number=numbers.get(row.uuid, ""),
                title=row.title,
                discussion="",
                outcome=_result(row, targets) + self._decision_texts(row.uuid),
                is_internal=row not in shown,
                item_uuid=str(row.uuid),
            )
            for row in rows
        ]

    def _targets(self, rows) -> dict:
        """Public pages to which items were postponed or referred; two queries for all."""
        Page = swapper.load_model("wagtailcore", "Page")
        found = {}
        if meetings := {row.postponed_to_id for row in rows} - {None}:
            pages = public_meetings(self._gate, any_locale=True).filter(pk__in=meetings)
            found |= {page.pk: f"{page.title} ({page.when.days()})" for page in pages}
        if bodies := {row.referred_to_id for row in rows} - {None}:
            pages = self._gate.pages(Page.objects.filter(pk__in=bodies), any_locale=True)
            found |= {page.pk: page.title for page in pages}
        return found

    # Decisions -----------------------------------------------------------------------------------

    def _decided(self) -> dict:
        """Published decisions of the meeting by item; one language of each."""
        rows = public_decisions(self._gate, any_locale=True).filter(
            meeting__translation_key=self.page.translation_key
        )
        chosen: dict = {}
        for row in for_rows(rows).order_by("adopted_on", "pk"):
            if row.translation_key not in chosen or row.locale_id == self.page.locale_id:
                chosen[row.translation_key] = row
        found = defaultdict(list)
        for row in chosen.values():
            found[str(row.item_uuid or "")].append(row)
        return found

    def _decision_texts(self, key) -> str:
        return "".join(_decision(row) for row in self._decisions.get(str(key), ()))

    def _other_decisions(self) -> list[dict]:
        """Those that name no item of the agenda."""
        known = {str(row.uuid) for row in self.page.agenda_items.all()}
        texts = "".join(self._decision_texts(key) for key in self._decisions if key not in known)
        if not texts:
            return []
        heading = _("Decisions outside of the agenda's items")
        return [block(TEXT, heading=heading, text=texts, is_internal=False)]

    # People --------------------------------------------------------------------------------------

    def _chair(self) -> str:
        """Who chaired the first of the bodies that day, where that may be said."""
        day = self.page.starts_on
        for body in self.page.bodies.all() if day else ():
            rows = Membership.objects.of(body).current(day).holders().named()
            row = rows.filter(role=Role.CHAIR).with_related().first()
            if row is not None and row.person:
                role = row.role_label or row.get_role_display()
                return f"{public_name(row)}, {role}"[:255]
        return ""


def _numbers(points) -> dict:
    found = {}
    for point in points:
        found[point.uuid] = point.number
        found |= _numbers(point.points)
    return found


def _result(row, targets: dict) -> str:
    """``<p>Wynik: przyjęty. 12 głosów za.</p>``; nothing where none was recorded."""
    if not row.result:
        return ""
    target = row.postponed_to_id if row.result == ItemResult.POSTPONED else row.referred_to_id
    result = str(row.get_result_display())
    if row.result in (ItemResult.POSTPONED, ItemResult.REFERRED) and target in targets:
        result = f"{result} – {targets[target]}"
    if note := row.result_note.strip().rstrip("."):
        result = f"{result} – {note}"
    return format_html("<p>{}</p>", _("Result: %(result)s.") % {"result": result})


def _decision(row) -> str:
    link = format_html('<a linktype="page" id="{}">{}</a>', row.pk, row.title)
    name = named(row)
    head = format_html("<b>{}</b>: {}", name, link) if name else link
    votes = vote(row)
    tail = f". {_('Vote')}: {votes}." if votes else "."
    return format_html("<p>{}{}</p>", head, tail)


def is_blank(html) -> bool:
    """Whether rich text says nothing."""
    return not unescape(strip_tags(str(html or ""))).strip()
