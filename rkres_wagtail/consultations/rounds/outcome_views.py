"""Screens of the outcome: recorded, and revoked where it was a mistake."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext as _

from ...bodies.register.views import show_errors
from ..choices import OutcomeKind
from ..course import until_deadline
from ..models import ConsultationOutcome, Round
from . import addresses, outcome_services, views
from .forms import OutcomeForm, RevokeOutcomeForm
from .verb_views import VerbView


class OutcomeView(VerbView):
    form_class = OutcomeForm
    template_name = "rkres_wagtail/consultations/admin/outcome_form.html"
    header_icon = "tasks"

    def refusal(self) -> str:
        self.stored = ConsultationOutcome.objects.of(self.page).first()
        if self.stored is None or self.stored.kind == OutcomeKind.UNKNOWN:
            return ""
        return _("The outcome is recorded already. Revoke it first.")

    @property
    def title(self) -> str:
        return _("Record the outcome")

    @property
    def explanation(self) -> str:
        return _(
            "The page then says what became of the document, and the consultation moves to the "
            "archive. The public sees it at once."
        )

    @property
    def done(self) -> str:
        return _("The outcome was recorded. The public sees it at once.")

    @property
    def pending(self) -> list[Round]:
        return [each for each in Round.objects.of(self.page) if not each.is_over(self.now)]

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "page": self.page,
            "is_pending": bool(self.pending),
        }

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.show = lambda error: show_errors(form, error)
        return form

    def get_context_data(self, **kwargs):
        pending = self.pending
        until = until_deadline(pending[-1].ends_at) if pending else ""
        return {**super().get_context_data(**kwargs), "until": until}

    def do(self, form):
        data = {name: form.cleaned_data[name] for name in ("kind", "decided_on", "act", "note")}
        outcome_services.record_outcome(consultation=self.page, user=self.request.user, **data)


class RevokeOutcomeView(VerbView):
    form_class = RevokeOutcomeForm
    template_name = "rkres_wagtail/consultations/admin/outcome_form.html"
    header_icon = "undo"

    def refusal(self) -> str:
        self.stored = ConsultationOutcome.objects.of(self.page).first()
        return "" if self.stored is not None else _("No outcome is recorded.")

    @property
    def title(self) -> str:
        return _("Revoke the outcome")

    @property
    def explanation(self) -> str:
        return _(
            "Recorded now: %(outcome)s. Revoke it only where it was entered by mistake; the page "
            "then shows the state that follows from its dates, at once."
        ) % {"outcome": self.stored.get_kind_display()}

    @property
    def done(self) -> str:
        return _("The outcome was revoked.")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.show = lambda error: show_errors(form, error)
        return form

    def do(self, form):
        outcome_services.revoke_outcome(
            consultation=self.page, reason=form.cleaned_data["reason"], user=self.request.user
        )


def admin_urls():
    """Hook: addresses of this part's screens."""
    page, round = "rkres/consultations/<int:pk>", "rkres/rounds/<int:pk>"
    return [
        path(f"{page}/rounds/add/", views.AddRoundView.as_view(), name=addresses.ADD),
        path(f"{round}/", views.ChangeRoundView.as_view(), name=addresses.CHANGE),
        path(f"{round}/remove/", views.RemoveRoundView.as_view(), name=addresses.REMOVE),
        path(f"{round}/extend/", views.ExtendRoundView.as_view(), name=addresses.EXTEND),
        path(f"{page}/outcome/", OutcomeView.as_view(), name=addresses.OUTCOME),
        path(f"{page}/outcome/revoke/", RevokeOutcomeView.as_view(), name=addresses.REVOKE),
    ]
