"""Import of a DOCX in two steps: look through its sections, then save all of them or nothing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from ...conf import settings
from ..document.permissions import may_change
from ..document.rules import frozen_reason, remark_counts
from ..models import DocumentVersion
from .forms import ConfirmForm, UploadForm
from .package import UnreadableDocument
from .plan import make_plan
from .reading import is_available, read_document
from .sealing import open_seal, seal
from .services import import_sections
from .warnings import warnings_of

IMPORT_URL = "rkres_document_import"
#: The outline of a version's text, and the editor of a page.
VERSION_URL, EDIT_URL = "rkres_document_version", "wagtailadmin_pages:edit"


class DocumentImportView(TemplateView):
    """For who may change the version (``document.permissions``); a GET changes nothing."""

    template_name = "rkres_wagtail/consultations/admin/document_import.html"
    preview_template_name = "rkres_wagtail/consultations/admin/document_import_preview.html"
    title = gettext_lazy("Import a text from a DOCX file")

    def dispatch(self, request, *args, **kwargs):
        self.version = get_object_or_404(DocumentVersion, pk=kwargs["pk"])
        self.page = self.version.consultation.specific
        self.version.consultation = self.page
        if not may_change(self.version, self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self._render_upload(UploadForm())

    def post(self, request, *args, **kwargs):
        if self._refusal():
            return self._render_upload(UploadForm(), status=422)
        if "sealed" in request.POST:
            return self._second_step()
        return self._first_step()

    def _refusal(self) -> str:
        """Why nothing can be imported; empty where something can."""
        reason = frozen_reason(self.version, timezone.now())
        if not reason and not is_available():
            reason = _(
                "Reading DOCX files is not installed on this server. Ask whoever looks after it "
                "for the extra “office” (pip install 'rkres-wagtail[office]')."
            )
        return reason

    # First step --------------------------------------------------------------------------

    def _first_step(self):
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._render_upload(form, status=422)
        upload = form.cleaned_data["file"]
        try:
            document = read_document(upload, self.page.locale.language_code)
            sealed, token = seal(document, self.version, self.request.user, upload.name)
        except UnreadableDocument as error:
            form.add_error("file", error)
            return self._render_upload(form, status=422)
        form = ConfirmForm(initial={"title": self.version.title or document.title})
        return self._render_preview(sealed, token, form)

    def _render_upload(self, form, *, status: int = 200):
        context = self.get_context_data(
            form=form,
            refusal=self._refusal(),
            max_bytes=settings.DOCUMENT_MAX_BYTES,
            max_sections=settings.DOCUMENT_MAX_SECTIONS,
            has_texts=self.version.texts.exists(),
        )
        return self.render_to_response(context, status=status)

    # Second step -------------------------------------------------------------------------

    def _second_step(self):
        token = self.request.POST["sealed"]
        try:
            sealed = open_seal(token, self.version, self.request.user)
        except ValidationError as error:
            return self._start_again(error)
        form = ConfirmForm(self.request.POST)
        choices = self._choices(len(sealed.document.sections))
        if self.version.edits != sealed.edits and "recount" in self.request.POST:
            return self._start_again(
                ValidationError(_("The text has changed in the meantime. Choose the file again."))
            )
        if not form.is_valid() or "recount" in self.request.POST:
            return self._render_preview(sealed, token, form, choices)
        try:
            plan = import_sections(
                version=self.version,
                sections=sealed.document.sections,
                choices=choices,
                title=form.cleaned_data["title"],
                edits=sealed.edits,
                key=sealed.key,
                file_name=sealed.file_name,
                user=self.request.user,
            )
        except ValidationError as error:
            return self._not_saved(error, sealed, token, form, choices)
        messages.success(self.request, _done_message(plan))
        return redirect(self.back_url)

    def _not_saved(self, error, sealed, token, form, choices):
        code = getattr(error, "code", "")
        if code == "done":
            messages.warning(self.request, " ".join(error.messages))
            return redirect(self.back_url)
        if code == "choice":
            return self._render_preview(sealed, token, form, choices)
        return self._start_again(error)

    def _start_again(self, error: ValidationError):
        messages.error(self.request, " ".join(error.messages))
        return redirect(IMPORT_URL, pk=self.version.pk)

    def _choices(self, count: int) -> dict[int, str]:
        found = {}
        for index in range(count):
            key = self.request.POST.get(f"section_{index}")
            if key is not None:
                found[index] = key
        return found

    def _render_preview(self, sealed, token: str, form, choices=None):
        self.template_name = self.preview_template_name
        try:
            plan = make_plan(self.version, sealed.document.sections, choices)
        except ValidationError as error:
            return self._start_again(error)
        is_wrong = plan.has_errors or form.errors
        context = self.get_context_data(
            form=form,
            plan=plan,
            sealed=token,
            file_name=sealed.file_name,
            warnings=warnings_of(sealed.document),
            found_title=sealed.document.title,
            removed=self._removed(plan),
        )
        return self.render_to_response(context, status=422 if is_wrong else 200)

    def _removed(self, plan) -> list[dict]:
        counts = remark_counts([known.text.identity for known in plan.removed])
        return [
            {"heading": known.text.heading, "remarks": counts.get(known.text.identity_id, 0)}
            for known in plan.removed
        ]

    # Both --------------------------------------------------------------------------------

    @property
    def back_url(self) -> str:
        try:
            return reverse(VERSION_URL, args=[self.version.pk])
        except NoReverseMatch:
            return reverse(EDIT_URL, args=[self.page.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            version=self.version,
            page=self.page,
            back_url=self.back_url,
            import_url=reverse(IMPORT_URL, args=[self.version.pk]),
        )


def _done_message(plan) -> str:
    count = len(plan.rows)
    text = ngettext(
        "The text is saved: %(count)d section.", "The text is saved: %(count)d sections.", count
    ) % {"count": count}
    told = ", ".join(f"{label}: {number}" for label, number in plan.counts)
    return f"{text} {told}." if told else text


def admin_urls():
    """Hook: the address of both steps."""
    return [
        path(
            "rkres/consultations/versions/<int:pk>/import/",
            DocumentImportView.as_view(),
            name=IMPORT_URL,
        )
    ]
