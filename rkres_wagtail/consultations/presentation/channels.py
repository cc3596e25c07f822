"""Ways of answering, ready for the page: an address to write to, a box, hours (requirement 50)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ... import sub_addresses
from ...public import Gate


@dataclass(frozen=True)
class Channel:
    """``kind`` is the name of the block; what is empty does not show."""

    kind: str
    label: str
    short: str
    url: str = ""
    email: str = ""
    subject: str = ""
    address: str = ""
    envelope: str = ""
    place: str = ""
    hours: str = ""
    note: str = ""


def channels_of(page) -> list[Channel]:
    return [_channel(block.block_type, block.value) for block in page.channels or ()]


def own_form(page, request) -> Channel | None:
    """The form on this site, while it takes remarks; the room of remarks knows."""
    consultation = page.source
    found = sub_addresses.found("remark_form", [consultation], Gate.of(request))
    url = page.get_url(request)
    if consultation.translation_key not in found or not url:
        return None
    return Channel(
        "online_form",
        _("Online form"),
        online_way(),
        f"{url}{page.reverse_subpage('remark_form')}",
    )


def online_way() -> str:
    return pgettext("way of answering", "by an online form")


def online_form(channels: list[Channel]) -> Channel | None:
    return next((each for each in channels if each.kind == "online_form"), None)


def _channel(kind: str, value) -> Channel:
    labels = {
        "online_form": (_("Online form"), online_way()),
        "email": (_("By e-mail"), pgettext("way of answering", "by e-mail")),
        "post": (_("By post"), pgettext("way of answering", "by post")),
        "in_person": (_("In person"), pgettext("way of answering", "in person")),
        "orally": (_("Orally, for the record"), pgettext("way of answering", "orally")),
        "meeting": (
            _("At a consultation meeting"),
            pgettext("way of answering", "at a consultation meeting"),
        ),
        "e_delivery": (
            _("ePUAP or e-Doręczenia"),
            pgettext("way of answering", "by ePUAP or e-Doręczenia"),
        ),
    }
    label, short = labels.get(kind, (kind, kind))
    names = ("address", "envelope", "place", "hours", "note")
    fields = {name: str(value.get(name) or "").strip() for name in names}
    email, subject = value.get("email") or "", str(value.get("subject") or "").strip()
    url = mailto(email, subject) if email else str(value.get("url") or "")
    return Channel(kind, label, short, url, email, subject, **fields)


def mailto(email: str, subject: str = "") -> str:
    """``mailto:a@b.pl?subject=…``: the subject as the rules want it, whatever is in it."""
    address = f"mailto:{quote(email, safe='@')}"
    return f"{address}?subject={quote(subject, safe='')}" if subject else address
