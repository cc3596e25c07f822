"""What the office's screens of remarks share: who may come in, and how a service is asked."""

from __future__ import annotations

import swapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ...bodies.rules import canonical_body
from ...consultations.querysets import consultation_model
from ..models import Remark, Submission
from ..permissions import may_keep
from . import addresses


class ConsultationMixin:
    """One consultation, whose remarks the user keeps; a translation leads to the one register."""

    header_icon = "comment"

    def dispatch(self, request, *args, **kwargs):
        self.find(**kwargs)
        if not issubclass(self.page.specific_class or object, consultation_model()):
            raise Http404
        self.page = canonical_body(self.page).specific
        if not may_keep(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        Page = swapper.load_model("wagtailcore", "Page")
        self.page = get_object_or_404(Page, pk=pk)

    @property
    def subtitle(self) -> str:
        return self.page.get_admin_display_title()

    @cached_property
    def register_url(self) -> str:
        return addresses.register_url(self.page)

    @property
    def back_url(self) -> str:
        return self.register_url

    @property
    def back_label(self) -> str:
        return _("Back to the register")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        media = context.get("media") or (form.media if form is not None else "")
        return {**context, "page": self.page, "media": media}


class RemarkMixin(ConsultationMixin):
    """One remark of such a consultation."""

    def find(self, pk: int) -> None:
        rows = Remark.objects.select_related(
            "submission__meeting",
            "submission__round",
            "submission__entered_by",
            "consultation",
            "version",
            "section",
            "response__status",
            "assigned_to",
            "moderated_by",
        )
        self.remark = get_object_or_404(rows, pk=pk)
        self.page = self.remark.consultation


class SubmissionMixin(ConsultationMixin):
    """One sending of such a consultation."""

    def find(self, pk: int) -> None:
        rows = Submission.objects.select_related("consultation", "round")
        self.submission = get_object_or_404(rows, pk=pk)
        self.page = self.submission.consultation


class ServiceView(FormView):
    """A form for one verb; what the service refuses stands at its field."""

    template_name = "rkres_wagtail/remarks/office/form.html"
    explanation = ""
    submit_label = ""

    def do(self, form) -> str:
        """Call the service; return what to say."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.back_url

    def form_valid(self, form):
        try:
            done = self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        messages.validation_error(self.request, _("Not saved. Correct what is marked below."), form)
        return self.render_to_response(self.get_context_data(form=form))
