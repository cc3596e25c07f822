"""Compare a profile with a site: what is there, what differs, who changed it last.

Reads only; a dry run ends here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import NOT_PROVIDED
from wagtail.models import Site

from ..bodies.models import Organisation
from ..remarks.models import RemarkRules, ResponseStatus
from . import rows, values
from .loader import Profile
from .meeting_dates import compare_date
from .models import ProfileObject
from .placing import LABELS, UNDER, compare_place
from .references import COMMITTEE
from .settled import settle
from .spec import Ref, Spec
from .specs import specs_of


@dataclass
class Item:
    """One spec and what the site has for it."""

    spec: Spec
    record: ProfileObject | None = None
    instance: models.Model | None = None
    #: The editor deleted it, or something it cannot do without.
    is_missing: bool = False
    #: Fields to write; fields left as an editor made them; fields that left the profile.
    changes: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    #: Hashes to remember for fields that already are as the profile wants them.
    agreed: dict[str, str] = field(default_factory=dict)
    #: Key of the item under which the page is to be moved; why a change is not made.
    moves_to: str | None = None
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.instance is None and not self.is_missing

    @property
    def changed(self) -> list[str]:
        return [*self.changes, UNDER] if self.moves_to else list(self.changes)

    def named(self, fields) -> dict[str, str]:
        """Key of the profile -> what editors call it; what no profile names is left out."""
        meta = self.spec.model_class()._meta
        named = {}
        for field_name in fields:
            name, _slash, entry = field_name.partition("/")
            key = self.spec.names.get(name, name)
            label = str(LABELS[name] if name in LABELS else _label_of(meta.get_field(name)))
            named[f"{key}.{entry}" if entry else key] = f"{label} ({entry})" if entry else label
        return {name: named[name] for name in sorted(named) if name}

    def is_untouched(self, field, present) -> bool:
        """Whether a value that no profile applied is empty or as it is when made.

        The latter is asked of pages, and of rules, which the first remark makes.
        """
        if self.spec.model_class() is RemarkRules:
            return present == values.canonical(field, field.get_default())
        default = getattr(field, "default", NOT_PROVIDED)
        if default is not NOT_PROVIDED and self.spec.is_page:
            return present in ("", [], values.canonical(field, field.get_default()))
        return present in ("", [])

    def left(self, name: str) -> dict[str, list]:
        """Entries of a list that the profile made and no longer has: name of the hash -> block."""
        applied = self.record.hashes if self.record and self.instance is not None else {}
        wanted = {f"{name}/{key}" for key in self.spec.entries.get(name, ())}
        gone = {
            value: key
            for key, value in applied.items()
            if key.startswith(f"{name}/") and key not in wanted
        }
        blocks = values.current(self.instance, name) if gone else []
        hashed = ((values.fingerprint(block), block) for block in blocks)
        return {gone[value]: block for value, block in hashed if value in gone}


def _label_of(field) -> str:
    """What editors call a field, or the rows of a page."""
    if rows.is_rows(field):
        return field.related_model._meta.verbose_name_plural
    return field.verbose_name


class Plan:
    """Every item of a profile on one site, in an order in which they can be made."""

    def __init__(self, profile: Profile, site: Site, *, recreate: bool = False):
        self.profile = profile
        self.site = site
        self.recreate = recreate
        records = ProfileObject.objects.filter(site=site, profile=profile.key)
        self.records = {record.key: record for record in records}
        self._loaded = _load(self.records.values())
        pages = (page for page in self._loaded.values() if hasattr(page, "path"))
        self._by_path = {page.path: page.pk for page in pages}
        self.items = {spec.key: Item(spec) for spec in specs_of(profile)}
        for item in self.items.values():
            self._find(item)
        for item in self.items.values():
            if item.instance is not None:
                self._compare(item)
                if item.spec.is_page:
                    compare_place(self, item)
        settle(self)

    def id_of(self, key: str) -> Any:
        """Id of what exists; what is still to be made stands for itself. KeyError: missing."""
        item = self.items[key]
        if item.is_missing:
            raise KeyError(key)
        return item.instance.pk if item.instance is not None else f"new:{key}"

    def parent_id(self, page) -> Any:
        """Id of the page above, where this profile made it; else None."""
        return self._by_path.get(page.path[: -page.steplen])

    def left(self) -> list[tuple[str, models.Model]]:
        """Objects made by an earlier version of the profile, that it no longer has."""
        found = ((key, self._loaded.get(key)) for key in self.records if key not in self.items)
        return [(key, instance) for key, instance in found if instance is not None]

    def _find(self, item: Item) -> None:
        spec = item.spec
        item.record = self.records.get(spec.key)
        if item.record is not None:
            item.instance = self._loaded.get(spec.key)
            item.is_missing = item.instance is None and not self.recreate
        elif spec.model_class() is Organisation:
            # Organisations are shared by the committees of an installation.
            item.instance = Organisation.objects.filter(name=spec.label).order_by("pk").first()
        elif spec.model_class() is ResponseStatus and self.items[COMMITTEE].instance is not None:
            # A committee that was set up before has the usual ones already.
            mine = ResponseStatus.objects.of(self.items[COMMITTEE].instance)
            item.instance = mine.filter(name__iexact=spec.label).order_by("pk").first()
        elif spec.model_class() is RemarkRules:
            # The first remark makes them, too.
            page = self.items[spec.fields["consultation"].key].instance
            item.instance = page and RemarkRules.objects.of(page).first()
        if item.instance is None and self._lacks_ground(spec):
            item.is_missing = True

    def _lacks_ground(self, spec: Spec) -> bool:
        """Whether something that this object cannot be made without is missing."""
        needed = [spec.parent] if spec.parent else []
        model = spec.model_class()
        for name, value in spec.fields.items():
            if values.is_list_of_refs(value):
                if all(self.items[ref.key].is_missing for ref in value):
                    return True
            elif isinstance(value, Ref) and not model._meta.get_field(name).null:
                needed.append(value.key)
        return any(self.items[key].is_missing for key in needed)

    def wanted(self, item: Item) -> dict[str, Any]:
        """The spec's values with references resolved; those to missing objects are left out."""
        found = {}
        for name, value in item.spec.fields.items():
            try:
                found[name] = values.resolve(value, self.id_of)
            except KeyError:
                continue
            if left := item.left(name):
                found[name] = [*found[name], *left.values()]
        return found

    def _compare(self, item: Item) -> None:
        """Three ways: what the profile wants, what is there, what was last applied."""
        applied = item.record.hashes if item.record else {}
        wanted = self.wanted(item)
        for name, value in wanted.items():
            model_field = item.instance._meta.get_field(name)
            target = values.fingerprint(values.canonical(model_field, value))
            present = values.current(item.instance, name)
            now = values.fingerprint(present)
            if now == target:
                item.agreed[name] = target
            elif now == applied.get(name) or (
                name not in applied and item.is_untouched(model_field, present)
            ):
                item.changes[name] = value
            else:
                item.kept.append(name)
        compare_date(item)
        owned = {*item.spec.fields, *LABELS}
        item.dropped = [name for name in applied if "/" not in name and name not in owned]
        item.dropped += [key for name in wanted for key in item.left(name)]


def _load(records) -> dict[str, models.Model]:
    """Full key -> object, for the records whose objects still exist; one query for each type."""
    Page = swapper.load_model("wagtailcore", "Page")
    by_type: dict[int, list[ProfileObject]] = defaultdict(list)
    for record in records:
        by_type[record.content_type_id].append(record)
    loaded: dict[str, models.Model] = {}
    for type_id, group in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is None:
            continue
        queryset = model._base_manager.all()
        if issubclass(model, Page):
            queryset = queryset.select_related("locale", "content_type")
        ids = [model._meta.pk.to_python(record.object_id) for record in group]
        found = {str(instance.pk): instance for instance in queryset.filter(pk__in=ids)}
        loaded |= {
            record.key: found[record.object_id] for record in group if record.object_id in found
        }
    return loaded
