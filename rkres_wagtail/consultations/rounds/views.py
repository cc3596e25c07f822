"""Screens of a round's verbs: they ask the services and repeat no rule."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..course import last_day_of, today_of
from ..models import Round
from ..querysets import consultation_model
from . import rules, services
from .forms import ExtendRoundForm, RemoveRoundForm, RoundForm
from .verb_views import AskingTwice, PeriodView, VerbView


class AddRoundView(AskingTwice, PeriodView):
    form_class = RoundForm

    @property
    def title(self) -> str:
        return _("Add a round")

    @property
    def explanation(self) -> str:
        return _(
            "The public sees the dates as soon as the page is published; when they come, the "
            "consultation opens and closes by itself. A round of the past may be entered, too."
        )

    @property
    def done(self) -> str:
        return _("The round was added.")

    def do(self, form):
        data = form.cleaned_data
        services.add_round(
            consultation=self.page,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            title=data["title"],
            user=self.request.user,
        )


class OnRound:
    """A verb on one round that is there."""

    def find(self, pk: int) -> None:
        self.round = get_object_or_404(Round.objects.select_related("consultation"), pk=pk)
        self.page = self.round.consultation.specific
        if not isinstance(self.page, consultation_model()):
            raise Http404

    def fixed_reason(self) -> str:
        return rules.fixed_reason(self.round, self.now, seen=self.is_seen(), is_reasoned=True)

    def needs_reason(self) -> bool:
        return rules.needs_reason(self.round, seen=self.is_seen())

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "now_said": rules.said(self.round)}


class RoundVerbView(OnRound, PeriodView):
    """A verb that gives the round other days."""

    def others(self) -> list[Round]:
        return [each for each in super().others() if each.pk != self.round.pk]


class ChangeRoundView(AskingTwice, RoundVerbView):
    form_class = RoundForm

    def refusal(self) -> str:
        return self.fixed_reason()

    @property
    def title(self) -> str:
        return _("Change the round")

    @property
    def explanation(self) -> str:
        if self.round.was_recorded_afterwards:
            return _("This round was entered when it was over already: it is history.")
        if self.round.has_begun(self.now) and self.needs_reason():
            return _(
                "The round was entered in the last 24 hours and nobody has answered yet, so a "
                "slip in it may be corrected. The public sees the new dates at once, and reads "
                "the old ones with the reason."
            )
        return _(
            "The round has not begun, so its dates may be changed. The public sees the new ones "
            "at once. Where it has seen the old ones, it reads both, with the reason."
        )

    @property
    def done(self) -> str:
        return _("The round was changed. The public sees it at once.")

    def get_initial(self):
        return RoundForm.initial_of(self.round)

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "is_history": self.round.was_recorded_afterwards,
            "asks_reason": self.needs_reason(),
        }

    def do(self, form):
        data = form.cleaned_data
        services.change_round(
            round=self.round,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            title=data["title"],
            reason=data.get("reason", ""),
            user=self.request.user,
            seen=data["seen"],
        )


class ExtendRoundView(RoundVerbView):
    form_class = ExtendRoundForm

    def refusal(self) -> str:
        return "" if rules.may_be_extended(self.round, self.now) else rules.over_reason()

    @property
    def title(self) -> str:
        return _("Extend the round")

    @property
    def explanation(self) -> str:
        return _(
            "The new closing date holds at once. The public goes on seeing the old one, with the "
            "reason. An extension cannot be taken back."
        )

    @property
    def done(self) -> str:
        return _("The round was extended. The public sees it at once.")

    def get_initial(self):
        return ExtendRoundForm.seen_of(self.round)

    def period(self, form) -> tuple:
        return today_of(self.round.starts_at), last_day_of(form.cleaned_data["ends_at"])

    def errors_of(self, form) -> dict[str, str]:
        ends_at = form.cleaned_data["ends_at"]
        return rules.extension_errors(self.round, ends_at, self.others(), self.now)

    def do(self, form):
        data = form.cleaned_data
        services.extend_round(
            round=self.round,
            ends_at=data["ends_at"],
            reason=data["reason"],
            user=self.request.user,
            seen=data["seen"],
        )


class RemoveRoundView(OnRound, VerbView):
    form_class = RemoveRoundForm
    template_name = "rkres_wagtail/consultations/admin/round_remove.html"

    def refusal(self) -> str:
        return self.fixed_reason() or rules.answered_reason(self.round)

    @property
    def title(self) -> str:
        return _("Remove the round")

    @property
    def done(self) -> str:
        return _("The round was removed.")

    def get_initial(self):
        return RemoveRoundForm.seen_of(self.round)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "asks_reason": self.needs_reason()}

    def do(self, form):
        services.remove_round(
            round=self.round,
            reason=form.cleaned_data.get("reason", ""),
            user=self.request.user,
            seen=form.cleaned_data["seen"],
        )
