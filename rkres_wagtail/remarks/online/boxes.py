"""Ways to the form on the consultation's page and at each section of its text; only while open."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string

from ... import slots, sub_addresses
from ...public import Gate
from . import links
from .form_view import form
from .openness import Opening, opening_of, openings_of

FOLDER = "rkres_wagtail/remarks/online/"


def register() -> None:
    """Called from the part's ``wiring.ready``."""
    sub_addresses.register("remark_form", form, found=open_forms)
    slots.provider("consultation_answer", order=10)(answer)
    slots.provider("section_foot", order=50)(section_link)


def open_forms(pages: Iterable, gate: Gate) -> dict:
    """Those of ``pages`` whose form takes remarks now: until when."""
    return {
        key: {"until": opening.round.ends_at}
        for key, opening in openings_of(pages, gate).items()
        if opening is not None and opening.is_open
    }


def answer(context) -> str:
    """The button “Zgłoś uwagę” on the consultation's page."""
    if _opening(context) is None:
        return ""
    url = links.form_url(context["page"], context["request"])
    return render_to_string(f"{FOLDER}answer.html", {"url": url}) if url else ""


def section_link(context) -> str:
    """“Zgłoś uwagę do tego fragmentu” at a section of a published version."""
    version, section = context.get("version"), context["section"]
    if version is None or not version.is_published or _opening(context) is None:
        return ""
    url = links.form_url(
        context["page"],
        context["request"],
        section=section.text.identity,
        version=None if context.get("is_latest") else version,
    )
    if not url:
        return ""
    return render_to_string(f"{FOLDER}section_link.html", {"url": url, "heading": section.heading})


def _opening(context) -> Opening | None:
    """The open form of the page in ``context``; asked for once a request."""
    gate = Gate.of(context["request"])
    opening = opening_of(context["consultation"], gate, context.get("course"))
    return opening if opening is not None and opening.is_open else None
