"""Verbs of attendance: open a sheet, refresh, record, close, reopen.

Check, do in one transaction, log in the history of the meeting (never with a name). The meeting's
pages are locked first, so that two clerks are served one after the other. Permissions are the
callers' matter; ``user`` is who is named in the log.
"""

from __future__ import annotations

from collections.abc import Iterable

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from ... import front_caches
from ...bodies.choices import QuorumRule
from ..querysets import meeting_model
from . import rules
from .counts import Numbers
from .entries import Entry, errors_of, is_same, write
from .models import Attendance, AttendanceSheet, Presence
from .sheets import difference, follow_membership, is_recorded, rows_of

MAX_REASON = 1000
MAX_GUESTS = 20_000


def open_sheet(*, meeting, body, user) -> AttendanceSheet:
    """The sheet of ``body`` at ``meeting``, made with the members of that day where there is none.

    Whoever asked to be excused is noted as excused. Raises ``ValidationError`` for a meeting
    that was cancelled or whose day is not known, and for a body that does not meet there.
    """
    with transaction.atomic():
        _lock(meeting)
        if reason := rules.refusal(meeting):
            raise ValidationError(reason)
        if not rules.is_of_meeting(meeting, body):
            raise ValidationError(_("“%(name)s” does not meet there.") % {"name": body.title})
        sheet = find_sheet(meeting, body)
        if sheet is None:
            sheet = AttendanceSheet.objects.create(
                meeting_id=rules.canonical(meeting).pk, body_id=rules.canonical(body).pk
            )
            follow_membership(sheet, meeting)
            _log(sheet, "open", user)
        elif not sheet.is_closed:
            follow_membership(sheet, meeting)
    return sheet


def refresh(sheet: AttendanceSheet) -> AttendanceSheet:
    """Bring an open sheet in line with the membership of the day; a closed one stays.

    New members appear. A row of who is no member that day vanishes where nothing was recorded;
    otherwise it stays, and the sheet cannot be closed with it.
    """
    with transaction.atomic():
        meeting = _lock(sheet.meeting)
        fresh = _fresh(sheet)
        if not fresh.is_closed and not rules.refusal(meeting):
            follow_membership(fresh, meeting)
    return fresh


def record(
    *,
    sheet: AttendanceSheet,
    entries: Iterable[Entry],
    guests: str | None = None,
    office_note: str | None = None,
    user,
) -> AttendanceSheet:
    """Note who took part: all entries, or none. Members who are not named stay as they are.

    Raises ``ValidationError`` with ``presence-12``, ``substitute-12`` … (key of the membership).
    """
    with transaction.atomic():
        meeting = _lock(sheet.meeting)
        fresh = _fresh(sheet)
        _refuse_closed(fresh)
        if reason := rules.refusal(meeting):
            raise ValidationError(reason)
        rows = {row.membership_id: row for row in fresh.rows.select_related("membership__term")}
        deputies = rules.deputies_on(fresh.body, rules.day_of(meeting))
        errors: dict[str, str] = {}
        changed = []
        for entry in entries:
            row = rows.get(entry.membership)
            if row is None:
                errors[f"presence-{entry.membership}"] = _(
                    "No member of this body on the day of the meeting."
                )
                continue
            if is_same(row, entry):
                continue
            found = errors_of(entry, row, rules.day_of(meeting), deputies)
            errors |= {f"{name}-{entry.membership}": message for name, message in found.items()}
            write(row, entry)
            changed.append(row)
        if guests is not None and len(guests) > MAX_GUESTS:
            errors["guests"] = _("The list of guests is too long.")
        if errors:
            raise ValidationError(errors)
        fields = ["presence", "substitute", "substitute_name", "office_note"]
        Attendance.objects.bulk_update(changed, fields, batch_size=200)
        is_other = _write_texts(fresh, guests, office_note)
        if changed or is_other:
            _log(fresh, "record", user)
    return fresh


def close_sheet(*, sheet: AttendanceSheet, user) -> AttendanceSheet:
    """Close: from then on the public reads the numbers, and absences count.

    Every member is recorded, and the meeting has begun. Day, quorum rule and rows are kept as
    they are now. Raises ``ValidationError``; of two who close at once the second one meets it.
    """
    with transaction.atomic():
        meeting = _lock(sheet.meeting)
        fresh = _fresh(sheet)
        _refuse_closed(fresh)
        if reason := rules.refusal_to_close(meeting):
            raise ValidationError(reason)
        _refuse_incomplete(fresh, meeting)
        body = fresh.body.specific
        values = {
            "held_on": rules.day_of(meeting),
            "quorum_rule": body.quorum_rule,
            "quorum_number": body.quorum_number,
            "closed_at": timezone.now(),
            "closed_by": user if getattr(user, "pk", None) else None,
        }
        open_one = AttendanceSheet.objects.filter(pk=fresh.pk, closed_at=None)
        # Where the database locks no rows, this is what lets the first one only.
        if not open_one.update(**values):
            fresh.refresh_from_db()
            _refuse_closed(fresh)
        fresh.refresh_from_db()
        numbers = Numbers.of(fresh.rows.values_list("presence", flat=True))
        _log(fresh, "close", user, attended=numbers.attended, members=numbers.members)
        _forget(fresh)
    return fresh


def reopen_sheet(*, sheet: AttendanceSheet, user, reason: str) -> AttendanceSheet:
    """Open a closed sheet again, to correct it; the public reads nothing until it is closed."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why; it stays in the history of the meeting.")})
    with transaction.atomic():
        meeting = _lock(sheet.meeting)
        fresh = _fresh(sheet)
        if not fresh.is_closed:
            raise ValidationError(_("The attendance is open already. Nothing was changed."))
        AttendanceSheet.objects.filter(pk=fresh.pk).update(
            held_on=None,
            quorum_rule=QuorumRule.NONE,
            quorum_number=None,
            closed_at=None,
            closed_by=None,
        )
        fresh.refresh_from_db()
        if not rules.refusal(meeting):
            follow_membership(fresh, meeting)
        _log(fresh, "reopen", user, reason=reason[:MAX_REASON])
        _forget(fresh)
    return fresh


def fill_present(*, sheet: AttendanceSheet, user) -> int:
    """Note every member who is not recorded yet as present; how many they were."""
    day = rules.day_of(_specific(sheet.meeting))
    strangers = {row.pk for row in difference(sheet, day).flagged} if day else set()
    rows = sheet.rows.filter(presence=Presence.UNKNOWN).exclude(pk__in=strangers)
    entries = [
        Entry(row.membership_id, Presence.PRESENT, note=row.office_note)
        for row in rows
        if not (row.substitute_id or row.substitute_name)
    ]
    record(sheet=sheet, entries=entries, user=user)
    return len(entries)


def remove_sheet(*, sheet: AttendanceSheet, user) -> None:
    """Take away an open sheet on which nothing has been recorded."""
    with transaction.atomic():
        _lock(sheet.meeting)
        fresh = _fresh(sheet)
        _refuse_closed(fresh)
        if any(is_recorded(row) for row in fresh.rows.all()) or fresh.guests or fresh.office_note:
            raise ValidationError(
                _("Something has been recorded here, so the list stays. Clear it first.")
            )
        _log(fresh, "remove", user)
        fresh.delete()


def find_sheet(meeting, body) -> AttendanceSheet | None:
    """The sheet of ``body`` at ``meeting``, whichever languages are given."""
    sheets = AttendanceSheet.objects.of(meeting).of_body(body)
    return sheets.select_related("meeting", "body").first()


# Helpers ------------------------------------------------------------------------------------------


def _lock(meeting):
    """The meeting as its own class and as it is now, all its language versions locked."""
    Page = swapper.load_model("wagtailcore", "Page")
    versions = Page.objects.filter(translation_key=meeting.translation_key)
    list(versions.select_for_update().order_by("pk").values_list("pk", flat=True))
    return _specific(meeting)


def _specific(meeting):
    return meeting_model()._default_manager.get(pk=meeting.pk)


def _fresh(sheet: AttendanceSheet) -> AttendanceSheet:
    try:
        return AttendanceSheet.objects.select_related("meeting", "body").get(pk=sheet.pk)
    except AttendanceSheet.DoesNotExist:
        raise ValidationError(_("This entry has been deleted in the meantime.")) from None


def _refuse_closed(sheet: AttendanceSheet) -> None:
    if sheet.is_closed:
        raise ValidationError(
            _("The attendance has already been closed. Nothing was changed."), code="closed"
        )


def _refuse_incomplete(sheet: AttendanceSheet, meeting) -> None:
    """Raise where a member of the day is not recorded, or somebody else is."""
    rows = rows_of(sheet)
    found = difference(sheet, rules.day_of(meeting), rows)
    strangers = {row.pk for row in (*found.gone, *found.flagged)}
    if found.flagged:
        names = ", ".join(row.membership.holder_name for row in found.flagged)
        raise ValidationError(
            _("No member on the day of the meeting: %(names)s. Clear what was noted.")
            % {"names": names}
        )
    missing = [row for row in rows if row.presence == Presence.UNKNOWN and row.pk not in strangers]
    if count := len(missing) + len(found.new):
        raise ValidationError(
            ngettext(
                "Not closed: %(count)d member is not recorded yet.",
                "Not closed: %(count)d members are not recorded yet.",
                count,
            )
            % {"count": count}
        )
    Attendance.objects.filter(pk__in=[row.pk for row in found.gone]).delete()


def _write_texts(sheet: AttendanceSheet, guests, office_note) -> bool:
    """Whether guests or the note became others."""
    values = {"guests": guests, "office_note": office_note}
    values = {name: _lines(text) for name, text in values.items() if text is not None}
    changes = {name: text for name, text in values.items() if getattr(sheet, name) != text}
    for name, text in changes.items():
        setattr(sheet, name, text)
    if changes:
        sheet.save(update_fields=list(changes))
    return bool(changes)


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _log(sheet: AttendanceSheet, verb: str, user, **data) -> None:
    log(
        instance=_specific(sheet.meeting),
        action=f"rkres_wagtail.attendance_{verb}",
        user=user,
        data={"body": sheet.body.title, **data},
    )


def _forget(sheet: AttendanceSheet) -> None:
    """The page says something else now, in every language."""
    key = sheet.meeting.translation_key
    for version in meeting_model()._default_manager.filter(translation_key=key):
        front_caches.forget(version)
