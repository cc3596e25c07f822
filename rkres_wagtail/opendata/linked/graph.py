"""Which things a page tells of, by its class and the sub-address that answers."""

from __future__ import annotations

from ...bodies.pages import BodyPageMixin
from ...consultations.pages import ConsultationPageMixin
from ...decisions.pages import DecisionPageMixin
from ...meetings.pages import MeetingPageMixin
from ...participation.pages import CallPageMixin
from ...programmes.pages import ProgrammePageMixin
from . import catalogue, consultations, decisions, meetings, organisations, people, programmes
from .here import Here
from .script import node

_BUILDERS = (
    (BodyPageMixin, "", organisations.body),
    (BodyPageMixin, "person", people.person),
    (BodyPageMixin, "open_data", catalogue.catalogue),
    (MeetingPageMixin, "", meetings.meeting),
    (MeetingPageMixin, "minutes", meetings.minutes),
    (DecisionPageMixin, "", decisions.decision),
    (ConsultationPageMixin, "", consultations.consultation),
    (ConsultationPageMixin, "document", consultations.document),
    (ConsultationPageMixin, "document_version", consultations.document),
    (ConsultationPageMixin, "report", consultations.report),
    (ProgrammePageMixin, "", programmes.programme),
    (ProgrammePageMixin, "node", programmes.element),
    (CallPageMixin, "", programmes.call),
)


def nodes_of(here: Here) -> list[dict]:
    """The thing that the page is about first, then the way to it."""
    builders = (
        build
        for mixin, route, build in _BUILDERS
        if route == here.route and isinstance(here.page, mixin)
    )
    found = [each for build in builders for each in build(here)]
    name = found[0]["name"] if found else here.get("section_title")
    if not name and not here.route:
        name = here.page.title
    return found + (_way(here, str(name)) if name else [])


def _way(here: Here, name: str) -> list[dict]:
    """``BreadcrumbList`` of the pages above, as the eyebrow of the page shows them."""
    steps = [(each["title"], here.absolute(each["url"] or "")) for each in here.get("trail") or ()]
    steps = [*((title, url) for title, url in steps if url), (name, here.url)]
    if len(steps) < 2:
        return []
    items = [
        node("ListItem", position=number, name=title, item=url)
        for number, (title, url) in enumerate(steps, 1)
    ]
    return [node("BreadcrumbList", itemListElement=items)]
