"""Meetings, and items of their agendas, at which a remark may have been raised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ...bodies.register.columns import short_date
from ...bodies.tree import committee_of
from ...consultations.models import Round
from ...meetings.querysets import meetings

#: Meetings that are offered; those of the consultation always are.
_MOST = 60
_BEFORE = timedelta(days=365)


@dataclass(frozen=True)
class Raised:
    """Where a remark was raised; both empty where it was at no meeting."""

    meeting_id: int | None = None
    agenda_item: UUID | None = None

    @classmethod
    def of(cls, submission) -> Raised:
        return cls(submission.meeting_id, submission.agenda_item)

    @property
    def value(self) -> str:
        """As a form sends it."""
        if self.meeting_id is None:
            return ""
        return f"{self.meeting_id}:{self.agenda_item}" if self.agenda_item else str(self.meeting_id)


NOWHERE = Raised()


def raised_at(value: str) -> Raised:
    """The other way round; raises for what no form sends."""
    if not value:
        return Raised()
    key, _sign, item = value.partition(":")
    try:
        return Raised(int(key), UUID(item) if item else None)
    except ValueError as error:
        raise ValidationError({"raised": _("Choose a meeting from the list.")}) from error


def choices(page, kept: Raised = NOWHERE) -> list:
    """Groups for a select: the meeting, then its agenda; ``kept`` stays in it whatever it is.

    Meetings that began, of the committee since a year before the first round, and those at which
    the consultation is discussed; three queries.
    """
    found = _meetings(page, kept)
    items = _items(found)
    groups = []
    for each in found:
        day = short_date(each.starts_on) if each.starts_on else ""
        name = Truncator(f"{each.title} ({day})" if day else each.title).chars(120)
        rows = [(str(each.pk), _("the meeting as a whole"))]
        rows += [
            (f"{each.pk}:{item.uuid}", Truncator(item.title).chars(110))
            for item in items.get(each.pk, ())
        ]
        if kept.meeting_id == each.pk and kept.value not in dict(rows):
            rows.append((kept.value, _("an item that is no longer on the agenda")))
        groups.append((name, rows))
    return [("", _("at no meeting")), *groups]


def check(page, raised: Raised, kept: Raised = NOWHERE) -> None:
    """Raise where the form would not have offered it."""
    offered = {
        value
        for _name, group in choices(page, kept)
        for value, _label in (group if isinstance(group, list) else ())
    }
    if raised.value and raised.value not in offered:
        raise ValidationError({"raised": _("Choose a meeting from the list.")})


def _meetings(page, kept: Raised) -> list:
    own = [row.meeting_id for row in page.hearings.all()] if hasattr(page, "hearings") else []
    condition = Q(pk__in=[*own, kept.meeting_id] if kept.meeting_id else own)
    committee = committee_of(page)
    if committee is not None:
        first = Round.objects.of(page).order_by("starts_at").first()
        since = (first.starts_at if first else timezone.now()) - _BEFORE
        condition |= Q(
            path__startswith=committee.path,
            locale=page.locale_id,
            starts_on__gte=since.date(),
            starts_on__lte=timezone.localdate(),
        )
    rows = meetings().filter(condition, alias_of=None)
    return list(rows.order_by("-starts_on", "-pk")[:_MOST])


def _items(found: list) -> dict[int, list]:
    if not found or not hasattr(found[0], "agenda_items"):
        return {}
    model = found[0].agenda_items.model
    rows = model.objects.filter(page__in=[each.pk for each in found]).order_by("page", "sort_order")
    items: dict[int, list] = {}
    for row in rows:
        items.setdefault(row.page_id, []).append(row)
    return items


def described(submission) -> tuple[str, str]:
    """Title of the meeting and of the item of its agenda, as they are now; empty where none."""
    if submission.meeting_id is None:
        return "", ""
    item = ""
    if submission.agenda_item:
        rows = _items(list(meetings().filter(pk=submission.meeting_id)))
        item = next(
            (
                each.title
                for each in rows.get(submission.meeting_id, ())
                if each.uuid == submission.agenda_item
            ),
            _("an item that is no longer on the agenda"),
        )
    return submission.meeting.title, item
