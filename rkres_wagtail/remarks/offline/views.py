"""Screens of an import: choose files, look through what they say, take all over or nothing.

For who keeps remarks of the consultation; a GET changes nothing.
"""

from __future__ import annotations

from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from ...conf import settings
from ...consultations.course import course_of
from ...consultations.querysets import consultation_model
from ..models import RemarkBatch
from ..permissions import may_keep
from ..services import rules_of
from . import blank, services
from .forms import UploadForm, WhenForm
from .plan import Plan
from .public_views import file_response

IMPORT, BATCH, FILE = "rkres_remark_import", "rkres_remark_batch", "rkres_remark_batch_file"
#: The register of one consultation, where the office's part is there.
REGISTER = "rkres_remarks"
#: Rows of all files that the preview shows at most, and of each.
PREVIEW_ROWS, FIRST_ROWS = 120, 5


class KeeperMixin:
    """Finds the consultation and lets in who keeps its remarks."""

    def dispatch(self, request, *args, **kwargs):
        self.find(kwargs["pk"])
        if not isinstance(self.page, consultation_model()) or self.page.alias_of_id is not None:
            raise Http404
        if not may_keep(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.page = get_object_or_404(consultation_model(), pk=pk)

    @property
    def back_url(self) -> str:
        try:
            return reverse(REGISTER, args=[self.page.pk])
        except NoReverseMatch:
            return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_context_data(self, **kwargs):
        form = kwargs.get("form")
        return super().get_context_data(
            **kwargs,
            page=self.page,
            back_url=self.back_url,
            import_url=reverse(IMPORT, args=[self.page.pk]),
            media=form.media if form is not None else "",
        )


class ImportView(KeeperMixin, TemplateView):
    template_name = "rkres_wagtail/remarks/offline/import.html"
    title = gettext_lazy("Import filled forms")

    def get(self, request, *args, **kwargs):
        services.forget_old_batches()
        return self._show(UploadForm())

    def post(self, request, *args, **kwargs):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            batch = services.stage(
                page=self.page, uploads=form.cleaned_data["files"], user=request.user
            )
        except ValidationError as error:
            form.add_error("files", error)
            return self._show(form, status=422)
        return redirect(BATCH, pk=batch.pk)

    def _show(self, form, status: int = 200):
        waiting = RemarkBatch.objects.of(self.page).filter(applied_at=None)
        context = self.get_context_data(
            form=form,
            waiting=waiting.select_related("created_by")[:20],
            formats=[
                {"label": name.upper(), "url": reverse(form_url(name), args=[self.page.pk])}
                for name in blank.available()
            ],
            missing_extra=blank.missing_extra(),
            is_offered=blank.is_offered(
                self.page, course_of(self.page), timezone.now(), rules_of(self.page)
            ),
            limits=_limits(),
        )
        return self.render_to_response(context, status=status)


def _limits() -> dict:
    """Files at one time: the framework has a limit of its own, which no view can lift."""
    most = settings.REMARK_IMPORT_MAX_FILES
    at_once = django_settings.DATA_UPLOAD_MAX_NUMBER_FILES or most
    return {
        "files": most,
        "at_once": min(most, at_once),
        "bytes": settings.REMARK_IMPORT_MAX_FILE_BYTES,
        "rows": settings.REMARK_IMPORT_MAX_ROWS,
    }


class BatchMixin(KeeperMixin):
    def find(self, pk: int) -> None:
        self.batch = get_object_or_404(RemarkBatch.objects.select_related("consultation"), pk=pk)
        self.page = self.batch.consultation.specific

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.batch, self.page)

    def gone(self):
        """Back to the beginning where the import was taken over already."""
        if self.batch.applied_at is None:
            return None
        messages.warning(self.request, _("This import was taken over already."))
        return redirect(IMPORT, pk=self.page.pk)


class BatchView(BatchMixin, TemplateView):
    """The preview of all files; buttons ``common``, ``add``, ``toggle``, ``apply``, ``discard``."""

    template_name = "rkres_wagtail/remarks/offline/batch.html"
    title = gettext_lazy("Look through the import")

    def get(self, request, *args, **kwargs):
        return self.gone() or self._show(WhenForm(initial=self.batch.options))

    def post(self, request, *args, **kwargs):
        if gone := self.gone():
            return gone
        for name in ("toggle", "add", "discard", "apply"):
            if name in request.POST:
                try:
                    return getattr(self, f"do_{name}")()
                except ValidationError as error:
                    messages.error(request, " ".join(error.messages))
                    return redirect(BATCH, pk=self.batch.pk)
        return self.do_common()

    def do_common(self):
        form = WhenForm(self.request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        services.change_common(batch=self.batch, options=form.options())
        messages.success(self.request, _("Saved for all files that say nothing else."))
        return redirect(BATCH, pk=self.batch.pk)

    def do_toggle(self):
        file = get_object_or_404(
            self.batch.files.defer("content"), pk=_number(self.request, "toggle")
        )
        file.batch = self.batch
        now = next(each for each in self.plan.files if each.file.pk == file.pk).is_included
        services.change_file(file=file, options={"include": not now})
        return redirect(f"{reverse(BATCH, args=[self.batch.pk])}#file-{file.pk}")

    def do_add(self):
        uploads = self.request.FILES.getlist("files")
        if not uploads:
            raise ValidationError(_("Choose files first."))
        services.stage(page=self.page, uploads=uploads, user=self.request.user, batch=self.batch)
        return redirect(BATCH, pk=self.batch.pk)

    def do_discard(self):
        services.discard(batch=self.batch)
        messages.success(self.request, _("The import was thrown away. Nothing was imported."))
        return redirect(IMPORT, pk=self.page.pk)

    def do_apply(self):
        count = services.apply_batch(
            batch=self.batch,
            page=self.page,
            seen=self.request.POST.get("seen", ""),
            user=self.request.user,
        )
        text = ngettext("%(count)d remark was imported.", "%(count)d remarks were imported.", count)
        messages.success(self.request, text % {"count": count})
        return redirect(self.back_url)

    def _show(self, form, status: int = 200):
        left = PREVIEW_ROWS
        for each in self.plan.files:
            each.first_rows = each.kept_rows[: min(FIRST_ROWS, left)] if each.is_included else []
            left -= len(each.first_rows)
        context = self.get_context_data(
            form=form, plan=self.plan, batch=self.batch, limits=_limits()
        )
        return self.render_to_response(context, status=status)


class BlankFormView(KeeperMixin, View):
    """The blank form for the office, also while the public is not given it yet."""

    file_format = ""

    def get(self, request, *args, **kwargs):
        form = blank.blank_form(self.page, self.file_format)
        if form is None:
            raise Http404(blank.missing_extra())
        response = file_response(request, form)
        response["Cache-Control"] = "private, no-cache"
        return response


def form_url(file_format: str) -> str:
    return f"rkres_remark_form_{file_format}"


def _number(request, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
