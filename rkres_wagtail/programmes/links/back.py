"""The other end of the links: to which programmes a decision, meeting, section or remark led.

Only public programmes are named. All that a page needs is read once (``Gate.once``), so a table
of remarks costs the same however many of them are linked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.template.loader import render_to_string

from ...public import Gate
from ...slots import provider
from ..models import ProgrammeLink
from ..presentation.moments import note_programmes
from ..presentation.tree import Namer, address_of
from ..querysets import public_programmes

SECTION_TEMPLATE = "rkres_wagtail/pieces/programme_links.html"
LINE_TEMPLATE = "rkres_wagtail/pieces/programme_links_line.html"


@dataclass(frozen=True)
class BackLink:
    """A programme, or one element of it; ``note`` says in what way."""

    title: str
    url: str
    level: str
    programme: str
    programme_url: str
    note: str


def back_links(links, page, request, gate) -> list[tuple[ProgrammeLink, BackLink]]:
    """Public programmes of ``links`` (a queryset) in their order; two queries."""
    rows = links.select_related("programme", "node").defer("node__description")
    rows = list(rows.order_by("programme_id", "node__position", "pk"))
    pages = _pages({row.programme.translation_key for row in rows}, page, gate)
    note_programmes(request, pages.values())
    known: dict = {}
    found = []
    for row in rows:
        programme = pages.get(row.programme.translation_key)
        if programme is None:
            continue
        if programme.pk not in known:
            base = programme.get_url(request) or ""
            known[programme.pk] = (base, address_of(programme, base), Namer(programme))
        found.append((row, _link(row, programme, *known[programme.pk])))
    return found


def _link(row, programme, base: str, url, namer) -> BackLink:
    name = programme.abbreviation or programme.title
    if row.node is None:
        return BackLink(programme.title, base, "", "", "", row.note)
    return BackLink(row.node.heading, url(row.node), namer(row.node), name, base, row.note)


def _pages(keys: set, page, gate) -> dict:
    if not keys:
        return {}
    found: dict = {}
    pages = public_programmes(gate, any_locale=True).filter(translation_key__in=keys)
    for each in sorted(pages, key=lambda each: (each.locale_id != page.locale_id, each.pk)):
        found.setdefault(each.translation_key, each)
    return found


# Pages ------------------------------------------------------------------------------------------


def page_foot(name: str):
    """A provider for the page that stands in the context as ``name``."""

    def render(context) -> str:
        page, request = context.get(name), context.get("request")
        if page is None or request is None:
            return ""
        links = ProgrammeLink.objects.filter(target_page__translation_key=page.translation_key)
        rows = back_links(links, page, request, Gate.of(request))
        found = list(dict.fromkeys(link for _row, link in rows))
        if not found:
            return ""
        return render_to_string(SECTION_TEMPLATE, {"links": found, "request": request})

    return render


# Sections and remarks ---------------------------------------------------------------------------


class ConsultationLinks:
    """Links to sections of a consultation and to remarks on it, read once for its pages."""

    def __init__(self, consultation, request, gate):
        key = consultation.translation_key
        links = ProgrammeLink.objects.filter(
            Q(section__consultation__translation_key=key)
            | Q(remark__consultation__translation_key=key)
        )
        self.by_section: dict[int, list[BackLink]] = defaultdict(list)
        self.by_remark: dict[int, list[BackLink]] = defaultdict(list)
        for row, link in back_links(links, consultation, request, gate):
            if row.section_id:
                self.by_section[row.section_id].append(link)
            else:
                self.by_remark[row.remark_id].append(link)

    @classmethod
    def of(cls, consultation, request) -> ConsultationLinks:
        gate = Gate.of(request)
        name = f"programme_links.{consultation.translation_key}"
        return gate.once(name, lambda: cls(consultation, request, gate))


def section_foot(context) -> str:
    """Below a consulted section, or what stands for one that is gone."""
    page, request, section = (context.get(name) for name in ("page", "request", "section"))
    if request is None or page is None or section is None or context.get("is_draft"):
        return ""
    links = ConsultationLinks.of(page.source, request).by_section.get(section.text.identity_id)
    return _line(links)


def remark_foot(context) -> str:
    """At one public remark: programmes that it fed itself, or with its section."""
    page, request, remark = (context.get(name) for name in ("page", "request", "remark"))
    if request is None or remark is None or not remark.is_readable:
        return ""
    consultation = context.get("consultation") or getattr(page, "source", page)
    if consultation is None:
        return ""
    known = ConsultationLinks.of(consultation, request)
    # On its section's page the section says it.
    own = known.by_remark.get(remark.pk, [])
    section = [] if "section" in context else known.by_section.get(remark.section_id, [])
    return _line(list(dict.fromkeys([*own, *section])))


def _line(links) -> str:
    return render_to_string(LINE_TEMPLATE, {"links": links}) if links else ""


def register() -> None:
    provider("decision_foot", order=50)(page_foot("decision"))
    provider("meeting_links", order=50)(page_foot("meeting"))
    provider("consultation_foot", order=50)(page_foot("consultation"))
    provider("section_foot", order=50)(section_foot)
    provider("tombstone_foot", order=50)(section_foot)
    provider("remark_foot", order=50)(remark_foot)
