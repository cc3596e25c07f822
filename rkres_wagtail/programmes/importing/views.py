"""Screens of an import: choose a file, look through what it says, take all of it or nothing."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from ...conf import settings
from ...uploads import UnreadableTable
from ..choices import MAX_LEVEL, MAX_NODES
from ..outline.admin_base import TreeMixin
from . import writing
from .columns import COLUMNS, INDICATORS, NODES
from .plan import make_plan
from .reading import read_lists
from .rows import Status
from .sealing import open_seal, seal
from .services import import_lists

IMPORT_URL = "rkres_programme_import"
TEMPLATE_URL = "rkres_programme_import_template"
EXPORT_URL = "rkres_programme_export"
#: Rows of a list that the preview shows; wrong ones come first, then what changes.
SHOWN_ROWS = 300
_ORDER = {Status.WRONG: 0, Status.CHANGED: 1, Status.NEW: 2, Status.SAME: 3}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, in the columns of the template."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )


class ImportView(TreeMixin, TemplateView):
    """Two steps at one address; a GET changes nothing."""

    template_name = "rkres_wagtail/programmes/importing/import.html"
    preview_template_name = "rkres_wagtail/programmes/importing/preview.html"
    title = gettext_lazy("Import elements and indicators")
    header_icon = "upload"

    def get(self, request, *args, **kwargs):
        return self._show(UploadForm())

    def post(self, request, *args, **kwargs):
        if "confirm" in request.POST:
            return self._confirm()
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            lists = read_lists(form.cleaned_data["file"])
            plan = make_plan(self.page, lists)
            is_of_use = not (plan.has_errors or plan.does_nothing)
            token = seal(request, self.page, lists, plan.digest) if is_of_use else ""
        except UnreadableTable as error:
            form.add_error("file", error)
            return self._show(form, status=422)
        return self._preview(plan, lists, token, form.cleaned_data["file"].name)

    def _confirm(self):
        try:
            lists, digest = open_seal(self.request, self.page, self.request.POST["confirm"])
            done = import_lists(page=self.page, lists=lists, user=self.request.user, digest=digest)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(IMPORT_URL, pk=self.page.pk)
        messages.success(self.request, _done_message(done))
        return redirect(self.back_url)

    def _show(self, form, status: int = 200):
        context = self.get_context_data(
            form=form,
            template_url=reverse(TEMPLATE_URL, args=[self.page.pk]),
            exports=[
                (_("Elements and indicators (XLSX)"), self._export("xlsx", NODES)),
                (_("Elements (CSV)"), self._export("csv", NODES)),
                (_("Indicators (CSV)"), self._export("csv", INDICATORS)),
            ],
            columns=[
                (_("Elements"), COLUMNS[NODES]),
                (_("Indicators"), COLUMNS[INDICATORS]),
            ],
            limits={
                "rows": settings.IMPORT_MAX_ROWS,
                "bytes": settings.IMPORT_MAX_BYTES,
                "levels": MAX_LEVEL,
                "nodes": MAX_NODES,
            },
        )
        return self.render_to_response(context, status=status)

    def _export(self, file_format: str, kind: str) -> str:
        url = reverse(EXPORT_URL, args=[self.page.pk, file_format])
        return f"{url}?list={kind}" if file_format == "csv" else url

    def _preview(self, plan, lists, token: str, name: str):
        self.template_name = self.preview_template_name
        titles = {NODES: _("Elements"), INDICATORS: _("Indicators")}
        context = self.get_context_data(
            plan=plan,
            token=token,
            file_name=name,
            ignored=lists.ignored,
            lists=[
                _shown_list(titles[kind], kind, rows)
                for kind, rows in ((NODES, plan.nodes), (INDICATORS, plan.indicators))
                if rows
            ],
            import_url=reverse(IMPORT_URL, args=[self.page.pk]),
        )
        return self.render_to_response(context, status=422 if plan.has_errors else 200)


def _shown_list(title: str, kind: str, rows: list) -> dict:
    in_order = sorted(rows, key=lambda row: (_ORDER[row.status], row.number))
    return {
        "title": title,
        "kind": kind,
        "rows": in_order[:SHOWN_ROWS],
        "left": max(0, len(rows) - SHOWN_ROWS),
        "counts": [
            (Status(status).label, number)
            for status in _ORDER
            if (number := sum(row.status == status for row in rows))
        ],
    }


def _done_message(done) -> str:
    parts = []
    if count := done["nodes"]:
        text = ngettext("%(count)d element saved.", "%(count)d elements saved.", count)
        parts.append(text % {"count": count})
    if count := done["indicators"]:
        text = ngettext("%(count)d indicator saved.", "%(count)d indicators saved.", count)
        parts.append(text % {"count": count})
    if count := done["readings"]:
        text = ngettext("%(count)d reading saved.", "%(count)d readings saved.", count)
        parts.append(text % {"count": count})
    return " ".join([*parts, _("The public sees it at once.")])


class TemplateFileView(TreeMixin, View):
    def get(self, request, *args, **kwargs):
        return writing.template_response(self.page)


class ExportView(TreeMixin, View):
    """``xlsx`` with both lists, or ``csv`` with the one that ``?list=`` names."""

    def find(self, pk: int, file_format: str) -> None:
        super().find(pk)

    def get(self, request, *args, **kwargs):
        kind = request.GET.get("list", NODES)
        if kwargs["file_format"] not in ("xlsx", "csv") or kind not in COLUMNS:
            raise Http404
        response = writing.export_response(self.page, kwargs["file_format"], kind)
        response["Cache-Control"] = "private, no-cache"
        return response


def admin_urls():
    """Hook: addresses of the screens."""
    base = "rkres/programmes/<int:pk>"
    return [
        path(f"{base}/import/", ImportView.as_view(), name=IMPORT_URL),
        path(f"{base}/import/template.xlsx", TemplateFileView.as_view(), name=TEMPLATE_URL),
        path(f"{base}/export.<slug:file_format>", ExportView.as_view(), name=EXPORT_URL),
    ]
