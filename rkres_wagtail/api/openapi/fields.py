"""JSON Schemas of serializer fields: what the field says itself, else what its class tells.

In this order: an attribute ``schema`` of the field (a schema, or a function that gives one); the
tables in ``facts.py``; what is known of its class; the return annotation of its
``to_representation``, as API v3 reads it. What remains is ``{}``: anything.
"""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.core.exceptions import FieldDoesNotExist
from django.utils import translation
from rest_framework import serializers
from wagtail.api.v2 import serializers as wagtail_serializers
from wagtail.fields import StreamField

from ... import representations
from ...bodies.models import Membership, Person
from ...consultations.models import DocumentVersion
from ...consultations.pages import ConsultationIndexPageMixin, ConsultationPageMixin
from ...decisions.pages import DecisionIndexPageMixin, DecisionPageMixin
from ...meetings.pages import MeetingIndexPageMixin, MeetingPageMixin
from ...minutes.models import Minutes
from ...participation.pages import CallPageMixin
from ...programmes.pages import ProgrammePageMixin
from ...remarks.models import Remark
from ..base import RichTextHtml
from . import facts
from .types import (
    DAY,
    FLAG,
    HTML,
    MOMENT,
    NUMBER,
    PAGE,
    TEXT,
    TIME,
    URL,
    UUID,
    Schema,
    list_of,
    one_of,
    or_null,
    ref,
    thing,
)  # fmt: skip

#: Longer lists of choices are left out: the type alone says enough.
_MOST_CHOICES = 40

_FACTS: dict[type, facts.Facts] = {
    Membership: facts.MEMBERSHIP,
    Person: facts.PERSON,
    Minutes: facts.MINUTES,
    DocumentVersion: facts.DOCUMENT_VERSION,
    Remark: facts.REMARK,
    MeetingIndexPageMixin: facts.INDEX,
    DecisionIndexPageMixin: facts.INDEX,
    ConsultationIndexPageMixin: facts.INDEX,
    MeetingPageMixin: facts.MEETING,
    DecisionPageMixin: facts.DECISION,
    ConsultationPageMixin: facts.CONSULTATION,
    ProgrammePageMixin: facts.PROGRAMME,
    CallPageMixin: facts.CALL,
}

#: The first class that fits counts.
_CLASSES: list[tuple[type, Schema]] = [
    (representations.PublicPagesField, list_of(PAGE)),
    (representations.PublicPageField, or_null(PAGE)),
    (representations.PublicImageField, or_null(ref("Image"))),
    (representations.PublicDocumentField, or_null(ref("File"))),
    (representations.PublicActField, or_null(ref("ActReference"))),
    (representations.LogosField, list_of(ref("Image"))),
    (representations.FundingField, or_null(ref("FundingNotice"))),
    (RichTextHtml, HTML),
    (wagtail_serializers.StreamField, list_of(ref("StreamBlock"))),
    (wagtail_serializers.TagsField, list_of(TEXT)),
    (wagtail_serializers.ChildRelationField, list_of({"type": "object"})),
    (wagtail_serializers.PageParentField, or_null(ref("Related"))),
    (wagtail_serializers.PageAliasOfField, or_null(ref("Related"))),
    (wagtail_serializers.RelatedField, or_null(ref("Related"))),
    (wagtail_serializers.PageHtmlUrlField, or_null(TEXT)),
    (wagtail_serializers.PageLocaleField, TEXT),
    (wagtail_serializers.DetailUrlField, URL),
    (serializers.BooleanField, FLAG),
    (serializers.IntegerField, NUMBER),
    (serializers.FloatField, {"type": "number"}),
    (serializers.DecimalField, TEXT),
    (serializers.DateTimeField, MOMENT),
    (serializers.DateField, DAY),
    (serializers.TimeField, TIME),
    (serializers.UUIDField, UUID),
    (serializers.CharField, TEXT),
]

#: More of a named object: attribute -> schema.
_EXTRA = {
    "minimum_days": or_null(NUMBER),
    "short_name": TEXT,
    "website": TEXT,
    "name_plural": TEXT,
}

_PYTHON = {str: TEXT, int: NUMBER, bool: FLAG, float: {"type": "number"}}


def schema_of(field: serializers.Field, model: type) -> Schema:
    """Of one bound field of the serializer of ``model``, with its description."""
    known, description = _told(field, model)
    if known is None:
        known = _own(field, model)
    description = description or _words_of(field, model)
    return {**known, "description": description} if description else known


def _told(field, model) -> tuple[Schema | None, str]:
    own = getattr(field, "schema", None)
    if own is not None:
        return (own() if callable(own) else own), ""
    for cls, known in _FACTS.items():
        if issubclass(model, cls) and field.field_name in known:
            told = known[field.field_name]
            return told if isinstance(told, tuple) else (told, "")
    return None, ""


def _own(field, model) -> Schema:
    if isinstance(field, representations.NamedField):
        extra = {name: _EXTRA.get(name, {}) for name in field.extra}
        named = thing({field.name_attribute: TEXT}, id=NUMBER, type=TEXT, **extra)
        return or_null(named)
    column = _column(field, model)
    if isinstance(field, serializers.ChoiceField):
        schema = _choices(field)
    else:
        schema = next((known for cls, known in _CLASSES if isinstance(field, cls)), None)
    if schema is None:
        is_stream = isinstance(column, StreamField)
        return list_of(ref("StreamBlock")) if is_stream else _annotated(field, model)
    return or_null(schema) if getattr(column, "null", False) and not _is_null(schema) else schema


def _is_null(schema: Schema) -> bool:
    return {"type": "null"} in schema.get("anyOf", [])


def _choices(field) -> Schema:
    values = [value for value in field.choices if value is not None]
    if len(values) > _MOST_CHOICES or not all(isinstance(value, str) for value in values):
        return TEXT if all(isinstance(value, str) for value in values) else {}
    # A field without the empty choice may hold an empty text still.
    return one_of([*values, ""] if field.allow_blank and "" not in values else values)


def _column(field, model):
    try:
        return model._meta.get_field(field.source or field.field_name)
    except FieldDoesNotExist:
        return None


def _annotated(field, model) -> Schema:
    """Of a property or of a field class of ours, by what its code promises."""
    if type(field) is serializers.ReadOnlyField:
        attribute = getattr(model, field.source, None)
        target = getattr(attribute, "fget", None) or getattr(attribute, "func", None) or attribute
    else:
        target = type(field).to_representation
    try:
        promised = get_type_hints(target).get("return", Any)
    except (NameError, TypeError):
        return {}
    return _of_hint(promised)


def _of_hint(hint) -> Schema:
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [each for each in get_args(hint) if each is not type(None)]
        schema = _of_hint(kinds[0]) if len(kinds) == 1 else {}
        return or_null(schema) if type(None) in get_args(hint) else schema
    kind = get_origin(hint) or hint
    if kind is list:
        return list_of(_of_hint(next(iter(get_args(hint)), Any)))
    return {"type": "object"} if kind is dict else _PYTHON.get(kind, {})


def _words_of(field, model) -> str:
    """The English name of a column of ours, which says more than the field's own."""
    if field.field_name in facts.META:
        return facts.META[field.field_name]
    column = _column(field, model)
    if column is None or not hasattr(column, "verbose_name"):
        return ""
    with translation.override("en"):
        words = str(column.verbose_name)
    return words[:1].upper() + words[1:]
