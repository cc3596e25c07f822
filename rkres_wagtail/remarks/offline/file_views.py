"""The screen of one file of an import: its sender, day and columns, and all its rows."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from ..models import RemarkBatchFile
from . import services
from .forms import FileForm
from .views import BATCH, FILE, IMPORT, BatchMixin

#: Rows on one page of them; problems that one screen lists.
ROWS, MOST = 50, 50


class FileView(BatchMixin, TemplateView):
    """One file: its sender, day and columns to correct, and all its rows."""

    template_name = "rkres_wagtail/remarks/offline/file.html"

    def find(self, pk: int) -> None:
        rows = RemarkBatchFile.objects.defer("content").select_related("batch__consultation")
        self.file = get_object_or_404(rows, pk=pk)
        self.batch = self.file.batch
        self.page = self.batch.consultation.specific

    @property
    def title(self) -> str:
        return self.file.name

    @cached_property
    def file_plan(self):
        return next(each for each in self.plan.files if each.file.pk == self.file.pk)

    @property
    def table(self):
        tables = self.file_plan.reading.tables
        return tables[0] if len(tables) == 1 else None

    def get(self, request, *args, **kwargs):
        return self.gone() or self._show(self._form())

    def post(self, request, *args, **kwargs):
        if gone := self.gone():
            return gone
        form = self._form(request.POST)
        if not form.is_valid():
            messages.validation_error(request, _("Not saved. Correct what is marked below."), form)
            return self._show(form, status=422)
        try:
            services.change_file(
                file=self.file, options={**form.options(), "skip": self._skipped()}
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(IMPORT, pk=self.page.pk)
        messages.success(request, _("Saved. Nothing has been imported yet."))
        if "stay" in request.POST:
            return redirect(FILE, pk=self.file.pk)
        return redirect(f"{reverse(BATCH, args=[self.batch.pk])}#file-{self.file.pk}")

    def _form(self, data=None) -> FileForm:
        plan, options = self.file_plan, self.file.options
        author = options.get("author") or plan.reading.sender or {}
        initial = {**author, **options, "include": plan.is_included}
        table = self.table
        mapping = options.get("mapping") or (table.mapping if table else ())
        return FileForm(data, initial=initial, table=table, mapping=mapping)

    def _skipped(self) -> list[str]:
        """Rows to leave out: those ticked here, and those of other pages as they were."""
        shown, ticked = self.request.POST.getlist("shown"), self.request.POST.getlist("skip")
        known = {row.key for row in self.file_plan.rows}
        others = set(self.file.options.get("skip") or ()) - set(shown)
        return sorted((others | set(ticked)) & known)

    def _place_of(self, problem) -> str:
        """Where on this screen, or on which page of its rows, a problem is put right."""
        fields = {"author": "#id_email", "kind": "#id_default_kind", "map": "#rkres-columns"}
        if problem.key in fields:
            return fields[problem.key]
        keys = [row.key for row in self.file_plan.rows]
        if problem.key not in keys:
            return ""
        return f"?p={keys.index(problem.key) // ROWS + 1}#row-{problem.key}"

    def _show(self, form, status: int = 200):
        rows = Paginator(self.file_plan.rows, ROWS).get_page(self.request.GET.get("p"))
        if self.request.method == "POST":
            ticked = set(self._skipped())
            for row in rows:
                row.is_skipped = row.key in ticked
        context = self.get_context_data(
            form=form,
            plan=self.plan,
            each=self.file_plan,
            rows=rows,
            batch=self.batch,
            problems=[
                (problem, self._place_of(problem)) for problem in self.file_plan.problems[:MOST]
            ],
        )
        return self.render_to_response(context, status=status)
