"""System checks: what would otherwise be a 500 on some later page, with what to do about it.

Described in ``docs/reference/checks.md``. Only the check tagged ``database`` asks a database.
"""

from __future__ import annotations

import swapper
from django.apps import apps
from django.conf import settings as django_settings
from django.core import checks
from django.db import connections
from django.db.utils import DatabaseError
from django.urls import get_resolver

from . import RKRES_WAGTAIL_APPS
from .conf import PREFIX, settings
from .minutes import checks as minutes
from .outbox import checks as outbox
from .template_checks import blocks_of as blocks_of
from .template_checks import check_templates
from .value_checks import (
    check_absence_alerts,
    check_digest,
    check_headless_preview,
    check_names,
    check_open_data_license,
    check_remark_limits,
    check_remark_origins,
    check_time_zone,
    check_values,
)

TAG = "rkres_wagtail"

#: Setting -> the mixin of a room's ``pages`` that its page class must carry.
PAGE_CLASSES = {
    "COMMITTEE_PAGE": "CommitteePageMixin",
    "TIER_PAGE": "TierPageMixin",
    "GROUP_PAGE": "GroupPageMixin",
    "MEETING_INDEX_PAGE": "MeetingIndexPageMixin",
    "MEETING_PAGE": "MeetingPageMixin",
    "DECISION_INDEX_PAGE": "DecisionIndexPageMixin",
    "DECISION_PAGE": "DecisionPageMixin",
    "CONSULTATION_INDEX_PAGE": "ConsultationIndexPageMixin",
    "CONSULTATION_PAGE": "ConsultationPageMixin",
    "PROGRAMME_PAGE": "ProgrammePageMixin",
    "CALL_PAGE": "CallPageMixin",
}

_PAGES_APP = "rkres_wagtail.pages"


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    for check in (
        check_apps,
        check_names,
        check_values,
        check_time_zone,
        check_absence_alerts,
        check_remark_limits,
        check_remark_origins,
        check_headless_preview,
        check_open_data_license,
        check_digest,
        check_page_classes,
        check_agenda_fits,
        check_templates,
        check_urls,
    ):
        checks.register(check, TAG)
    checks.register(check_time_zone_tables, checks.Tags.database)
    outbox.register(TAG)
    minutes.register(TAG)


# Apps ---------------------------------------------------------------------------------------------


def is_page_swapped() -> bool:
    return bool(swapper.is_swapped("wagtailcore", "Page"))


def check_apps(app_configs, **kwargs):
    """E001 an app is missing, E002 our page types on a swapped base, E003 site settings missing."""
    found = []
    for name in RKRES_WAGTAIL_APPS:
        if apps.is_installed(name) or (name == _PAGES_APP and is_page_swapped()):
            continue
        if name == _PAGES_APP and not any(is_set(setting) for setting in PAGE_CLASSES):
            hint = (
                "Write *RKRES_WAGTAIL_APPS (from rkres_wagtail) in INSTALLED_APPS, or, where the "
                "project makes page types of its own from the mixins, name them in "
                f"{', '.join(PREFIX + name for name in PAGE_CLASSES)}."
            )
        elif name == _PAGES_APP:
            continue
        else:
            hint = "Write *RKRES_WAGTAIL_APPS (from rkres_wagtail) in INSTALLED_APPS."
        found.append(checks.Error(f"'{name}' is not in INSTALLED_APPS.", hint=hint, id=_id("E001")))
    if apps.is_installed(_PAGES_APP) and is_page_swapped():
        found.append(
            checks.Error(
                f"'{_PAGES_APP}' cannot be installed where WAGTAIL_PAGE_MODEL is set.",
                hint=(
                    "Use *RKRES_WAGTAIL_APPS_WITHOUT_PAGES and make the page types from the "
                    "mixins of rkres_wagtail.bodies.pages, rkres_wagtail.meetings.pages, "
                    "rkres_wagtail.decisions.pages and rkres_wagtail.consultations.pages."
                ),
                id=_id("E002"),
            )
        )
    if not apps.is_installed("wagtail.contrib.settings"):
        found.append(
            checks.Error(
                "'wagtail.contrib.settings' is not in INSTALLED_APPS.",
                hint="Add 'wagtail.contrib.settings' to INSTALLED_APPS; `wagtail start` omits it.",
                id=_id("E003"),
            )
        )
    return found


# Page classes -------------------------------------------------------------------------------------


def is_set(name: str) -> bool:
    return hasattr(django_settings, PREFIX + name)


def check_page_classes(app_configs, **kwargs):
    """E006 a page class that cannot be found, E007 one that lacks its mixin."""
    from .bodies import pages as bodies
    from .consultations import pages as consultations
    from .decisions import pages as decisions
    from .meetings import pages as meetings
    from .participation import pages as participation
    from .programmes import pages as programmes

    found = []
    for name, mixin in PAGE_CLASSES.items():
        rooms = (bodies, meetings, decisions, consultations, programmes, participation)
        room = next(each for each in rooms if hasattr(each, mixin))
        value = getattr(settings, name)
        if not isinstance(value, str):
            continue
        if not is_set(name) and not apps.is_installed(_PAGES_APP) and not is_page_swapped():
            continue  # E001 says it already
        try:
            model = apps.get_model(value)
        except (LookupError, ValueError):
            found.append(
                checks.Error(
                    f"{PREFIX}{name} is {value!r}: there is no such model.",
                    hint=f"Name a page type with {mixin} as 'app_label.ModelName'.",
                    id=_id("E006"),
                )
            )
            continue
        base = swapper.load_model("wagtailcore", "Page")
        if not issubclass(model, base) or not issubclass(model, getattr(room, mixin)):
            found.append(
                checks.Error(
                    f"{PREFIX}{name} is {value!r}: that is not a page type with {mixin}.",
                    hint=f"Let it inherit {mixin} ({room.__name__}), before its page.",
                    id=_id("E007"),
                )
            )
    return found


def check_agenda_fits(app_configs, **kwargs):
    """W003 an agenda as long as the setting allows would not fit in one request."""
    from .meetings import agenda

    if type(settings.AGENDA_MAX_ITEMS) is not int:
        return []  # E004
    try:
        limit, needed = agenda.agenda_limit(), agenda.fields_needed()
    except (LookupError, ValueError, AttributeError, TypeError):
        return []  # E001 or E006
    if limit >= settings.AGENDA_MAX_ITEMS:
        return []
    return [
        checks.Warning(
            f"An agenda can have {limit} items only, not {PREFIX}AGENDA_MAX_ITEMS "
            f"({settings.AGENDA_MAX_ITEMS}): more fields would not fit in one request "
            f"(DATA_UPLOAD_MAX_NUMBER_FIELDS is {django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}).",
            hint=(
                f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS to at least {needed} (`wagtail start` sets "
                f"10_000), or lower {PREFIX}AGENDA_MAX_ITEMS."
            ),
            id=_id("W003"),
        )
    ]


# Addresses ----------------------------------------------------------------------------------------


def check_urls(app_configs, **kwargs):
    """W002 our addresses are not mounted; a project may answer by more than one URLconf."""
    urlconf = getattr(django_settings, "ROOT_URLCONF", None)
    if urlconf is None or "rkres_wagtail" in get_resolver(urlconf).app_dict:
        return []
    return [
        checks.Warning(
            f"'rkres_wagtail.urls' is not included in {urlconf}.",
            hint=(
                'Add path("rkres/", include("rkres_wagtail.urls")) to urlpatterns, above '
                "Wagtail's own."
            ),
            id=_id("W002"),
        )
    ]


# Databases ----------------------------------------------------------------------------------------


def check_time_zone_tables(app_configs, databases=None, **kwargs):
    """E011 MariaDB without time-zone tables: look-ups by date find nothing, without any error."""
    found = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "mysql" or not django_settings.USE_TZ:
            continue
        zone = django_settings.TIME_ZONE
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT CONVERT_TZ('2026-01-01 00:00:00', 'UTC', %s)", [zone])
                converted = cursor.fetchone()[0]
        except DatabaseError:
            continue
        if converted is None:
            found.append(
                checks.Error(
                    f"The database '{alias}' has no time-zone tables (or does not know {zone}).",
                    hint=(
                        "Load them: mariadb-tzinfo-to-sql /usr/share/zoneinfo | "
                        "mariadb -u root mysql (mysql_tzinfo_to_sql on MySQL)."
                    ),
                    id=_id("E011"),
                )
            )
    return found


def _id(code: str) -> str:
    return f"rkres_wagtail.{code}"
