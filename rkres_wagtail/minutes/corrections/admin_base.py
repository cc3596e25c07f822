"""What the office's screens of corrections share: who may come in, and how a service is asked."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages as notices

from ...bodies.register.views import show_errors
from ..models import Minutes, MinutesReading
from ..ways import edit_url
from . import panel, rules

_MINUTES = Minutes.objects.select_related("meeting", "latest_revision")


class MinutesMixin:
    """One minutes, whose keeper the user is; ``find`` gets what else the address names."""

    header_icon = "doc-full"
    template_name = "rkres_wagtail/minutes/corrections/form.html"

    def dispatch(self, request, *args, **kwargs):
        self.find(kwargs["pk"])
        if not rules.may_keep(self.minutes, request.user):
            raise PermissionDenied
        refusal = self.refusal()
        if refusal:
            notices.error(request, refusal)
            return redirect(self.register_url)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.minutes = get_object_or_404(_MINUTES, pk=pk)

    def refusal(self) -> str:
        """Why the verb makes no sense now; empty where it does."""
        return ""

    @property
    def subtitle(self) -> str:
        return self.minutes.meeting.title

    @property
    def register_url(self) -> str:
        return reverse(panel.REGISTER_URL, args=[self.minutes.pk])

    @property
    def edit_url(self) -> str:
        return edit_url(self.minutes)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        return {**context, "minutes": self.minutes, "media": form.media if form else ""}


class ReadingMixin(MinutesMixin):
    def find(self, pk: int) -> None:
        rows = MinutesReading.objects.select_related("minutes__meeting", "minutes__latest_revision")
        self.reading = get_object_or_404(rows, pk=pk)
        self.minutes = self.reading.minutes


class ServiceView(FormView):
    """A form for one verb; what the service refuses stands at its field."""

    #: Sentences between the header and the form.
    explanation = ""

    def do(self, form) -> str:
        """Call the service; return what to say."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.register_url

    def form_valid(self, form):
        try:
            done = self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        notices.success(self.request, done)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        notices.validation_error(
            self.request, _("Not saved. Correct the fields that are marked below."), form
        )
        return self.render_to_response(self.get_context_data(form=form))
