"""Moments at which a meeting's page changes by itself: no cache may outlive them (rule 14)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.cache import patch_cache_control

from ..choices import LinkVisibility
from ..when import moment

#: While a change lies ahead, a copy of the page may be kept so long (seconds).
KEPT_SECONDS = 60


def boundaries(page) -> list[datetime]:
    """When a meeting's page will say something else without being saved."""
    when, found = page.when, [page.expire_at, page.when.over_at]
    if page.access_url and page.access_visibility == LinkVisibility.BEFORE and when.is_day_known:
        found.append(when.starts_at.astimezone(UTC) - timedelta(hours=page.access_hours))
    if page.signup_until:
        found.append(moment(page.signup_until + timedelta(days=1)))
    return [each for each in found if each is not None]


def limit_caches(request, response, moments: Iterable[datetime], now: datetime) -> None:
    """Let caches keep ``response`` for a minute, and never past the next of ``moments``.

    ``now`` is the moment at which the answer holds; what is left of it is counted when it is
    rendered. Who is signed in gets it fresh: an editor who has just moved the meeting looks at
    the page.
    """
    ahead = [each for each in moments if each > now]
    if not ahead:
        return
    limit = partial(_limit, request, min(ahead))
    if hasattr(response, "add_post_render_callback"):
        response.add_post_render_callback(limit)
    else:
        limit(response)


def seconds_until(moment: datetime) -> int:
    """Whole seconds from this very moment; never less than none."""
    return max(0, int((moment - timezone.now()).total_seconds()))


def _limit(request, until: datetime, response) -> None:
    if response.has_header("Cache-Control"):
        return
    if _is_signed_in(request):
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, max_age=min(KEPT_SECONDS, seconds_until(until)))


def _is_signed_in(request) -> bool:
    """Ask for the session only where there is one: otherwise answers would vary by cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
