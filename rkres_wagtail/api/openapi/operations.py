"""What may be asked of one endpoint, and what it answers."""

from __future__ import annotations

import inspect
from functools import cache

import swapper
from django.conf import settings
from django.utils.text import capfirst
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import get_page_models

from ..http import MOST_ROWS
from .fields import schema_of
from .mounted import Endpoint, router_of
from .types import NUMBER, TEXT, Schema, one_of, ref

_PAGE_ID = {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "root"}]}

#: Operations of Wagtail's API and of ours; what an endpoint does not know is left out.
_KNOWN: dict[str, tuple[Schema, str]] = {
    "fields": (
        TEXT,
        "`a,b` adds, `_,a` gives only, `-a` leaves out, `*` gives all.",
    ),
    "search": (TEXT, "Words as people type them."),
    "search_operator": (one_of(["and", "or"]), "All of the words, or any."),
    "rich_text_format": (TEXT, "How rich text is written; HTML by default."),
    "type": (TEXT, "Classes of pages with commas between them, e.g. a `meta.type`."),
    "child_of": (_PAGE_ID, "Right below a page, by its id."),
    "descendant_of": (_PAGE_ID, "Anywhere below a page, by its id."),
    "ancestor_of": (_PAGE_ID, "Above a page, by its id."),
    "translation_of": (_PAGE_ID, "In other languages than a page, by its id."),
    "locale": (TEXT, "In a language, by its code."),
    "format": (one_of(["json"]), "There is no other."),
}


def endpoint_id(name: str) -> str:
    """``decision-kinds`` -> ``DecisionKinds``."""
    return "".join(capfirst(part) for part in name.replace("_", "-").split("-"))


def room_of(endpoint: Endpoint) -> str:
    """The room of the endpoint's model, else the endpoint's own name."""
    parts = endpoint.view.model.__module__.split(".")
    return parts[1] if parts[0] == "rkres_wagtail" and parts[1] != "pages" else endpoint.name


def paths_of(endpoint: Endpoint, item: Schema) -> dict[str, dict]:
    """The list, one of them, and the search for one by its id."""
    summary = _first_sentence(endpoint.view)
    # Wagtail's own filter answers 404 for a language that the site does not have.
    is_of_pages = issubclass(endpoint.view, PagesAPIViewSet)
    common = {"tags": [room_of(endpoint)]}
    key = {"name": "id", "in": "path", "required": True, "schema": NUMBER}
    name = endpoint_id(endpoint.name)
    listing = {
        **common,
        "operationId": f"list{name}",
        "summary": summary,
        "parameters": list_parameters(endpoint.view),
        "responses": answers("A page of the list.", ref_list(item), missing=is_of_pages),
    }
    detail = {
        **common,
        "operationId": f"get{name}",
        "summary": f"One of {endpoint.name}, by its id.",
        "parameters": [key, *_some(endpoint.view, ("fields", "rich_text_format"))],
        "responses": answers("All of it.", item),
    }
    find = {
        **common,
        "operationId": f"find{name}",
        "summary": f"Leads to one of {endpoint.name}.",
        "parameters": _find_parameters(endpoint.view),
        "responses": {
            "302": {
                "description": "Where it is.",
                "headers": {"Location": {"schema": TEXT}},
            },
            **_errors("400", "404"),
        },
    }
    return {
        endpoint.address: {"get": listing},
        f"{endpoint.address}{{id}}/": {"get": detail},
        f"{endpoint.address}find/": {"get": find},
    }


@cache
def item_schema(
    view: type, model: type, endpoints: tuple[Endpoint, ...], *, is_one_of: bool = False
) -> Schema:
    """One object of ``model`` as ``view`` shows it; worked out once, it follows from code alone.

    Nothing is required: ``?fields=`` may leave out anything. ``is_one_of``: its ``meta.type``
    tells it from other classes of the same endpoint.
    """
    router = router_of(endpoints)
    every = [("*", False, None)]
    serializer = view._get_serializer_class(router, model, every, show_details=True)(context={})
    fields = {name: schema_of(field, model) for name, field in serializer.fields.items()}
    meta = {name: fields.pop(name) for name in list(fields) if name in serializer.meta_fields}
    if "type" in meta:
        meta["type"] = {**meta["type"], **_type_of(model, is_one_of=is_one_of)}
    return {
        "type": "object",
        "properties": {**fields, "meta": {"type": "object", "properties": meta}},
    }


def _type_of(model, *, is_one_of: bool) -> Schema:
    if not is_one_of:
        return TEXT
    if model is swapper.load_model("wagtailcore", "Page"):
        # Of a page whose class is no longer installed.
        return {"enum": [model._meta.label, None]}
    return {"const": model._meta.label}


def models_of(endpoint: Endpoint) -> list[type]:
    """Classes of objects that an endpoint shows, each with fields of its own."""
    view = endpoint.view
    if issubclass(view, PagesAPIViewSet) and view.model is PagesAPIViewSet.model:
        return sorted(get_page_models(), key=lambda model: model._meta.label)
    return [view.model]


# Parameters -------------------------------------------------------------------------------------


def list_parameters(view: type) -> list[dict]:
    """Of the list: those that every list has, and the filters that this one declares."""
    most = getattr(settings, "WAGTAILAPI_LIMIT_MAX", 20) or MOST_ROWS
    limit = {"type": "integer", "minimum": 0, "maximum": most, "default": min(20, most)}
    filters = _filters_of(view)
    known = [name for name in _KNOWN if name in view.known_query_parameters]
    if not _is_searchable(view):
        known = [name for name in known if not name.startswith("search")]
    return [
        _parameter("limit", limit, "Rows of one answer."),
        _parameter("offset", {"type": "integer", "minimum": 0}, "Rows to pass over."),
        _parameter("order", _order_of(view), "`-` before a name for the other way round."),
        *_some(view, [name for name in known if name not in filters]),
        *(
            _parameter(name, *_filter(apply)) for name, apply in sorted(filters.items())
        ),
    ]  # fmt: skip


def _is_searchable(view) -> bool:
    enabled = getattr(settings, "WAGTAILAPI_SEARCH_ENABLED", True)
    return enabled and getattr(view, "is_searchable", True)


def _order_of(view) -> Schema:
    orders = getattr(view, "orders", None)
    if orders is None:
        return TEXT
    return one_of(f"{sign}{name}" for name in orders for sign in ("", "-"))


def _filters_of(view) -> dict:
    """What a viewset declares; of ``pages`` also what their classes take with ``type``."""
    from ..page_filters import filters_of

    if hasattr(view, "filters"):
        return view.filters
    of_classes = {}
    for model in get_page_models():
        of_classes |= filters_of(model)
    own = view.get_available_fields(view.model, db_fields_only=True)
    return {**dict.fromkeys(own), **of_classes}


def _filter(apply) -> tuple[Schema, str]:
    schema = getattr(apply, "schema", TEXT)
    return (schema() if callable(schema) else schema), _first_sentence(apply)


def _some(view, names) -> list[dict]:
    return [
        _parameter(name, *_KNOWN[name]) for name in names if name in view.known_query_parameters
    ]


def _find_parameters(view) -> list[dict]:
    names = {"id": ({"type": "integer", "minimum": 1}, "By its id.")}
    if issubclass(view, PagesAPIViewSet):
        names["html_path"] = (TEXT, "By its address, e.g. `/committee/`.")
    return [_parameter(name, *told) for name, told in names.items()]


def _parameter(name: str, schema: Schema, description: str) -> dict:
    told = {"description": description} if description else {}
    return {"name": name, "in": "query", "schema": schema, **told}


# Answers ----------------------------------------------------------------------------------------

_HEADERS = {
    "ETag": {"description": "Of the content.", "schema": TEXT},
    "Last-Modified": {"description": "Where it is known.", "schema": TEXT},
    "Cache-Control": {"schema": TEXT},
}


def answers(description: str, schema: Schema, *, missing: bool = True) -> dict[str, dict]:
    """Of an address that is read: the content, that it has not changed, what is wrong."""
    return {
        "200": {
            "description": description,
            "headers": _HEADERS,
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "Not changed: what the client has still holds."},
        **_errors("400", *(["404"] if missing else []), "412"),
    }


_ERRORS = {
    "400": "A parameter is unknown or impossible; the message says which.",
    "404": "It does not exist, or is not public.",
    "412": "Another state was asked for by `If-Match` or `If-Unmodified-Since`.",
}


def _errors(*statuses: str) -> dict[str, dict]:
    content = {"application/json": {"schema": ref("Error")}}
    return {each: {"description": _ERRORS[each], "content": content} for each in statuses}


def ref_list(item: Schema) -> Schema:
    """The envelope of a list."""
    return {
        "type": "object",
        "properties": {
            "meta": {
                "type": "object",
                "properties": {"total_count": {"type": "integer", "minimum": 0}},
                "required": ["total_count"],
            },
            "items": {"type": "array", "items": item},
        },
        "required": ["meta", "items"],
    }


def _first_sentence(target) -> str:
    """The first paragraph of a docstring of its own, in one line."""
    text = inspect.cleandoc(getattr(target, "__doc__", None) or "")
    return " ".join(text.split("\n\n")[0].replace("``", "`").split())
