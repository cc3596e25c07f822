"""What is measured. Every room adds its pages, feeds and exports to ``ENTRIES``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from .data import World


@dataclass(frozen=True)
class Entry:
    """One address of a world.

    ``plain`` marks the one that all others are compared with; ``staff`` is fetched by an
    administrator.
    """

    name: str
    address: Callable[[World], str]
    plain: bool = False
    staff: bool = False


def under(name: str, **route) -> Callable[[World], str]:
    """The address of a section of the committee, by the name of its route."""

    def address(world: World) -> str:
        return world.committee.get_url() + world.committee.reverse_subpage(name, kwargs=route)

    return address


def register(action: str, query: str = "") -> Callable[[World], str]:
    """An admin view of the register of members."""
    return lambda world: reverse(f"rkres_wagtail_membership_modeladmin_{action}") + query


def feed(name: str, attribute: str) -> Callable[[World], str]:
    """A file about a page of the world."""
    return lambda world: reverse(f"rkres_wagtail:{name}", args=[getattr(world, attribute).pk])


ENTRIES: list[Entry] = [
    Entry("bare Wagtail page", lambda world: world.plain.get_url(), plain=True),
    # bodies: pages
    Entry("committee", lambda world: world.committee.get_url()),
    Entry("tier", lambda world: world.tier.get_url()),
    Entry("group", lambda world: world.group.get_url()),
    # bodies: sections
    Entry("composition", under("composition")),
    Entry("composition as of a date", lambda world: under("composition")(world) + "?on=2024-06-01"),
    Entry("change log", under("history")),
    Entry("people", under("people")),
    Entry("person", lambda world: under("person", slug=world.person.slug)(world)),
    Entry("search", lambda world: under("search")(world) + "?q=nowak"),
    # meetings: pages
    Entry("list of meetings", lambda world: world.archive.get_url()),
    Entry("list of meetings, filtered", lambda world: f"{world.archive.get_url()}?rok=2026"),
    Entry("list of meetings, search", lambda world: f"{world.archive.get_url()}?q=posiedzenie"),
    Entry("list of meetings, page 2", lambda world: f"{world.archive.get_url()}?strona=2"),
    Entry("meeting, announced", lambda world: world.announced.get_url()),
    Entry("meeting, held", lambda world: world.held.get_url()),
    # consultations: pages, the text
    Entry("list of consultations", lambda world: world.consultations.get_url()),
    Entry("consultation", lambda world: world.consultation.get_url()),
    Entry("consulted text", lambda world: f"{world.consultation.get_url()}dokument/"),
    # decisions: pages and tables
    Entry("register of decisions", lambda world: world.decisions.get_url()),
    Entry("register, waiting", lambda world: f"{world.decisions.get_url()}?stan=czeka"),
    Entry("register, search", lambda world: f"{world.decisions.get_url()}?q=stanowisko"),
    Entry("decision", lambda world: world.decision.get_url()),
    Entry(
        "register as CSV",
        lambda world: reverse("rkres_wagtail:decisions_table", args=[world.decisions.pk, "csv"]),
    ),
    Entry(
        "register as XLSX, public",
        lambda world: reverse("rkres_wagtail:decisions_table", args=[world.decisions.pk, "xlsx"]),
    ),
    # bodies: files and API
    Entry(
        "structure, SVG",
        lambda world: reverse("rkres_wagtail:structure_svg", args=[world.committee.pk]),
    ),
    Entry("API v2, members", lambda world: f"/api/v2/memberships/?body={world.committee.pk}"),
    # meetings: calendars and news
    Entry("calendar", feed("calendar", "committee")),
    Entry("one meeting, ICS", feed("meeting_ics", "meeting")),
    Entry("news, Atom", feed("news", "committee")),
    # bodies: the office
    Entry("register", register("index"), staff=True),
    Entry("register as XLSX", register("index", "?export=xlsx"), staff=True),
]
