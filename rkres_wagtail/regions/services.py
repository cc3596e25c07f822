"""Apply a region profile to a site."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import LogContext, log
from wagtail.models import Site

from ..text import plain_slug
from . import values
from .loader import Profile
from .models import ProfileObject
from .places import check_parent
from .plan import Item, Plan
from .references import COMMITTEE
from .report import Outcome, Report


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
        if not dry_run:
            with LogContext(user=user):
                Writer(plan, parent=parent, user=user).write()
            report.committee = plan.items[COMMITTEE].instance
            if COMMITTEE in report.keys(Outcome.CREATED) or (recreate and report.committee):
                _create_roles(report.committee)
    return report


def _create_roles(committee) -> None:
    """Once, with the committee: what an administrator changed in the groups since stays."""
    # At run time, because the editorial room stands on this one.
    from ..editorial.roles import create_roles

    create_roles(committee)


def reason_to_skip(instance) -> str:
    """Why a page may not be written over now; "" when it may."""
    if instance.alias_of_id:
        return _("it is an alias")
    if instance.locked:
        return _("it is locked")
    if not instance.live:
        return _("it is not published")
    return _("it has an unpublished draft") if instance.has_unpublished_changes else ""


def _describe(plan: Plan, report: Report) -> None:
    """Say what ``Writer`` is going to do."""
    for key, item in plan.items.items():
        label = item.spec.label
        if item.is_missing:
            report.add(Outcome.DELETED, key, label)
            continue
        if item.is_new:
            report.add(Outcome.CREATED, key, label)
            continue
        skipped = reason_to_skip(item.instance) if item.spec.is_page else ""
        if skipped:
            report.add(Outcome.SKIPPED, key, label, item.names(item.changes), skipped)
        elif item.changes:
            report.add(Outcome.UPDATED, key, label, item.names(item.changes))
        elif not item.kept:
            report.add(Outcome.UNCHANGED, key, label)
        if item.kept:
            report.add(Outcome.KEPT, key, label, item.names(item.kept))
        if item.dropped:
            report.add(Outcome.GONE, key, label, item.names(item.dropped))
    for key, instance in plan.left():
        report.add(Outcome.GONE, key, str(instance))


class Writer:
    """Carries a plan out: pages as drafts, then what refers to them, then the pages' values."""

    def __init__(self, plan: Plan, *, parent, user=None):
        self.plan = plan
        self.parent = parent
        self.user = user
        self._created: set[str] = set()

    def write(self) -> None:
        items = [item for item in self.plan.items.values() if not item.is_missing]
        for item in items:
            if item.spec.is_page and item.is_new:
                self._add_page(item)
        for item in items:
            if not item.spec.is_page:
                self._write_snippet(item)
        for item in items:
            if item.spec.is_page:
                self._publish(item)

    def _add_page(self, item: Item) -> None:
        spec = item.spec
        parent = self.plan.items[spec.parent].instance if spec.parent else self.parent
        parent = type(parent)._base_manager.get(pk=parent.pk)
        page = spec.model_class()(
            title=spec.fields["title"],
            slug=_free_slug(spec, parent),
            locale=parent.locale,
            live=False,
        )
        for name, value in spec.fields.items():
            if name in spec.names and not page._meta.get_field(name).is_relation:
                self._assign_plain(page, name, value)
        self._checked(item, lambda: parent.add_child(instance=page))
        item.instance = page
        self._created.add(spec.key)

    def _assign_plain(self, page, name: str, value: Any) -> None:
        """References are set when everything exists."""
        try:
            values.assign(page, name, values.resolve(value, {}.__getitem__))
        except KeyError:
            return

    def _write_snippet(self, item: Item) -> None:
        is_new = item.is_new
        if is_new:
            item.instance = item.spec.model_class()()
        changes = self._changes(item)
        if changes:
            for name, value in changes.items():
                values.assign(item.instance, name, value)
            self._checked(item, item.instance.full_clean)
            item.instance.save()
            action = "wagtail.create" if is_new else "wagtail.edit"
            log(instance=item.instance, action=action, user=self.user, content_changed=True)
        if is_new:
            self._created.add(item.spec.key)
        self._remember(item, changes)

    def _publish(self, item: Item) -> None:
        is_new = item.spec.key in self._created
        if not is_new and reason_to_skip(item.instance):
            return
        changes = self._changes(item)
        if changes:
            page = type(item.instance)._base_manager.get(pk=item.instance.pk)
            for name, value in changes.items():
                values.assign(page, name, value)
            self._checked(item, page.full_clean)
            revision = page.save_revision(user=self.user, log_action=not is_new)
            revision.publish(user=self.user)
            item.instance = type(page)._base_manager.get(pk=page.pk)
        self._remember(item, changes)

    def _changes(self, item: Item) -> dict[str, Any]:
        """What to write, with the ids of what was made meanwhile."""
        wanted = self.plan.wanted(item)
        if item.spec.key in self._created or item.instance.pk is None:
            return wanted
        return {name: wanted[name] for name in item.changes if name in wanted}

    def _remember(self, item: Item, changes: dict[str, Any]) -> None:
        hashes = dict(item.record.hashes) if item.record else {}
        if item.spec.key in self._created:
            hashes = {}
        hashes |= item.agreed
        hashes |= {
            name: values.fingerprint(values.current(item.instance, name)) for name in changes
        }
        record = item.record or ProfileObject(
            site=self.plan.site, profile=self.plan.profile.key, key=item.spec.key
        )
        object_id = str(item.instance.pk)
        if record.pk and record.hashes == hashes and record.object_id == object_id:
            return
        record.content_type = ContentType.objects.get_for_model(item.instance)
        record.object_id = object_id
        record.hashes = hashes
        record.save()

    def _checked(self, item: Item, action) -> None:
        """Run ``action``; what the site's models refuse becomes a problem of the profile."""
        try:
            action()
        except ValidationError as error:
            field_errors = getattr(error, "message_dict", {"": error.messages})
            name, messages = next(iter(field_errors.items()))
            key = item.spec.names.get(name, name)
            path = (*item.spec.path, *(part for part in key.split(".") if part))
            found = " ".join(str(message) for message in messages)
            expected = _("a value that the site accepts")
            raise self.plan.profile.problem(path, expected, found) from error


def _free_slug(spec, parent) -> str:
    """Address from the profile, or made from the name, numbered until no sibling has it."""
    with override(parent.locale.language_code):
        fallback = plain_slug(str(spec.model_class()._meta.verbose_name), "organ")
    base = spec.slug or plain_slug(spec.label, fallback)
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
