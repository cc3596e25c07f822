"""The office's export: everything, with authors' data, pending remarks and answers at work."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache

from ...consultations.querysets import consultations
from ...spreadsheets import Column, table_response
from ..models import Remark
from ..permissions import may_keep
from .counting import verdict_label, verdict_of
from .exports import filename
from .rows import CHUNK
from .sections import Headings

EXPORT_URL = "rkres_remark_export"
FORMATS = ("xlsx", "csv")


def export(request, pk: int):
    """``?format=csv|xlsx`` of one consultation; only for whoever keeps its remarks."""
    page = get_object_or_404(consultations(), pk=pk)
    if not may_keep(page, request.user):
        raise PermissionDenied
    asked = request.GET.get("format", FORMATS[0])
    file_format = asked if asked in FORMATS else FORMATS[0]
    related = ("submission__round", "response__status", "assigned_to", "version")
    rows = Remark.objects.of(page).select_related(*related).order_by("number")
    headings = Headings(page, timezone.now())
    lines = ((each, headings) for each in rows.iterator(chunk_size=CHUNK))
    return table_response(file_format, f"{filename(page)}-biuro", COLUMNS, lines, title=page.title)


def _of(name: str):
    return lambda line: getattr(line[0], name)


def _sender(name: str):
    return lambda line: getattr(line[0].submission, name)


def _answer(name: str):
    return lambda line: getattr(line[0].response, name) if line[0].response else ""


def _moment(value):
    """As spreadsheets keep moments: local, without a zone."""
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if value else None


def _yes(value: bool) -> str:
    return pgettext("cell", "yes") if value else ""


def _status(line) -> str:
    remark = line[0]
    names = [remark.response.status.name] if remark.response and remark.response.status else []
    return verdict_label(verdict_of(remark), names)


COLUMNS = [
    Column("number", pgettext_lazy("column of remarks", "remark no."), _of("number"), width=9),
    Column("receipt", pgettext_lazy("column of remarks", "receipt number"), _of("receipt_number")),
    Column(
        "received_at",
        pgettext_lazy("column of remarks", "received"),
        lambda line: _moment(line[0].submission.received_at),
    ),
    Column(
        "channel",
        pgettext_lazy("column of remarks", "how it came in"),
        lambda line: str(line[0].submission.get_channel_display()),
    ),
    Column(
        "round",
        pgettext_lazy("column of remarks", "round"),
        lambda line: line[0].submission.round.title if line[0].submission.round else "",
    ),
    Column(
        "author_kind",
        pgettext_lazy("column of remarks", "kind of author"),
        lambda line: str(line[0].submission.get_author_kind_display()),
    ),
    Column("entity", pgettext_lazy("column of remarks", "author no."), _sender("entity"), width=8),
    Column(
        "name",
        pgettext_lazy("column of remarks", "first name and surname"),
        _sender("name"),
        width=28,
    ),
    Column(
        "organisation",
        pgettext_lazy("column of remarks", "entity"),
        _sender("organisation"),
        width=34,
    ),
    Column("email", pgettext_lazy("column of remarks", "e-mail"), _sender("email"), width=28),
    Column(
        "is_name_public",
        pgettext_lazy("column of remarks", "agrees that the name is shown"),
        lambda line: _yes(line[0].submission.is_name_public),
    ),
    Column(
        "wants_result",
        pgettext_lazy("column of remarks", "wants to be told of the report"),
        lambda line: _yes(line[0].submission.wants_result),
    ),
    Column(
        "is_counted",
        pgettext_lazy("column of remarks", "confirmed"),
        lambda line: _yes(line[0].submission.is_counted),
    ),
    Column(
        "defects",
        pgettext_lazy("column of remarks", "formal defects"),
        lambda line: ", ".join(
            str(line[0].submission._meta.get_field(f"is_{each}").verbose_name)
            for each in line[0].submission.defects
        ),
    ),
    Column(
        "section",
        pgettext_lazy("column of remarks", "section of the text"),
        lambda line: line[1].of(line[0]),
        width=36,
    ),
    Column(
        "place",
        pgettext_lazy("column of remarks", "place in the author's words"),
        _of("place"),
        width=30,
    ),
    Column("quote", pgettext_lazy("column of remarks", "present wording"), _of("quote"), width=40),
    Column("content", pgettext_lazy("column of remarks", "remark"), _of("content"), width=50),
    Column(
        "proposed",
        pgettext_lazy("column of remarks", "proposed wording"),
        _of("proposed"),
        width=40,
    ),
    Column(
        "justification",
        pgettext_lazy("column of remarks", "justification"),
        _of("justification"),
        width=40,
    ),
    Column(
        "moderation",
        pgettext_lazy("column of remarks", "decision on publication"),
        lambda line: str(line[0].get_moderation_display()),
    ),
    Column(
        "block_reason",
        pgettext_lazy("column of remarks", "why it is blocked"),
        lambda line: str(line[0].get_block_reason_display()),
    ),
    Column(
        "hidden", pgettext_lazy("column of remarks", "passages to hide"), _of("hidden_passages")
    ),
    Column(
        "withdrawn_at",
        pgettext_lazy("column of remarks", "withdrawn"),
        lambda line: _moment(line[0].withdrawn_at),
    ),
    Column(
        "erased_at",
        pgettext_lazy("column of remarks", "erased"),
        lambda line: _moment(line[0].erased_at),
    ),
    Column(
        "assigned_to",
        pgettext_lazy("column of remarks", "assigned to"),
        lambda line: str(line[0].assigned_to or ""),
    ),
    Column("status", pgettext_lazy("column of remarks", "status"), _status),
    Column(
        "formal_reason",
        pgettext_lazy("column of remarks", "formal reason"),
        lambda line: str(line[0].response.get_formal_reason_display()) if line[0].response else "",
    ),
    Column(
        "position", pgettext_lazy("column of remarks", "position"), _answer("position"), width=50
    ),
    Column(
        "reasons",
        pgettext_lazy("column of remarks", "reasons for it"),
        _answer("reasons"),
        width=50,
    ),
    Column("digest", pgettext_lazy("column of remarks", "seal (SHA-256)"), _of("digest"), width=66),
]


def admin_urls():
    """Hook: the address of the export."""
    return [path("rkres/uwagi/<int:pk>/eksport/", never_cache(export), name=EXPORT_URL)]
