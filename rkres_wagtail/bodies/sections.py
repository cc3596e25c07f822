"""Sub-addresses of bodies: composition on a day, people, change log, search.

Mixins with routes; each answers inside the host's layout with ``page`` in the context, its
own title, the way back to the body and a canonical address. The routes pass the same gate as
the page, because the page serves them.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from .. import sub_addresses
from ..conf import settings
from ..public import Gate
from ..public_filters import PAGE_PARAMETER, numbered
from .presentation.asked import asked_day
from .presentation.changes import events, with_names
from .presentation.composition import composition
from .presentation.context import base_context
from .presentation.history import ChangeLog
from .presentation.people import people_page, profile
from .presentation.related import Terms
from .presentation.visibility import public_visibility

#: Addresses below a body that its children cannot have.
RESERVED_SLUGS = frozenset(
    {
        "sklad",
        "osoby",
        "historia-zmian",
        "szukaj",
        "dane",
        "programy",
        "nabory",
        "wlacz-sie",
        "powiadomienia",
    }
)

CHANGES_PARAMETER = "zmiany"


class BodyRoutesMixin:
    """``sklad/`` and ``historia-zmian/`` of every body."""

    def render_section(
        self, request, name: str, title: str, *, base=None, route=None, numbers=None, **extra
    ):
        """Answer the sub-address ``name`` with the template of that name.

        The context holds ``section``, ``section_title`` and ``canonical_url`` beside that of
        ``base_context``; ``route`` are the arguments of the address, ``numbers`` the shown pages
        of lists by their parameters.
        """
        base = base or base_context(self, request)
        address = self.reverse_subpage(name, kwargs=route)
        here = {"title": self.title, "url": self.get_url(request)}
        context = self.get_context(request, rkres_base=base)
        context.update(
            section=name,
            section_title=title,
            section_url=f"{base['body_url']}{address}",
            canonical_url=numbered(f"{base['canonical_url'] or ''}{address}", numbers or {}),
            trail=[*base["trail"], here],
            page_parameter=PAGE_PARAMETER,
            **extra,
        )
        return TemplateResponse(request, f"rkres_wagtail/bodies/{name}.html", context)

    @path("sklad/", name="composition")
    def composition_route(self, request):
        """Who sits here, on ``?on=`` or at the end of ``?kadencja=``, and what changed."""
        base = base_context(self, request)
        family = base["family"]
        shown = family.shown_for(base["body"]) if family else None
        if shown is None:
            raise Http404
        is_statutory = family.statutory is not None and shown.pk == family.statutory.pk
        terms = Terms.of(family.committee, body=None if is_statutory else shown)
        asked = asked_day(request.GET, terms, shown)
        number = request.GET.get(PAGE_PARAMETER, 1)
        visibility = public_visibility(base["body"], shown)
        members = composition(
            shown,
            on=asked.on,
            committee=family.committee,
            visibility=visibility,
            page=number,
        )
        if not members.shows_numbers:
            raise Http404
        changes = _changes(request, shown, family.committee, asked.term, visibility)
        numbers = {PAGE_PARAMETER: members.page, CHANGES_PARAMETER: changes}
        return self.render_section(
            request,
            "composition",
            _("Composition"),
            base=base,
            # Another day is another view of the same.
            numbers={} if asked.query else numbers,
            composition=members,
            composition_body=shown,
            terms=terms,
            asked=asked,
            asked_query=asked.query,
            changes=changes,
            changes_parameter=CHANGES_PARAMETER,
        )

    @path("historia-zmian/", name="history")
    def history_route(self, request):
        """What was published here, when and by whom (requirement 72)."""
        base = base_context(self, request)
        body, family = base["body"], base["family"]
        log = ChangeLog(
            body,
            base["committee"],
            site=Gate.of(request).site,
            members_of=family.shown_for(body) if family else None,
        )
        entries = log.page(request.GET.get(PAGE_PARAMETER, 1))
        return self.render_section(
            request,
            "history",
            _("Change log"),
            base=base,
            numbers={PAGE_PARAMETER: entries},
            log=log,
            entries=entries,
        )

    @path("wlacz-sie/", name="joining")
    def joining_route(self, request):
        """How to take part; answered by the room of participation."""
        return sub_addresses.answer("joining", self, request)


class CommitteeRoutesMixin(BodyRoutesMixin):
    """``osoby/``, a person's page, ``szukaj/`` and what later rooms answer."""

    @path("osoby/", name="people")
    def people_route(self, request):
        """People with a public page."""
        base = base_context(self, request)
        people = people_page(base["family"], request.GET.get(PAGE_PARAMETER, 1))
        return self.render_section(
            request,
            "people",
            _("Profiles of members"),
            base=base,
            numbers={PAGE_PARAMETER: people},
            people=people,
        )

    @path("osoby/<slug:slug>/", name="person")
    def person_route(self, request, slug: str):
        """One person; 404 for anyone who has not consented or is not seen to sit here."""
        base = base_context(self, request)
        found = profile(base["family"], slug)
        if found is None:
            raise Http404
        response = self.render_section(
            request,
            "person",
            found.person.full_name,
            base=base,
            route={"slug": slug},
            profile=found,
        )
        people = {
            "title": _("Profiles of members"),
            "url": self.get_url(request) + self.reverse_subpage("people"),
        }
        response.context_data["trail"].append(people)
        return response

    @path("dane/", name="open_data")
    def open_data_route(self, request):
        """All that is published here for machines, listed for people."""
        return sub_addresses.answer("open_data", self, request)

    @path("programy/", name="programmes")
    def programmes_route(self, request):
        """All programmes; answered by their room."""
        return sub_addresses.answer("programmes", self, request)

    def get_cached_paths(self):
        return [*super().get_cached_paths(), f"/{self.reverse_subpage('programmes')}"]

    @path("nabory/", name="calls")
    def calls_route(self, request):
        """All calls, also those that are over; answered by the room of participation."""
        return sub_addresses.answer("calls", self, request)

    @path("powiadomienia/", name="subscriptions")
    def subscriptions_route(self, request):
        """Subscribe to news by e-mail; answered by the room of participation."""
        return sub_addresses.answer("subscriptions", self, request)

    @path("szukaj/", name="search")
    def search_route(self, request):
        """Search in what this committee publishes."""
        from .presentation.search import search_view

        return search_view(self, request)


def _changes(request, body, committee, term, visibility):
    """One page of the changes in a body, in a term or ever."""
    first, last = (term.starts_on, term.ends_on) if term else (None, None)
    found = events(body, first=first, last=last, visibility=visibility)
    page = Paginator(found, settings.PER_PAGE).get_page(request.GET.get(CHANGES_PARAMETER, 1))
    page.object_list = list(with_names(list(page.object_list), committee).values())
    return page
