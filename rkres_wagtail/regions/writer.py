"""Carry a plan out: write, publish and remember."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin

from ..bodies.sections import RESERVED_SLUGS
from ..text import plain_slug
from . import values
from .models import ProfileObject
from .placing import new_hashes, reason_to_skip
from .plan import Item, Plan
from .touched import Touched


class Writer:
    """Carries a plan out: pages as drafts, then what refers to them, then the pages' values."""

    def __init__(self, plan: Plan, *, parent, user=None):
        self.plan = plan
        self.parent = parent
        self.user = user
        self._created: set[str] = set()
        self._touched = Touched()

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
        self._touched.announce()

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
        for name, value in spec.initial.items():
            setattr(page, name, value)
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
            item.instance = item.spec.model_class()(**item.spec.initial)
            # A consulted text comes after its round; what is settled was sorted out before.
            item.instance.is_being_written = True
        changes = self._changes(item)
        if changes:
            # A relation of many to many needs the row to be there.
            many = {name for name in changes if item.instance._meta.get_field(name).many_to_many}
            for name in changes.keys() - many:
                values.assign(item.instance, name, changes[name])
            exclude = _not_asked_for(item)
            self._checked(item, lambda: item.instance.full_clean(exclude=exclude))
            item.instance.save()
            for name in many:
                values.assign(item.instance, name, changes[name])
            if isinstance(item.instance, DraftStateMixin):
                item.instance.save_revision(user=self.user).publish(user=self.user)
            action = "wagtail.create" if is_new else "wagtail.edit"
            log(instance=item.instance, action=action, user=self.user, content_changed=True)
            self._touched.add(item.instance)
        if is_new:
            self._created.add(item.spec.key)
        self._remember(item, changes)

    def _publish(self, item: Item) -> None:
        is_new = item.spec.key in self._created
        if not is_new and reason_to_skip(item.instance):
            return
        if item.moves_to:
            self._move(item)
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

    def _move(self, item: Item) -> None:
        target = self.plan.items[item.moves_to].instance
        target = type(target)._base_manager.get(pk=target.pk)
        page = type(item.instance)._base_manager.get(pk=item.instance.pk)
        page.move(target, pos="last-child", user=self.user)
        item.instance = type(page)._base_manager.get(pk=page.pk)

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
        if item.spec.is_page and (item.spec.key in self._created or item.moves_to):
            hashes |= new_hashes(item.spec, self._parent_of(item))
        hashes |= {
            name: values.fingerprint(values.current(item.instance, name)) for name in changes
        }
        hashes |= self._hashes_of_entries(item, {*changes, *item.agreed})
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

    def _hashes_of_entries(self, item: Item, fields: set[str]) -> dict[str, str]:
        """One for each entry of a list, so that those which leave the profile are known."""
        hashes = {}
        for name, keys in item.spec.entries.items():
            if name in fields:
                field = item.instance._meta.get_field(name)
                blocks = values.canonical(field, item.spec.fields[name])
                hashed = map(values.fingerprint, blocks)
                hashes |= {f"{name}/{key}": value for key, value in zip(keys, hashed, strict=True)}
        return hashes

    def _parent_of(self, item: Item):
        """The page under which ``item`` was made or moved, for groups and tiers."""
        return self.plan.items[item.spec.parent].instance if item.spec.parent else None

    def _checked(self, item: Item, action) -> None:
        """Run ``action``; what the site's models refuse becomes a problem of the profile."""
        try:
            action()
        except ValidationError as error:
            field_errors = getattr(error, "message_dict", {"": error.messages})
            name, messages = next(iter(field_errors.items()))
            key = item.spec.names.get(name, name)
            path = (*item.spec.path, *(part for part in key.split(".") if part))
            said = " ".join(str(message) for message in messages)
            raise self.plan.profile.refused(path, said) from error


def _not_asked_for(item: Item) -> list[str]:
    """Fields that only the program fills, and which a form would ask for."""
    fields = item.instance._meta.concrete_fields
    return [
        field.name
        for field in fields
        if field.name not in item.spec.fields
        and not field.blank
        and (field.null or not field.editable)
    ]


def _free_slug(spec, parent) -> str:
    """Address from the profile, or made from the name, numbered until no sibling has it."""
    with override(parent.locale.language_code):
        fallback = plain_slug(str(spec.model_class()._meta.verbose_name), "organ")
    base = spec.slug or spec.slug_base or plain_slug(spec.label, fallback)
    taken = set(parent.get_children().values_list("slug", flat=True))
    if spec.parent:
        taken |= RESERVED_SLUGS
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
