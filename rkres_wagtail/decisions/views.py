"""The public register as a file, through the gate."""

from __future__ import annotations

from hashlib import sha256

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response

from ..bodies.querysets import today
from ..meetings.querysets import public_meetings
from ..open_responses import open_to_scripts
from ..public import Gate, by_key
from ..spreadsheets import table_response
from ..text import plain_slug
from .models import DecisionKind, Dispatch
from .presentation.listing import FORMATS, Register
from .querysets import index_model
from .tables import COLUMNS, lines


@open_to_scripts
def decisions_table(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """What the register ``pk`` shows with the same filters, as CSV or XLSX (requirement 59)."""
    if file_format not in FORMATS:
        raise Http404
    gate = Gate.of(request)
    pages = gate.pages(index_model()._default_manager.all(), any_locale=True)
    index = by_key(pages.select_related("locale"), pk)
    if index is None:
        raise Http404
    with translation.override(index.locale.language_code):
        register = Register(index, request)
        etag = f'"{_digest(register, request, file_format)}"'
        unchanged = get_conditional_response(request, etag=etag)
        response = unchanged if unchanged is not None else _table(register, request, file_format)
        response["ETag"] = etag
        response["Cache-Control"] = "public, no-cache"
        response["Content-Language"] = index.locale.language_code
    return response


def _table(register: Register, request, file_format: str) -> HttpResponse:
    index = register.index
    return table_response(
        file_format,
        plain_slug(index.title, "rejestr"),
        COLUMNS,
        lines(register.in_order(), request, register.bodies, register.gate),
        title=index.title,
    )


def _digest(register: Register, request, file_format: str) -> str:
    """Changes whenever the file would; five queries, whatever the length of the register."""
    chosen = register.chosen.order_by()
    pages = chosen.aggregate(Count("pk"), Max("last_published_at"), Max("pk"))
    ids = sorted(chosen.values_list("pk", flat=True))
    rows = Dispatch.objects.filter(decision__translation_key__in=chosen.values("translation_key"))
    sent = rows.aggregate(Count("pk"), Max("changed_at"))
    kinds = list(DecisionKind.objects.values_list("pk", "name"))
    meetings = public_meetings(register.gate, any_locale=True).order_by()
    met = meetings.aggregate(Count("pk"), Max("last_published_at"))
    bodies = [
        (body.pk, body.title)
        for body in register.bodies.below(register.committee or register.index)
    ]
    parts = (
        pages, ids, sent, kinds, met, bodies, register.index.title, register.gate.closed_paths,
        today(), request.get_host(), sorted(register.form.chosen.items()), file_format,
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()[:32]
