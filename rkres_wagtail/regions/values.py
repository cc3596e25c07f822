"""Values of models' fields in one comparable form, and back into the field.

An editor who opens and publishes a page without a change still rewrites it: rich text gets
block keys, text areas get Windows line ends, blocks get ids. None of that is a change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField

from . import rows
from .spec import Ref

_BLOCK_KEY = "data-block-key"


def canonical(field: models.Field, value: Any) -> Any:
    """Return ``value`` of ``field`` so that equal meanings are equal."""
    if rows.is_rows(field):
        return [[name, _bare(content)] for name, content in rows.read(field, value)]
    if isinstance(field, TaggableManager):
        return sorted(value if isinstance(value, list) else value.names())
    if field.many_to_many:
        keys = value if isinstance(value, list) else [row.pk for row in value.all()]
        return sorted(map(str, keys))
    if isinstance(field, StreamField):
        return [[name, _bare(content)] for name, content in _blocks(value)]
    if value is None or value == "":
        return ""
    if isinstance(field, RichTextField):
        return _rich_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(field, (models.ForeignKey, models.DateField, models.TimeField)):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    return value


def fingerprint(value: Any) -> str:
    """A hash of a canonical value."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def current(instance: models.Model, name: str) -> Any:
    """Canonical form of what ``instance`` has in the field ``name``."""
    field = instance._meta.get_field(name)
    return canonical(field, getattr(instance, getattr(field, "attname", name)))


def assign(instance: models.Model, name: str, value: Any) -> None:
    """Put a value of a spec, its references resolved to ids, into ``instance``."""
    field = instance._meta.get_field(name)
    if rows.is_rows(field):
        rows.write(instance, field, value)
        return
    if isinstance(field, TaggableManager):
        getattr(instance, name).set(value)
        return
    if isinstance(field, ParentalManyToManyField):
        pages = field.related_model._base_manager.filter(pk__in=value)
        setattr(instance, name, list(pages.order_by("path")))
        return
    if field.many_to_many:
        getattr(instance, name).set(value)
        return
    if isinstance(field, StreamField):
        blocks = [{"type": block, "value": content, "id": str(uuid4())} for block, content in value]
        value = field.to_python(json.dumps(blocks))
    elif value is None and not field.null:
        value = ""
    setattr(instance, field.attname, value)


def resolve(value: Any, id_of: Callable[[str], Any]) -> Any:
    """Replace every ``Ref`` in ``value`` by the id that ``id_of`` gives; it may raise KeyError.

    Of a list of them, those that have none are left out; KeyError where no one is left.
    """
    if isinstance(value, Ref):
        return id_of(value.key)
    if is_list_of_refs(value):
        found = [key for key in (_id_or_none(ref, id_of) for ref in value) if key is not None]
        if not found:
            raise KeyError(value[0].key)
        return found
    if isinstance(value, list) and all(isinstance(item, tuple) for item in value):
        return [(block, resolve(content, id_of)) for block, content in value]
    if isinstance(value, dict):
        return {name: resolve(content, id_of) for name, content in value.items()}
    return value


def is_list_of_refs(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(ref, Ref) for ref in value)


def _id_or_none(ref: Ref, id_of: Callable[[str], Any]) -> Any:
    try:
        return id_of(ref.key)
    except KeyError:
        return None


def _blocks(value: Any) -> list[tuple[str, Any]]:
    """Blocks of a stream value, or of a spec's pairs."""
    if hasattr(value, "get_prep_value"):
        return [(block["type"], block["value"]) for block in value.get_prep_value()]
    return value or []


def _bare(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _bare(item) for name, item in content.items() if item not in (None, "")}
    if isinstance(content, str):
        # Rich text gets keys from the editor.
        return _rich_text(content) if _BLOCK_KEY in content else _text(content)
    return content if isinstance(content, (int, float)) else str(content)


def _text(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _rich_text(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(attrs={_BLOCK_KEY: True}):
        del tag[_BLOCK_KEY]
    for text in soup.find_all(string=True):
        if not text.strip() and text.parent is soup:
            text.extract()
    return str(soup).strip()
