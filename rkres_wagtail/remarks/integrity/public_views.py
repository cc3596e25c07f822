"""``uwagi/pokwitowania/``: lists of receipts, their files, and a check of one's own."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...consultations.course import deadline
from ...consultations.querysets import public_consultations
from ...consultations.reader.context import frame
from ...dates import long_date
from ...meetings.when import zone
from ...open_responses import open_to_scripts
from ...public import Gate
from ...spreadsheets import Column, csv_response
from ..models import RemarkManifest
from . import checking, lists

TEMPLATE = "rkres_wagtail/remarks/integrity/receipts.html"

#: The number alone: spreadsheet programs would read 5/12 as a day.
COLUMNS = [
    Column("number", pgettext_lazy("receipt of a remark", "number"), lambda row: row[0]),
    Column("sha256", "SHA-256", lambda row: row[1], width=70),
]


class CheckForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the receipt"),
        max_length=30,
        error_messages={"required": gettext_lazy("Give the number of the receipt.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Control code"),
        max_length=64,
        error_messages={"required": gettext_lazy("Give the control code.")},
    )


def receipts(page, request: HttpRequest) -> HttpResponse:
    """The page itself, of a page that has passed its gate; 404 where no register is kept."""
    gate, source = Gate.of(request), page.source
    if not lists.uses_register(source):
        raise Http404
    if not getattr(request, "is_preview", False):
        lists.settle(source, now=gate.now)
    manifests = lists.lists_of(source)
    context = {
        **frame(page, request),
        "lists": [
            {"manifest": each, "closing": deadline(each.closed_at)} for each in reversed(manifests)
        ],
        "address": page.get_url(request) + page.reverse_subpage("remark_receipts"),
        "canonical_url": _canonical(source, request),
    }
    status = 200
    if manifests:
        form = CheckForm(request.POST if request.method == "POST" else None)
        context["form"] = form
        if form.is_bound:
            status = _check(source, request, form, context)
    response = page.render(request, context_overrides=context, template=TEMPLATE)
    response.status_code = status
    if manifests:
        # The form has a token of its visitor.
        response["Cache-Control"] = "private, no-cache"
    return response


def _check(page, request, form: CheckForm, context: dict) -> int:
    """Add what was found to the context; return the status of the answer."""
    if not form.is_valid():
        return 422
    if checking.is_too_often(request):
        form.add_error(None, _("There were too many checks from your network. Try in an hour."))
        return 429
    found = checking.check(page, form.cleaned_data["number"], form.cleaned_data["code"])
    if found is None:
        form.add_error(
            None, _("There is no receipt with this number and this control code. Check both.")
        )
        return 422
    context["finding"] = found
    context["received"] = moment_in_words(found.remark.submission.received_at)
    return 200


def moment_in_words(at: datetime) -> str:
    """``2 marca 2026, 11:05``."""
    local = at.astimezone(zone())
    return f"{long_date(local.date())}, {time_format(local.time(), 'G:i')}"


def _canonical(page, request) -> str:
    base = page.get_full_url(request)
    return f"{base}{page.reverse_subpage('remark_receipts')}" if base else ""


@open_to_scripts
def receipts_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """One list as CSV or JSON, through the gate of its consultation."""
    if file_format not in ("csv", "json"):
        raise Http404
    manifest = RemarkManifest.objects.select_related("consultation__locale").filter(pk=pk).first()
    if manifest is None:
        raise Http404
    twins = public_consultations(Gate.of(request), any_locale=True)
    if not twins.filter(translation_key=manifest.consultation.translation_key).exists():
        raise Http404
    etag = f'"{manifest.digest[:32]}-{file_format}"'
    language = manifest.consultation.locale.language_code
    with translation.override(language):
        unchanged = get_conditional_response(request, etag=etag)
        response = unchanged if unchanged is not None else _file(manifest, file_format)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def _file(manifest: RemarkManifest, file_format: str) -> HttpResponse:
    name = f"pokwitowania-{manifest.consultation_id}-{manifest.position}"
    if file_format == "csv":
        return csv_response(
            name, COLUMNS, ([c.value(row) for c in COLUMNS] for row in manifest.rows)
        )
    before = RemarkManifest.objects.filter(
        consultation_id=manifest.consultation_id, position=manifest.position - 1
    )
    data = {
        "consultation": manifest.consultation_id,
        "list": manifest.position,
        "supplement": manifest.is_supplement,
        "closed_at": manifest.closed_at.isoformat(),
        "made_at": manifest.made_at.isoformat(),
        "previous": before.values_list("digest", flat=True).first() or "",
        "sha256": manifest.digest,
        "receipts": manifest.rows,
    }
    response = JsonResponse(data)
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
