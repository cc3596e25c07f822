"""Apply a region profile to a site."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Site

from ..conf import settings
from .loader import Profile
from .places import check_parent
from .placing import reason_to_skip
from .plan import Plan
from .references import COMMITTEE
from .report import Outcome, Report
from .writer import Writer


def apply_profile(
    profile: Profile, *, site: Site, parent=None, user=None, dry_run=False, recreate=False
) -> Report:
    """Make ``site`` have what ``profile`` says; keep what editors changed (requirement 77).

    ``parent`` (the site's root page by default) is where a committee is made that is not there
    yet; one that is there may have been moved. ``recreate`` makes again what editors deleted, the
    groups and permissions of its editors included.
    All in one transaction: an error leaves nothing behind.

    Raises ``PlaceError`` (``parent`` unsuitable) and ``ProfileError`` (a value that this
    site's models refuse).
    """
    with transaction.atomic():
        # Two runs at once wait for each other.
        site = Site.objects.select_for_update().get(pk=site.pk)
        parent = parent or site.root_page
        plan = Plan(profile, site, recreate=recreate)
        if plan.items[COMMITTEE].is_new:
            check_parent(parent, site)
        report = Report(profile=profile.key, dry_run=dry_run)
        _describe(plan, report)
        _describe_office(plan, report, parent=parent)
        if not dry_run:
            with LogContext(user=user):
                Writer(plan, parent=parent, user=user).write()
            report.committee = plan.items[COMMITTEE].instance
            if COMMITTEE in report.keys(Outcome.CREATED) or (recreate and report.committee):
                _create_roles(report.committee)
            elif report.committee:
                _complete_workflow(report.committee)
    return report


def _create_roles(committee) -> None:
    """Once, with the committee: what an administrator changed in the groups since stays."""
    # At run time, because the editorial room stands on this one.
    from ..editorial.roles import create_roles

    create_roles(committee)


def _complete_workflow(committee) -> None:
    from ..editorial.roles import complete_workflow

    complete_workflow(committee)


def _describe_office(plan: Plan, report: Report, *, parent) -> None:
    """Say which groups of users are going to be made, and in which language."""
    from ..editorial.roles import new_group_names

    item = plan.items[COMMITTEE]
    if item.is_missing or not (item.is_new or plan.recreate):
        return
    committee = item.instance
    if item.is_new:
        fields = item.spec.fields
        model = apps.get_model(settings.COMMITTEE_PAGE)
        committee = model(
            title=fields["title"],
            abbreviation=fields.get("abbreviation", ""),
            locale=parent.locale,
        )
        language = parent.locale.language_code
        if language.partition("-")[0] != "pl":
            report.warnings.append(
                _(
                    "The site is in the language %(language)s: the groups of users, roles and "
                    "words of the committee's pages will be in it, too, beside the texts of the "
                    'profile. For a site in Polish set LANGUAGE_CODE = "pl" before migrate.'
                )
                % {"language": language}
            )
    report.groups = new_group_names(committee, site=plan.site)


def _describe(plan: Plan, report: Report) -> None:
    """Say what ``Writer`` is going to do."""
    for key, item in plan.items.items():
        label = item.spec.label
        if item.is_missing and item.refused:
            reason = next(iter(item.refused.values()))
            report.add(Outcome.SKIPPED, key, label, item.named(item.refused), reason)
            continue
        if item.is_missing:
            report.add(Outcome.DELETED, key, label)
            continue
        if item.is_new:
            report.add(Outcome.CREATED, key, label)
            continue
        skipped = reason_to_skip(item.instance) if item.spec.is_page else ""
        if skipped:
            report.add(Outcome.SKIPPED, key, label, item.named(item.changed), skipped)
        elif item.changed:
            report.add(Outcome.UPDATED, key, label, item.named(item.changed))
        elif not (item.kept or item.refused):
            report.add(Outcome.UNCHANGED, key, label)
        for name, reason in item.refused.items():
            report.add(Outcome.SKIPPED, key, label, item.named([name]), reason)
        if item.kept:
            report.add(Outcome.KEPT, key, label, item.named(item.kept))
        if item.dropped:
            report.add(Outcome.GONE, key, label, item.named(item.dropped))
    for key, instance in plan.left():
        report.add(Outcome.GONE, key, str(instance))
