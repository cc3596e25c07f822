"""Search within one committee: its pages, its people who consented, its acts.

``search_view`` answers the committee's sub-address ``szukaj/``; everything it shows comes
through the gate. Each kind of result costs the same queries however many there are.
"""

from __future__ import annotations

import re
from collections import defaultdict

import swapper
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from ...public import Gate
from ...search import MAX_QUERY_LENGTH, matching, plain, tokens, words_of
from ...typography import bind_short_words
from ..choices import MembersVisibility
from ..models import LegalAct, Person
from .context import base_context
from .family import Family
from .people import public_memberships
from .related import PublicAct
from .visibility import public_visibility

PER_PAGE = 20
#: People and acts stand above the pages of the results; beyond this the reader is asked to
#: say more.
BESIDE = 10
PAGE_PARAMETER = "strona"
_LEAD_LENGTH = 260
_WORDS = re.compile(r"([^\W_]+)")


def search_people(query: str, committee, gate: Gate, *, family: Family | None = None):
    """Return the people of ``committee`` whose name matches and who may be found.

    Only those who consented to a page of their own and have, or had, a public membership in
    a body that publishes its members' names (requirements 22, 23).
    """
    sits = public_memberships(family or Family(committee, gate)).filter(person=OuterRef("pk"))
    people = matching(Person, query).filter(Exists(sits), has_public_profile=True)
    return people.order_by("sort_key", "pk")


def search_acts(query: str, committee, gate: Gate, *, family: Family | None = None):
    """Return the acts that concern a public body of ``committee`` and match."""
    family = family or Family(committee, gate)
    keys = [committee.translation_key, *(page.translation_key for page in family.bodies)]
    acts = matching(LegalAct, query).filter(body__translation_key__in=keys)
    return acts.select_related("document__collection", "term")


class Result:
    """One found page: what it is, its title and lead with the words that were found marked."""

    def __init__(self, page, request, wanted: frozenset[str]):
        self.page = page
        self.request = request
        self.wanted = wanted

    @property
    def url(self) -> str:
        return self.page.get_url(self.request) or ""

    @property
    def kind(self) -> str:
        """E.g. "grupa tematyczna"; a page type's own name where it has no kinds."""
        if hasattr(self.page, "get_kind_display"):
            return capfirst(self.page.get_kind_display())
        return capfirst(str(self.page._meta.verbose_name))

    @property
    def is_former(self) -> bool:
        return getattr(self.page, "is_former", False)

    @property
    def line(self) -> str:
        """What the page's own room says beside the title, e.g. the date of a meeting."""
        return getattr(self.page, "result_line", "")

    @property
    def state(self) -> str:
        """Its state, where it has one."""
        return str(self.page.state()) if hasattr(self.page, "state_label") else ""

    @property
    def state_label(self) -> str:
        return getattr(self.page, "state_label", "")

    @property
    def title(self) -> SafeString:
        return marked(bind_short_words(self.page.title), self.wanted)

    @cached_property
    def lead(self) -> SafeString:
        text = getattr(self.page, "lead", "") or getattr(self.page, "search_description", "")
        return marked(
            bind_short_words(Truncator(plain(text or "")).chars(_LEAD_LENGTH)), self.wanted
        )


def marked(text: str, wanted: frozenset[str]) -> SafeString:
    """Escape ``text`` and put ``<mark>`` around the words that share a token with ``wanted``."""
    parts = [
        format_html("<mark>{}</mark>", part)
        if index % 2 and not wanted.isdisjoint(tokens(part))
        else conditional_escape(part)
        for index, part in enumerate(_WORDS.split(text))
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def search_view(page, request):
    """Answer ``szukaj/`` below the committee ``page``: ``?q=`` words, ``?strona=`` of results."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MAX_QUERY_LENGTH]
    base = base_context(page, request)
    found = {"has_words": bool(words_of(query))}
    if found["has_words"]:
        found |= _find(page, request, query, base)
    response = page.render_section(
        request,
        "search",
        _("Search"),
        base=base,
        query=query,
        max_length=MAX_QUERY_LENGTH,
        composition_url=_composition_url(page, base),
        **found,
    )
    response.template_name = "rkres_wagtail/search/search.html"
    return response


def _find(page, request, query: str, base: dict) -> dict:
    gate, family, body = Gate.of(request), base["family"], base["body"]
    wanted = frozenset(token for word in words_of(query) for token in tokens(word))
    Page = swapper.load_model("wagtailcore", "Page")
    pages = gate.pages(matching(Page, query), locale_id=body.locale_id, under=body)
    shown = Paginator(pages.specific(), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    _prepare(shown, request)
    found = {
        "list_page": shown,
        "total": shown.paginator.count,
        "results": [Result(each, request, wanted) for each in shown],
        "people": [],
        "acts": [],
    }
    if shown.number == 1:
        people = list(search_people(query, body, gate, family=family)[: BESIDE + 1])
        acts = list(search_acts(query, body, gate, family=family)[: BESIDE + 1])
        found |= {
            "people": [
                {"person": each, "url": _person_url(page, each, base)} for each in people[:BESIDE]
            ],
            "acts": [_public_act(each, gate) for each in acts[:BESIDE]],
            "more_people": len(people) > BESIDE,
            "more_acts": len(acts) > BESIDE,
        }
    return found | {"is_empty": not (found["total"] or found["people"] or found["acts"])}


def _prepare(pages, request) -> None:
    """Let each class read at once what its results say: ``prepare_results(pages, request)``."""
    by_class = defaultdict(list)
    for page in pages:
        by_class[type(page)].append(page)
    for model, found in by_class.items():
        if hasattr(model, "prepare_results"):
            model.prepare_results(found, request)


def _composition_url(page, base: dict) -> str:
    """Where the names of members are; empty when none are published."""
    shown = base["family"].shown_for(base["body"])
    if shown is None or public_visibility(base["body"], shown) != MembersVisibility.NAMES:
        return ""
    return f"{base['body_url']}{page.reverse_subpage('composition')}"


def _person_url(page, person, base: dict) -> str:
    return f"{base['body_url']}{page.reverse_subpage('person', kwargs={'slug': person.slug})}"


def _public_act(act, gate: Gate) -> PublicAct:
    return PublicAct(act, act.document if gate.allows_document(act.document) else None)
