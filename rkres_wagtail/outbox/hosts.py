"""Whose messages this installation sends: never those of the site that it is a copy of.

A copy of a database brings its waiting messages and its sites along, so nothing in the database
tells the copy from the original. The settings do: a message goes out only where its host is
named in ``RKRES_WAGTAIL_MAIL_HOSTS`` or, without that, in ``ALLOWED_HOSTS``.
"""

from __future__ import annotations

from django.conf import settings as django_settings

from ..conf import settings

#: Names that every machine has, the copy's, too.
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}


def own_hosts() -> set[str]:
    """Hosts whose messages are sent from here; empty where that cannot be told.

    "*" and ".example.org" of ``ALLOWED_HOSTS`` fit a copy as well as the original, so they tell
    nothing; names of the loop-back tell something on a developer's machine only.
    """
    if settings.MAIL_HOSTS:
        return {str(host).strip().lower() for host in settings.MAIL_HOSTS}
    named = {str(host).strip().lower() for host in django_settings.ALLOWED_HOSTS}
    told = {host for host in named if host and not host.startswith((".", "*"))}
    if django_settings.DEBUG:
        return told | LOOPBACK
    return told - LOOPBACK


def is_own(host: str) -> bool:
    return host.lower() in own_hosts()
