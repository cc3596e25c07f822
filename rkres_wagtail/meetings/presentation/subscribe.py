"""Addresses of calendars and feeds, as pages offer them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from ... import sub_addresses
from ...public import Gate


@dataclass(frozen=True)
class Subscription:
    """A body's calendar and feed; an address is empty where the site does not serve it.

    ``email`` is where one subscribes to news by e-mail, if the room of participation offers it.
    """

    body: object
    calendar: str = ""
    atom: str = ""
    email: str = ""

    @property
    def webcal(self) -> str:
        """The same calendar with the scheme that calendar programs open."""
        return f"webcal:{self.calendar.partition(':')[2]}" if self.calendar else ""


def subscription(request, body) -> Subscription | None:
    """Where to subscribe to the meetings of ``body``; None without a body."""
    if body is None:
        return None
    return Subscription(
        body,
        absolute_url(request, "calendar", body.pk),
        absolute_url(request, "news", body.pk),
        _email_url(request, body),
    )


def _email_url(request, body) -> str:
    """The form of the body's committee, with the body ticked."""
    gate = Gate.of(request)
    if not sub_addresses.found("subscriptions", [body], gate):
        return ""
    committee = getattr(body.specific, "committee", None)
    if committee is None or not gate.allows(committee):
        return ""
    url = f"{committee.get_url(request)}{committee.reverse_subpage('subscriptions')}"
    return url if body.pk == committee.pk else f"{url}?organ={body.pk}"


def absolute_url(request, name: str, pk: int | None) -> str:
    """A full address of ours; empty for an unsaved page or where ``urls`` are not mounted."""
    try:
        return request.build_absolute_uri(reverse(f"rkres_wagtail:{name}", args=[pk]))
    except NoReverseMatch:
        return ""
