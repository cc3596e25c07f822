"""Columns of the register of declarations in its export."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from ...consultations.course import today_of
from ...outbox.admin import moment
from ...spreadsheets import Column
from ..choices import DeclarationState, DeclarationWay


def state_label(row) -> str:
    return str(DeclarationState(row.state).label)


def days_waiting(row, now) -> int:
    """Whole days of the calendar since it could be decided on."""
    return (today_of(now) - today_of(row.confirmed_at or row.received_at)).days


def waits(days: int) -> str:
    return ngettext("waits %(count)d day", "waits %(count)d days", days) % {"count": days}


def sector_of(row) -> str:
    return str(row.sector or "")


def _text(name: str):
    return lambda row: getattr(row, name)


COLUMNS = [
    Column("number", _("number"), lambda row: row.pk, width=10),
    Column("last_name", _("last name"), _text("last_name"), width=22),
    Column("first_name", _("first name"), _text("first_name")),
    Column("email", _("e-mail"), _text("email"), width=30),
    Column("organisation", _("organisation"), _text("organisation_name"), width=36),
    Column("position", _("own post"), _text("position"), width=26),
    Column("sector", pgettext_lazy("asked of who joins", "sector"), sector_of, width=36),
    Column("target", _("body or call"), lambda row: str(row.target), width=36),
    Column("way", _("way it came in"), lambda row: str(DeclarationWay(row.way).label)),
    Column("received_at", _("received"), lambda row: moment(row.received_at)),
    Column("confirmed_at", _("confirmed"), lambda row: moment(row.confirmed_at)),
    Column("state", _("state"), state_label),
    Column("decided_at", _("decided"), lambda row: moment(row.decided_at)),
    Column("withdrawn_at", _("withdrawn"), lambda row: moment(row.withdrawn_at)),
    Column("motivation", _("why they want to take part"), _text("motivation"), width=40),
    Column("reason", _("reason"), _text("reason"), width=40),
    Column("office_note", _("note of the office"), _text("office_note"), office=True, width=40),
]
