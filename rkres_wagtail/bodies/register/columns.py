"""Columns of the register of members: one list for the export, the template and the import."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...spreadsheets import Column
from ...typography import NBSP
from ..querysets import today


def yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


def state_of(membership) -> str:
    """ "current", "past" or "future" today, as a word."""
    day = today()
    if membership.is_current(day):
        return _("current")
    return _("past") if membership.ends and membership.ends < day else _("future")


def short_date(day: date) -> str:
    """A day in a narrow column, without a place to break: 30.05.2023."""
    return date_format(day, "d.m.Y")


def period_of(membership) -> str:
    """First and last day, by the row's own dates or those of its term."""
    starts, ends = membership.starts, membership.ends
    if starts and ends:
        return f"{short_date(starts)}{NBSP}– {short_date(ends)}"
    if starts:
        return _("from %(date)s") % {"date": short_date(starts)}
    return _("until %(date)s") % {"date": short_date(ends)} if ends else ""


def _of_person(name: str):
    return lambda row: getattr(row.person, name) if row.person else ""


def _text(name: str):
    return lambda row: str(getattr(row, name) or "")


MEMBERSHIP_COLUMNS = [
    Column(
        "person_id",
        gettext_lazy("person no."),
        lambda row: row.person_id,
        width=10,
        help_text=gettext_lazy(
            "Only where two people have the same name: the number that the register gives the "
            "right one. Otherwise leave it empty."
        ),
    ),
    Column(
        "academic_title",
        gettext_lazy("academic title"),
        _of_person("academic_title"),
        width=14,
        help_text=gettext_lazy("E.g. dr, dr hab., prof."),
    ),
    Column(
        "first_name",
        gettext_lazy("first name"),
        _of_person("first_name"),
        help_text=gettext_lazy("Leave it empty when the institution itself is the member."),
    ),
    Column(
        "last_name",
        gettext_lazy("last name"),
        _of_person("last_name"),
        width=22,
        help_text=gettext_lazy("Leave it empty when the institution itself is the member."),
    ),
    Column(
        "position",
        gettext_lazy("own post"),
        _text("position"),
        width=26,
        help_text=gettext_lazy("The person's post in their own organisation."),
    ),
    Column(
        "organisation",
        gettext_lazy("own organisation"),
        _text("organisation"),
        width=36,
        help_text=gettext_lazy("Its full name. One that is not in the register yet is added."),
    ),
    Column(
        "represents",
        gettext_lazy("represents"),
        _text("represents"),
        width=36,
        help_text=gettext_lazy("Who delegated the person, when it is not their own organisation."),
    ),
    Column(
        "sector",
        gettext_lazy("sector"),
        lambda row: str(row.effective_sector or ""),
        width=36,
        help_text=gettext_lazy("As in the list of the committee's sectors."),
    ),
    Column(
        "seat",
        gettext_lazy("seat"),
        _text("seat"),
        width=24,
        help_text=gettext_lazy("The name of the seat, where the body has seats."),
    ),
    Column(
        "role",
        gettext_lazy("role"),
        lambda row: str(row.get_role_display()),
        width=24,
        help_text=gettext_lazy("Left empty: member."),
    ),
    Column(
        "role_label",
        gettext_lazy("role as shown"),
        _text("role_label"),
        width=24,
        help_text=gettext_lazy("Only for a wording of its own."),
    ),
    Column(
        "term",
        gettext_lazy("term"),
        _text("term"),
        width=24,
        help_text=gettext_lazy("As in the list of the committee's terms."),
    ),
    Column(
        "starts_on",
        gettext_lazy("from"),
        lambda row: row.starts_on,
        width=12,
        help_text=gettext_lazy("The first day, as 30.05.2023. Left empty: as the term."),
    ),
    Column(
        "ends_on",
        gettext_lazy("to"),
        lambda row: row.ends_on,
        width=12,
        help_text=gettext_lazy("The last day, as 30.05.2026. Left empty: as the term."),
    ),
    Column(
        "deputy_for",
        gettext_lazy("deputy of"),
        lambda row: row.deputy_for.holder_name if row.deputy_for else "",
        width=24,
        help_text=gettext_lazy(
            "For a deputy: last and first name of the member they stand in for."
        ),
    ),
    Column(
        "is_public",
        gettext_lazy("shown to the public"),
        lambda row: yes_no(row.is_public),
        width=12,
        help_text=gettext_lazy("“yes” or “no”. Left empty: as chosen when the list is sent."),
    ),
    Column(
        "end_reason",
        gettext_lazy("reason of end"),
        lambda row: str(row.get_end_reason_display()),
        office=True,
        help_text=gettext_lazy("For the office only, never shown to the public."),
    ),
    Column(
        "office_note",
        gettext_lazy("office note"),
        _text("office_note"),
        office=True,
        width=30,
        help_text=gettext_lazy("For the office only, never shown to the public."),
    ),
    Column("body", gettext_lazy("body"), lambda row: str(row.body), width=36, importable=False),
    Column("state", gettext_lazy("state"), state_of, width=12, importable=False),
]

IMPORT_COLUMNS = [column for column in MEMBERSHIP_COLUMNS if column.importable]
