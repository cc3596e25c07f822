"""Addresses of calendars and feeds, as pages offer them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Subscription:
    """A body's calendar and feed; an address is empty where the site does not serve it."""

    body: object
    calendar: str = ""
    atom: str = ""

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
    )


def absolute_url(request, name: str, pk: int | None) -> str:
    """A full address of ours; empty for an unsaved page or where ``urls`` are not mounted."""
    try:
        return request.build_absolute_uri(reverse(f"rkres_wagtail:{name}", args=[pk]))
    except NoReverseMatch:
        return ""
