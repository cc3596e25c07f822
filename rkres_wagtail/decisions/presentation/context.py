"""What the page of one decision shows; every related object passes the gate."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.documents import get_document_model

from ...bodies.querysets import today
from ...meetings.presentation.places import PublicBodies
from ...meetings.querysets import public_meetings
from ...meetings.rules import public_items
from ...public import Gate
from ..choices import Voting
from ..querysets import public_decisions
from . import words
from .rows import body_of, replaced_by
from .trail import lines_of


def decision_context(page, request) -> dict:
    """The context of a decision's page; of an alias, that of the page it mirrors."""
    gate, decision = Gate.of(request), page.source
    bodies = PublicBodies(gate, decision.locale_id)
    index = decision.get_parent().specific
    committee = bodies.committee_of(decision)
    lines = lines_of([decision], gate, today())[decision.translation_key]
    meeting = public_meeting(decision, gate)
    return {
        "decision": decision,
        "committee": committee,
        "index": index,
        "trail": [
            {"title": each.title, "url": each.get_url(request)}
            for each in (*bodies.above(decision), index)
        ],
        "named": words.named(decision),
        "who": body_of(decision, bodies),
        "vote": words.vote(decision),
        "is_circulated": decision.voting == Voting.CIRCULATED,
        "meeting": meeting,
        "item": public_item(decision, meeting),
        "lines": lines,
        "waiting": next((line for line in lines if line.is_waiting), None),
        "files": files_of(decision, gate),
        "replaced_by": replaced_by([decision], gate).get(decision.translation_key),
        "replaces": _replaced(decision, gate),
        "topics": sorted(decision.tags.all(), key=str) if hasattr(decision, "tags") else [],
        "canonical_url": decision.get_full_url(request),
        "last_published_at": decision.last_published_at,
    }


@dataclass(frozen=True)
class DecisionFile:
    title: str
    document: object

    @property
    def url(self) -> str:
        return self.document.url


def files_of(decision, gate) -> list[DecisionFile]:
    """Files of open collections, in the editors' order; one query."""
    values = [block["value"] for block in decision.files.raw_data] if decision.files else []
    ids = {value["document"] for value in values if value and value.get("document")}
    if not ids:
        return []
    found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    opened = {each.pk: each for each in found if gate.allows_document(each)}
    chosen = (value for value in values if value and value.get("document") in opened)
    return [_file(value.get("title"), opened[value["document"]]) for value in chosen]


def _file(title: str | None, document) -> DecisionFile:
    return DecisionFile(title or document.title, document)


def public_meeting(decision, gate):
    """The meeting at which it was taken, in the page's language where there is one; or None."""
    if decision.meeting_id is None:
        return None
    key = decision.meeting.translation_key
    found = public_meetings(gate, any_locale=True).filter(translation_key=key)
    pages = sorted(found, key=lambda page: page.locale_id != decision.locale_id)
    return pages[0] if pages else None


def public_item(decision, meeting):
    """The item of the agenda, unless it is internal."""
    if meeting is None or decision.item_uuid is None:
        return None
    items = public_items(meeting.agenda_items.all())
    return next((item for item in items if str(item.uuid) == str(decision.item_uuid)), None)


def _replaced(decision, gate):
    """The public decision that this one replaced."""
    if decision.supersedes_id is None:
        return None
    key = decision.supersedes.translation_key
    found = public_decisions(gate, any_locale=True).filter(translation_key=key)
    pages = sorted(
        found.select_related("kind"), key=lambda page: page.locale_id != decision.locale_id
    )
    return pages[0] if pages else None


def public_meeting_titles(pages, gate) -> dict[int, str]:
    """Titles of the public meetings that ``pages`` name, by the meeting's id; one query."""
    ids = {page.meeting_id for page in pages} - {None}
    if not ids:
        return {}
    found = public_meetings(gate, any_locale=True).filter(pk__in=ids)
    return {page.pk: f"{page.title} ({page.when.days()})" for page in found}
