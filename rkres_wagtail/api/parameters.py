"""Parameters of API v2, declared: a dict says which an endpoint takes and what each does.

A filter is a function of (view, queryset, value) that returns a queryset. Its docstring is one
sentence for people, its ``schema`` the JSON Schema of its value, or a function that gives one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import F
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Locale

from ..search import matching
from .errors import as_choice, as_locale

ID = {"type": "integer", "minimum": 1}
DATE = {"type": "string", "format": "date"}
MOMENT = {"anyOf": [DATE, {"type": "string", "format": "date-time"}]}
YEAR = {"type": "integer", "minimum": 1900, "maximum": 2199}
TEXT = {"type": "string"}


def choices(values: Iterable[str]) -> dict:
    return {"type": "string", "enum": [str(value) for value in values]}


def several(values: Iterable[str]) -> dict:
    """One or more of ``values`` with commas between them."""
    one = "|".join(str(value) for value in values)
    return {"type": "string", "pattern": f"^({one})(,({one}))*$"}


def takes(schema: dict | Callable[[], dict]) -> Callable:
    """Decorator: says what a filter's value looks like."""

    def mark(apply: Callable) -> Callable:
        apply.schema = schema
        return apply

    return mark


# Filters that several endpoints take --------------------------------------------------------------


def equals(field: str, convert: Callable, schema: dict, says: str) -> Callable:
    """A filter on ``field`` whose value ``convert(name, value)`` checks."""

    @takes(schema)
    def apply(view, queryset, value):
        return queryset.filter(**{field: convert(field.split("__")[0], value)})

    apply.__doc__ = says
    return apply


def one_of(field: str, values: Iterable[str], says: str) -> Callable:
    """A filter on a field with a closed list of ``values``."""
    values = list(values)
    return equals(field, lambda name, value: as_choice(name, value, values), choices(values), says)


@takes(ID)
def by_body(view, queryset, value):
    """Of a public body, by the id of its page in any language."""
    return queryset.filter(body__translation_key=view.body_key("body", value))


@takes(ID)
def by_committee(view, queryset, value):
    """Of a public committee, by the id of its page in any language."""
    return queryset.filter(committee__translation_key=view.body_key("committee", value))


@takes(lambda: choices(Locale.objects.order_by("pk").values_list("language_code", flat=True)))
def by_locale(view, queryset, value):
    """Pages in one language."""
    return queryset.filter(locale=as_locale(value))


by_slug = equals("slug", lambda name, value: value, TEXT, "By the last part of the address.")


@takes(TEXT)
def by_tags(view, queryset, value):
    """With this topic; several with commas: with all of them."""
    if not hasattr(queryset.model, "tags"):
        raise BadRequestError("tags: these pages have none")
    for tag in value.split(","):
        queryset = queryset.filter(tags__name=tag)
    return queryset


# What applies them --------------------------------------------------------------------------------


class DeclaredFilters(BaseFilterBackend):
    """Applies ``view.filters``."""

    def filter_queryset(self, request, queryset, view):
        for name, apply in view.filters.items():
            if name in request.GET:
                queryset = apply(view, queryset, request.GET[name])
        return queryset


class DeclaredOrder(BaseFilterBackend):
    """``?order=`` by one of ``view.orders``, ``-`` the other way round; what has none is last."""

    def filter_queryset(self, request, queryset, view):
        asked = request.GET.get("order")
        if not asked:
            return queryset.order_by(*view.default_order)
        name = as_choice("order", asked.removeprefix("-"), [*view.orders])
        field = F(view.orders[name])
        order = field.desc if asked.startswith("-") else field.asc
        return queryset.order_by(order(nulls_last=True), "pk")


class PolishSearch(BaseFilterBackend):
    """``?search=`` as Polish readers type; the best first unless ``?order=`` says otherwise."""

    def filter_queryset(self, request, queryset, view):
        if "search" not in request.GET:
            return queryset
        if not getattr(settings, "WAGTAILAPI_SEARCH_ENABLED", True):
            raise BadRequestError("search is disabled")
        operator = as_choice(
            "search_operator", request.GET.get("search_operator", "and"), ("and", "or")
        )
        found = matching(queryset.model, request.GET["search"], operator=operator)
        if "order" in request.GET:
            return queryset.filter(pk__in=found.order_by().values("pk"))
        # A new queryset: the relations that a list reads at once are asked for again.
        return view.with_relations(found.filter(pk__in=queryset.order_by().values("pk")))


class DeclaredParametersMixin:
    """For viewsets that take what they declare, and nothing else."""

    filter_backends = [DeclaredFilters, DeclaredOrder, PolishSearch]
    #: Parameter -> filter.
    filters: dict[str, Callable] = {}
    #: Name for ``?order=`` -> field or annotation.
    orders: dict[str, str] = {"id": "pk"}
    default_order: tuple = ("pk",)
    is_searchable = False

    def check_query_parameters(self, queryset):
        known = {*self.known_query_parameters, *self.filters}
        if not self.is_searchable:
            known -= {"search", "search_operator"}
        unknown = set(self.request.GET) - known
        if unknown:
            raise BadRequestError(
                "query parameter is not an operation or a recognised field: "
                f"{', '.join(sorted(unknown))}. Known here: "
                f"{', '.join(sorted(known - {'_', 'format'}))}"
            )

    def with_relations(self, queryset):
        """``queryset`` with everything that a list would otherwise fetch row by row."""
        return queryset
