"""Nothing is lost (DESIGN, rule 4): deleting what records depend on is refused, with the way out.

A room names its records with ``protect()``; then their pages, with everything under which they
stand, and their other targets cannot be deleted:

* ``refuse()`` raises ``RecordsProtected``; signals and actions call it (``signals.py``),
* the hooks of ``editorial/guards.py`` ask ``explain()`` and show its words in the admin.

Foreign keys should be PROTECT as well: that is the guarantee, this is the explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import swapper
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import PROTECT, RESTRICT, Model, Q
from django.utils.translation import gettext as _


class RecordsProtected(ValidationError):
    """Deletion refused. ``code`` is ``"records_protected"``; the message says what to do."""

    def __init__(self, message):
        super().__init__(message, code="records_protected")


@dataclass(frozen=True)
class ProtectedRecord:
    """Rows of ``model`` must not lose what their ``field`` points at.

    ``label`` counts them: ``ngettext_lazy("%(count)d seat", "%(count)d seats", "count")``.
    """

    model: str
    field: str
    label: object
    #: Narrows a queryset of the rows to those that count.
    where: Callable | None = None
    #: What to do instead, where the target's own advice does not fit.
    advice: object = None
    #: Whether rows that are to be deleted themselves count, too.
    own: bool = False

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def target(self) -> type[Model]:
        field = self.model_class._meta.get_field(self.field)
        return field.related_model or self.model_class

    def count(self, objects: list[Model]) -> int:
        """How many records depend on ``objects`` (of one target) or, for pages, stand below."""
        if self.targets_pages:
            condition = Q()
            for page in objects:
                condition |= Q(**{f"{self.field}__path__startswith": page.path})
        else:
            condition = Q(**{f"{self.field}__in": [one.pk for one in objects]})
        rows = self.model_class._default_manager.filter(condition)
        if self.where is not None:
            rows = self.where(rows)
        if self.own:
            return rows.count()
        own = [one.pk for one in objects if isinstance(one, self.model_class)]
        return rows.exclude(pk__in=own).count()

    @property
    def targets_pages(self) -> bool:
        return self.target is swapper.load_model("wagtailcore", "Page")

    @property
    def is_kept_by_django(self) -> bool:
        """Whether Django itself refuses, before any signal is sent."""
        field = self.model_class._meta.get_field(self.field)
        return bool(field.remote_field) and field.remote_field.on_delete in (PROTECT, RESTRICT)


@dataclass(frozen=True)
class ProtectedUse(ProtectedRecord):
    """What names objects of ``model`` in stored content, where no foreign key says so."""

    #: ``uses(objects)``: how many do.
    uses: Callable | None = None

    @property
    def target(self) -> type[Model]:
        return self.model_class

    def count(self, objects: list[Model]) -> int:
        return self.uses(objects)

    @property
    def is_kept_by_django(self) -> bool:
        return False


#: More names than this are cut short in a message.
_MAX_NAMES = 5

_records: list[ProtectedRecord] = []
_advice: dict[str, object] = {}


def protect(model: str, field: str, label, *, where=None, advice=None, own=False) -> None:
    """Add records: ``model`` as ``"app.Model"``, its foreign key, the counting label.

    ``where`` narrows a queryset of the rows to those that count; ``advice`` says what to do
    instead of deleting, where ``advise()`` says it of something else. With ``own`` the rows
    that are to be deleted count, too: a page class with the key to its base page, or any class
    with its own key ``"id"``, is kept itself.
    """
    record = ProtectedRecord(model, field, label, where, advice, own)
    if record not in _records:
        _records.append(record)


def protect_uses(model: str, uses: Callable, label, *, advice=None) -> None:
    """Add what names objects of ``model`` in stored content; ``uses(objects)`` counts it."""
    record = ProtectedUse(model, "id", label, advice=advice, uses=uses)
    if record not in _records:
        _records.append(record)


def advise(model: str, text) -> None:
    """Say what to do instead of deleting an object of ``model`` (``"page"`` for any page)."""
    _advice[model] = text


def all_records() -> list[ProtectedRecord]:
    return list(_records)


def records_of(target: type[Model]) -> list[ProtectedRecord]:
    """The kinds of records that may depend on objects of ``target``."""
    return [record for record in _records if issubclass(target, record.target)]


def dependants(objects: Iterable[Model]) -> list[tuple[ProtectedRecord, int]]:
    """Records that depend on ``objects`` (all of one model), with their numbers."""
    objects = [one for one in objects if one.pk]
    if not objects:
        return []
    counts = ((record, record.count(objects)) for record in records_of(type(objects[0])))
    return [(record, number) for record, number in counts if number]


def explain(objects: Iterable[Model]) -> str | None:
    """Why ``objects`` cannot be deleted and what to do instead; None where nothing forbids it."""
    objects = list(objects)
    found = dependants(objects)
    if not found:
        return None
    parts = ", ".join(str(record.label % {"count": number}) for record, number in found)
    names = ", ".join(_("“%(name)s”") % {"name": _name(one)} for one in objects[:_MAX_NAMES])
    if len(objects) > _MAX_NAMES:
        names = f"{names} …"
    is_page = found[0][0].targets_pages
    if is_page:
        reason = _(
            "Not deleted: %(names)s. This page, or pages under it, are needed by: %(parts)s."
        )
    else:
        reason = _("Not deleted: %(names)s. Needed by: %(parts)s.")
    usual = _advice.get("page" if is_page else objects[0]._meta.label)
    advice = dict.fromkeys(str(record.advice or usual or "") for record, _number in found)
    return " ".join(filter(None, [reason % {"names": names, "parts": parts}, *advice]))


def refuse(objects: Iterable[Model]) -> None:
    """Raise ``RecordsProtected`` where records depend on ``objects``."""
    if message := explain(objects):
        raise RecordsProtected(message)


def _name(instance: Model) -> str:
    if hasattr(instance, "get_admin_display_title"):
        return instance.get_admin_display_title()
    return str(instance)
