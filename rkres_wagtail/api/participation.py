"""What bodies and calls offer to whom wants to take part, over API v2; never who declared it."""

from __future__ import annotations

from typing import Any

from wagtail.api import APIField

from .. import sub_addresses
from ..bodies.pages import BodyPageMixin
from ..bodies.tree import pages_of
from ..participation.models import JoiningOffer
from ..participation.querysets import public_calls
from ..representations import gate_for, page_reference
from ..rich_links import RichLinks, rich_html
from .base import PublicAPIViewSet
from .errors import as_key
from .memberships import FactField
from .openapi.types import FLAG, HTML, MOMENT, PAGE, TEXT, or_null
from .parameters import ID, takes

_TEXTS = ("asks", "gives", "leaving", "how")


@takes(ID)
def _of_target(view, queryset, value):
    """Of a body or call, by the id of its page in any language."""
    pages = view.targets().filter(pk=as_key("target", value)).order_by()
    return queryset.filter(target__translation_key__in=pages.values("translation_key"))


def _page(row, field: FactField):
    return field.context["view"].pages.get(row.target.translation_key)


def _target(row, field: FactField) -> dict[str, Any]:
    return page_reference(_page(row, field))


def _form(row, field: FactField) -> dict[str, Any]:
    return field.context["view"].forms.get(row.target.translation_key) or {}


def _form_url(row, field: FactField) -> str | None:
    page = _page(row, field)
    if not _form(row, field).get("is_open") or not page.full_url:
        return None
    return f"{page.full_url}{page.specific.reverse_subpage('joining')}"


def _until(row, field: FactField) -> str | None:
    until = _form(row, field).get("until")
    return until.isoformat() if until else None


def _text(name: str):
    return lambda row, field: rich_html(getattr(row, name), gate_for(field.context["request"]))


def _fact(name: str, read, schema) -> APIField:
    return APIField(name, serializer=FactField(read, schema=schema))


OFFER_FIELDS = [
    _fact("target", _target, PAGE),
    *(_fact(name, _text(name), HTML) for name in _TEXTS),
    _fact("is_online", lambda row, field: bool(_form(row, field).get("is_open")), FLAG),
    _fact("form_url", _form_url, or_null(TEXT)),
    _fact("until", _until, or_null(MOMENT)),
]


class OffersAPIViewSet(PublicAPIViewSet):
    """What it asks and gives to take part in public bodies and calls, one row for each."""

    model = JoiningOffer
    filters = {"target": _of_target}

    def targets(self):
        """Public bodies and calls, as base pages."""
        gate = gate_for(self.request)
        calls = public_calls(gate, any_locale=True).order_by().values("pk")
        bodies = gate.pages(pages_of(BodyPageMixin), any_locale=True)
        return bodies | bodies.model._default_manager.filter(pk__in=calls)

    def public(self):
        keys = self.targets().order_by().values("translation_key")
        rows = JoiningOffer.objects.filter(target__translation_key__in=keys)
        return rows.exclude(**dict.fromkeys(_TEXTS, "")).select_related("target")

    @classmethod
    def get_body_fields(cls, model):
        return [*cls._convert_api_fields(cls.body_fields), *OFFER_FIELDS]

    def get_serializer_context(self):
        rows = getattr(self, "rows", None)
        rows = [self.get_object()] if rows is None else rows
        gate = gate_for(self.request)
        own = gate.locale.pk if gate.locale else None
        self.pages = {}
        keys = {row.target.translation_key for row in rows}
        for page in self.targets().filter(translation_key__in=keys).specific().order_by("pk"):
            if page.translation_key not in self.pages or page.locale_id == own:
                self.pages[page.translation_key] = page
        self.forms = sub_addresses.found("joining", self.pages.values(), gate)
        RichLinks.of(gate).prepare([getattr(row, name) for row in rows for name in _TEXTS])
        return super().get_serializer_context()
