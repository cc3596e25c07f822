"""System checks of mail; described in ``docs/reference/checks.md``."""

from __future__ import annotations

import warnings

from django.conf import settings as django_settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connections
from django.db.utils import DatabaseError

from ..conf import PREFIX, settings
from .hosts import own_hosts

_SMTP = "django.core.mail.backends.smtp.EmailBackend"


def register(tag: str) -> None:
    """Called from ``rkres_wagtail.checks.register()``."""
    for check in (check_hosts, check_sender, check_times, check_timeout):
        checks.register(check, tag)
    checks.register(check_sites, checks.Tags.database)


def check_hosts(app_configs, **kwargs):
    """E020 a host that is none, W010 it cannot be told whose messages are sent from here."""
    hosts = settings.MAIL_HOSTS
    if not isinstance(hosts, list):
        return []  # E004
    wrong = [host for host in hosts if not _is_host(host)]
    if wrong:
        return [
            checks.Error(
                f"{PREFIX}MAIL_HOSTS names {wrong[0]!r}, which is not a host.",
                hint="Write hosts as in 'www.example.org': no scheme, port, path or '*'.",
                id=_id("E020"),
            )
        ]
    if own_hosts() or django_settings.DEBUG:
        return []
    return [
        checks.Warning(
            "No mail is sent: ALLOWED_HOSTS does not tell this site from a copy of it.",
            hint=(
                f"Name the host of the site in {PREFIX}MAIL_HOSTS, on the original only, best "
                "from the environment."
            ),
            id=_id("W010"),
        )
    ]


def _is_host(host) -> bool:
    if not isinstance(host, str) or not host.strip():
        return False
    return not any(sign in host for sign in "*/ @") and not host.startswith(".")


def check_sender(app_configs, **kwargs):
    """E021 the sender is not an address, W011 it is the one that Django starts with."""
    if not isinstance(settings.MAIL_FROM, str):
        return []  # E004
    if settings.MAIL_FROM:
        try:
            validate_email(settings.MAIL_FROM)
        except ValidationError:
            return [
                checks.Error(
                    f"{PREFIX}MAIL_FROM is {settings.MAIL_FROM!r}: that is not an address.",
                    hint="Write one address and nothing else, e.g. 'komitet@example.org'.",
                    id=_id("E021"),
                )
            ]
        return []
    if django_settings.DEBUG or django_settings.DEFAULT_FROM_EMAIL != "webmaster@localhost":
        return []
    return [
        checks.Warning(
            "Mail would come from webmaster@localhost, which mail servers refuse.",
            hint=f"Set {PREFIX}MAIL_FROM or DEFAULT_FROM_EMAIL to an address of the institution.",
            id=_id("W011"),
        )
    ]


def check_times(app_configs, **kwargs):
    """E022 the longest wait between two attempts is shorter than the first one."""
    first, most = settings.MAIL_RETRY_MINUTES, settings.MAIL_RETRY_MAX_MINUTES
    if type(first) is not int or type(most) is not int or most >= first:
        return []
    return [
        checks.Error(
            f"{PREFIX}MAIL_RETRY_MAX_MINUTES is {most}, less than the first wait of {first}.",
            hint=f"Raise it, or lower {PREFIX}MAIL_RETRY_MINUTES.",
            id=_id("E022"),
        )
    ]


def check_timeout(app_configs, **kwargs):
    """W012 a mail server that is silent would keep a request waiting for ever."""
    backend, timeout = mail_backend()
    if django_settings.DEBUG or backend != _SMTP or timeout:
        return []
    return [
        checks.Warning(
            "There is no limit to how long the mail server may keep a request waiting.",
            hint=(
                "Set EMAIL_TIMEOUT, or \"timeout\" in the OPTIONS of MAILERS['default'], to some "
                "10 seconds."
            ),
            id=_id("W012"),
        )
    ]


def mail_backend() -> tuple[str, object]:
    """Backend and time limit of the project's mail, by the old settings or by Django 6.1's."""
    if mailers := getattr(django_settings, "MAILERS", None):
        default = mailers.get("default", {})
        return default.get("BACKEND", _SMTP), default.get("OPTIONS", {}).get("timeout")
    with warnings.catch_warnings():
        # Django 6.1 speaks of a setting that it will know for some years still.
        warnings.simplefilter("ignore")
        return django_settings.EMAIL_BACKEND, django_settings.EMAIL_TIMEOUT


def check_sites(app_configs, databases=None, **kwargs):
    """W013 a site in whose name nothing would be sent."""
    from wagtail.models import Site

    if not databases or django_settings.DEBUG:
        return []
    hosts = own_hosts()
    alias = Site.objects.db
    if not hosts or alias not in databases:
        return []  # W010
    try:
        if Site._meta.db_table not in connections[alias].introspection.table_names():
            return []
        names = sorted({name.lower() for name in Site.objects.values_list("hostname", flat=True)})
    except DatabaseError:
        return []
    return [
        checks.Warning(
            f"Mail of the site {name} is not sent from here, which answers for "
            f"{', '.join(sorted(hosts))}.",
            hint=(
                "Right for a copy. On the original correct the site's host in Settings › Sites, "
                f"or add it to {PREFIX}MAIL_HOSTS."
            ),
            id=_id("W013"),
        )
        for name in names
        if name not in hosts
    ]


def _id(code: str) -> str:
    return f"rkres_wagtail.{code}"
