"""What must hold of a decision and of its addressees, whoever writes them: form, API, import.

The functions take the page (or row) and raise ``ValidationError``, or answer a question; they
write nothing. What is only worth a warning is in ``cautions.py``.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..bodies.querysets import today
from ..bodies.rules import closed_reason
from ..bodies.tree import committee_of, is_body
from ..meetings.choices import DatePrecision, MeetingStatus
from ..meetings.querysets import meeting_model
from .choices import DispatchState, Voting
from .querysets import decision_model

#: So many replacements of replacements are looked through for a circle.
_MAX_CHAIN = 200
COUNTS = ("votes_for", "votes_against", "votes_abstaining")
#: What a copy does not take over, since it is another decision; a translation does.
OWN_FACTS = ("number", "adopted_on", "meeting", "item_uuid", "voting", *COUNTS, "supersedes")


def check_decision(page) -> None:
    """Raise for a kind, body, meeting, item, vote or replaced decision that cannot be."""
    errors: dict[str, str] = {}
    committee = committee_above(page)
    for check in (_kind_errors, _body_errors, _meeting_errors):
        errors |= check(page, committee)
    errors |= _vote_errors(page) | _replaced_errors(page)
    if errors:
        raise ValidationError(errors)


def take_facts_of_translation(page) -> None:
    """A new language version of a decision has the number, day and vote of the one there is."""
    twins = decision_model()._default_manager.filter(translation_key=page.translation_key)
    twin = twins.exclude(pk=page.pk).first()
    if twin is not None:
        for name in OWN_FACTS:
            setattr(page, name, getattr(twin, name))


def committee_above(page):
    """The committee of a page, also of one that a form is about to create."""
    parent = getattr(page, "parent_for_rules", None)
    if page.pk is None and not page.path:
        return committee_of(parent) if parent is not None else None
    return page.committee


def _is_elsewhere(page, committee) -> bool:
    """Whether ``page`` belongs to another committee than ``committee`` (None: not known)."""
    if committee is None:
        return False
    own = committee_of(page)
    return own is None or own.translation_key != committee.translation_key


def _kind_errors(page, committee) -> dict[str, str]:
    if page.kind is None or committee is None:
        return {}
    if page.kind.committee.translation_key == committee.translation_key:
        return {}
    return {"kind": _("This one belongs to another committee.")}


def _body_errors(page, committee) -> dict[str, str]:
    body = page.body
    if body is None:
        return {}
    if not is_body(body):
        return {"body": _("Choose a committee, a tier or a group.")}
    if _is_elsewhere(body, committee):
        return {"body": _("“%(name)s” belongs to another committee.") % {"name": body.title}}
    reason = closed_reason(body.specific, page.adopted_on)
    return {"body": reason} if reason else {}


def _meeting_errors(page, committee) -> dict[str, str]:
    if page.meeting is None:
        if page.item_uuid is None:
            return {}
        return {"item_uuid": _("First choose the meeting to which the item belongs.")}
    if not issubclass(page.meeting.specific_class or object, meeting_model()):
        return {"meeting": _("Choose a meeting.")}
    if _is_elsewhere(page.meeting, committee):
        return {"meeting": _("“%(name)s” belongs to another committee.") % {"name": page.meeting}}
    meeting = page.meeting.specific
    if meeting.status == MeetingStatus.CANCELLED:
        return {"meeting": _("This meeting was cancelled: nothing was decided at it.")}
    errors = {}
    if page.item_uuid and str(page.item_uuid) not in item_titles(meeting):
        errors["item_uuid"] = _(
            "This item is not on the agenda of the chosen meeting. Choose another one, or none."
        )
    if is_before(page.adopted_on, meeting.when):
        errors["adopted_on"] = _("The day is before the meeting, which is: %(date)s.") % {
            "date": meeting.when.days()
        }
    return errors


def is_before(day, when) -> bool:
    """Whether ``day`` is before a meeting as exactly as its date is known."""
    if day is None or not when.is_dated:
        return False
    if when.date_precision == DatePrecision.MONTH:
        return (day.year, day.month) < (when.starts_on.year, when.starts_on.month)
    return day < when.starts_on


def item_titles(meeting) -> dict[str, str]:
    """Items of a meeting's agenda by their ``uuid``: the published ones, then those of its draft.

    Items of a draft are nowhere but in it; a secretary enters decisions before it is published.
    """
    rows = list(meeting.agenda_items.all())
    revision = meeting.get_latest_revision() if meeting.has_unpublished_changes else None
    if revision is not None:
        rows += list(revision.as_object().agenda_items.all())
    return {str(row.uuid): row.title for row in rows}


# Votes ----------------------------------------------------------------------------------------


def _vote_errors(page) -> dict[str, str]:
    counts = {name: getattr(page, name) for name in COUNTS}
    given = [count for count in counts.values() if count is not None]
    if page.voting == Voting.NOT_VOTED and given:
        return {"voting": _("There are numbers of votes: say how it was taken, or clear them.")}
    if page.voting == Voting.COUNTED:
        missing = {
            name: _("Give the number of votes, also when it is 0.")
            for name in COUNTS[:2]
            if counts[name] is None
        }
        if missing:
            return missing
    if given and not any(given):
        return {"votes_for": _("Nobody voted: 0 of 0 is no vote.")}
    if page.voting == Voting.UNANIMOUS and counts["votes_against"]:
        return {"votes_against": _("A decision with votes against it was not unanimous.")}
    if counts["votes_for"] == 0 and page.voting == Voting.UNANIMOUS:
        return {"votes_for": _("Nobody voted for it.")}
    return {}


# Replaced decisions ---------------------------------------------------------------------------


def _replaced_errors(page) -> dict[str, str]:
    replaced = page.supersedes
    if replaced is None:
        return {}
    if not issubclass(replaced.specific_class or object, decision_model()):
        return {"supersedes": _("Choose a decision.")}
    if replaced.translation_key == page.translation_key:
        return {"supersedes": _("A decision cannot replace itself.")}
    replaced = replaced.specific
    if page.adopted_on and replaced.adopted_on and replaced.adopted_on > page.adopted_on:
        return {
            "supersedes": _("“%(title)s” is of a later day (%(day)s): it cannot be replaced.")
            % {"title": replaced.title, "day": date_format(replaced.adopted_on)}
        }
    if _leads_back(replaced, page):
        return {
            "supersedes": _("“%(title)s” itself replaces this decision: that would be a circle.")
            % {"title": replaced.title}
        }
    return {}


def _leads_back(first, page) -> bool:
    seen, current = {page.translation_key}, first
    for _step in range(_MAX_CHAIN):
        if current.translation_key in seen:
            return True
        seen.add(current.translation_key)
        above = current.supersedes
        if above is None or not issubclass(above.specific_class or object, decision_model()):
            return False
        current = above.specific
    return True


# Addressees -----------------------------------------------------------------------------------


def check_dispatch(row) -> None:
    """Raise for an addressee whose decision, days or answer cannot be."""
    errors: dict[str, str] = {}
    if not row.addressee.strip():
        errors["addressee"] = _("Say to whom it was sent.")
    if row.decision_id and not issubclass(row.decision.specific_class or object, decision_model()):
        errors["decision"] = _("Choose a decision.")
    if row.sent_on and row.sent_on > today():
        errors["sent_on"] = _("This day has not come yet.")
    elif row.sent_on and "decision" not in errors and row.decision_id:
        adopted_on = row.decision.specific.adopted_on
        if adopted_on and row.sent_on < adopted_on:
            errors["sent_on"] = _("It was decided later: on %(day)s.") % {
                "day": date_format(adopted_on)
            }
    errors |= _answer_errors(row)
    if errors:
        raise ValidationError(errors)


def _answer_errors(row) -> dict[str, str]:
    if row.answered_on is None:
        told = row.answered_by or row.answer or row.answer_document_id
        return {"answered_on": _("Say of which day the answer is.")} if told else {}
    if row.answered_on > today():
        return {"answered_on": _("This day has not come yet.")}
    if row.sent_on and row.answered_on < row.sent_on:
        return {"answered_on": _("The answer is before the day on which it was sent.")}
    return {}


def is_result(state: str) -> bool:
    """Whether ``state`` says what the addressee did with the decision."""
    return state != DispatchState.SENT
