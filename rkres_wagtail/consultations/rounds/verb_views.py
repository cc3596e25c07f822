"""What the screens of the verbs share: one form, counted before it is saved."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ...dates import long_date
from ..course import deadline, last_day_of, report_days_of, today_of
from ..models import Round
from ..permissions import may_keep
from ..querysets import consultation_model
from . import addresses, cautions, rules


class VerbView(FormView):
    """A form for one verb on one consultation."""

    template_name = "rkres_wagtail/consultations/admin/round_verb.html"
    header_icon = "calendar-alt"
    explanation = ""

    def dispatch(self, request, *args, **kwargs):
        self.find(kwargs["pk"])
        if self.page.alias_of_id is not None:
            raise Http404
        if not may_keep(self.page, request.user):
            raise PermissionDenied
        if refusal := self.refusal():
            messages.error(request, refusal)
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.page = get_object_or_404(consultation_model(), pk=pk)

    def refusal(self) -> str:
        """Why the verb makes no sense now; empty where it does."""
        return ""

    @cached_property
    def now(self):
        return timezone.now()

    def is_seen(self) -> bool:
        """Whether the public has seen the page."""
        return rules.was_seen(self.page)

    @property
    def back_url(self) -> str:
        return addresses.editor_of(self.page)

    def form_valid(self, form):
        if "preview" in self.request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, preview=self.told(form))
            )
        try:
            self.do(form)
        except ValidationError as error:
            form.show(error)
            return self.form_invalid(form)
        buttons = [messages.button(self.page.url, _("See the page"))] if self.page.live else []
        messages.success(self.request, self.done, buttons=buttons)
        for sentence in self.cautions(form):
            messages.warning(self.request, sentence)
        return redirect(self.back_url)

    def form_invalid(self, form):
        messages.validation_error(
            self.request, _("Not saved. Correct the fields that are marked below."), form
        )
        return super().form_invalid(form)

    def told(self, form) -> dict:
        """What the form would do, before it does: ``lines`` and ``warnings``."""
        return {"lines": [], "warnings": self.cautions(form)}

    def cautions(self, form) -> list[str]:
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "page": self.page, "media": context["form"].media}


class PeriodView(VerbView):
    """Verbs that give a round its days: what they come to is shown, also before saving."""

    has_preview = True

    def period(self, form) -> tuple:
        """First and last day that the form means."""
        return today_of(form.cleaned_data["starts_at"]), last_day_of(form.cleaned_data["ends_at"])

    def told(self, form) -> dict:
        first, last = self.period(form)
        due = self.page.report_due_on
        lines = [
            _("Closes on %(deadline)s.") % {"deadline": deadline(form.cleaned_data["ends_at"])},
            _("Lasts %(days)s.") % {"days": cautions.counted(first, last)},
        ]
        if due is None:
            days = report_days_of(self.page)
            day = cautions.clock.report_due(last, days)
            lines.append(_("The report is due by %(day)s.") % {"day": long_date(day)})
        return {"lines": lines, "warnings": self.cautions(form)}

    def cautions(self, form) -> list[str]:
        return cautions.of_period(*self.period(form), cautions.asked_of(self.page))

    def form_valid(self, form):
        if "preview" in self.request.POST and (errors := self.errors_of(form)):
            form.show(ValidationError(errors))
            return self.form_invalid(form)
        return super().form_valid(form)

    def errors_of(self, form) -> dict[str, str]:
        """What the service would say of the period."""
        data = form.cleaned_data
        return rules.order_errors(data["starts_at"], data["ends_at"], self.others())

    def others(self) -> list[Round]:
        return list(Round.objects.of(self.page))


class AskingTwice:
    """Of a round that opens the moment it is saved, asks twice: it can hardly be taken back.

    What was confirmed are the dates that were counted; other dates are counted again.
    """

    def form_valid(self, form):
        data = form.cleaned_data
        opens = rules.opens_at_once(data["starts_at"], data["ends_at"], self.now)
        if not opens or not self.is_seen():
            return super().form_valid(form)
        dates = f"{data['starts_at'].isoformat()}/{data['ends_at'].isoformat()}"
        was_counted = self.request.POST.get("counted") == dates
        if "preview" not in self.request.POST and was_counted and data["opens"]:
            return super().form_valid(form)
        if errors := self.errors_of(form):
            form.show(ValidationError(errors))
            return self.form_invalid(form)
        if not was_counted:
            form.untick("opens")
        elif "preview" not in self.request.POST:
            form.add_error("opens", _("Tick this when the dates are right."))
        context = self.get_context_data(form=form, preview=self.told(form), counted=dates)
        return self.render_to_response(context)
