"""Addresses behind the secret links of a subscription, and what marks its messages as a list's."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from ...secret_links import make_token

#: What secret links are made for; each lets its holder do one thing.
MANAGE = "subscription"
CONFIRM = "subscription_confirmation"
LEAVE = "subscription_leaving"
_NAMES = {MANAGE: "subscription", CONFIRM: "confirm_subscription", LEAVE: "unsubscribe"}
#: What a mail program posts (RFC 8058 §3.1), and our own button, too.
ONE_CLICK = ("List-Unsubscribe", "One-Click")


def path_of(purpose: str, subscription) -> str:
    return reverse(f"rkres_wagtail:{_NAMES[purpose]}", args=[make_token(purpose, subscription)])


def url_of(purpose: str, subscription, site) -> str:
    """The full address, in the language of the subscription."""
    # The project may mount our addresses under a language.
    with translation.override(subscription.language):
        return site.root_url + path_of(purpose, subscription)


def are_mounted() -> bool:
    """Whether the project serves our addresses; without them nobody could confirm or leave."""
    try:
        reverse("rkres_wagtail:subscription", args=["x"])
    except NoReverseMatch:
        return False
    return True


def headers_of(subscription, site) -> dict[str, str]:
    """By which mail programs know a list, and show a button that leaves it.

    RFC 2919, 2369 and 8058; the last one speaks of HTTPS only.
    """
    leave = url_of(LEAVE, subscription, site)
    headers = {
        "List-Id": f"<news-{subscription.committee_id}.{_ascii(site.hostname)}>",
        "List-Unsubscribe": f"<{leave}>",
    }
    if leave.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "=".join(ONE_CLICK)
    return headers


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return "rkres.invalid"
