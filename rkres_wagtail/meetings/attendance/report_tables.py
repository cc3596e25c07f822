"""The tables of the report, as files: no cell of them is a formula."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...spreadsheets import Column, table_response
from .tally import Tally


def percent_text(row) -> str:
    """``83%``; a dash where nobody owed anything."""
    return "–" if row.percent is None else f"{row.percent}%"


def quorum_text(row) -> str:
    if row.has_quorum is None:
        return "–"
    return _("yes") if row.has_quorum else _("no")


def _column(key: str, heading, value, width: int = 14) -> Column:
    return Column(key, heading, value, width=width, importable=False)


_NUMBERS = [
    _column("present", pgettext_lazy("number of", "Present"), lambda row: row.numbers.present),
    _column("remote", pgettext_lazy("number of", "Online"), lambda row: row.numbers.remote),
    _column(
        "substitutes",
        pgettext_lazy("number of", "By a substitute"),
        lambda row: row.numbers.substitutes,
    ),
    _column("excused", pgettext_lazy("number of", "Excused"), lambda row: row.numbers.excused),
    _column(
        "unexcused",
        pgettext_lazy("number of", "Without excuse"),
        lambda row: row.numbers.unexcused,
    ),
    _column("percent", gettext_lazy("Attendance, %"), lambda row: row.percent),
]
MEMBERS = [
    _column("name", gettext_lazy("Member"), lambda row: row.name, 32),
    _column("represents", gettext_lazy("Represents"), lambda row: row.for_whom, 40),
    _column("meetings", gettext_lazy("Meetings"), lambda row: row.meetings),
    *_NUMBERS,
    _column("longest", gettext_lazy("Longest run of absences"), lambda row: row.longest),
    _column("current", gettext_lazy("Run now"), lambda row: row.current),
]
MEETINGS = [
    _column("day", gettext_lazy("Day"), lambda row: row.sheet.held_on),
    _column("title", gettext_lazy("Meeting"), lambda row: row.sheet.meeting.title, 48),
    _column("members", gettext_lazy("Members"), lambda row: row.numbers.members),
    *_NUMBERS,
    _column("needed", gettext_lazy("Needed for a quorum"), lambda row: row.needed),
    _column("quorum", gettext_lazy("Quorum"), quorum_text),
]


def response(file_format: str, filename: str, tally: Tally, *, of_meetings: bool):
    """The members, or the meetings, as XLSX or CSV."""
    if of_meetings:
        filename = f"{filename}-{_('meetings')}"
        return table_response(file_format, filename, MEETINGS, tally.meetings, title=_("Meetings"))
    return table_response(file_format, filename, MEMBERS, tally.members, title=_("Members"))
