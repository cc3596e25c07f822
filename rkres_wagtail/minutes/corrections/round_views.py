"""Screens of a round: send the minutes, give more time, end it, remind."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.forms import Form
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages as notices

from ...bodies.register.views import show_errors
from ...meetings.when import local_today
from ..choices import ReaderReply
from . import rules, services
from .admin_base import MinutesMixin, ReadingMixin, ServiceView
from .forms import ExtendForm, SendForm
from .messages import Letter, was_reminded
from .people import Candidate, candidates

_A_WEEK = timedelta(days=7)


class SendView(MinutesMixin, ServiceView):
    form_class = SendForm
    template_name = "rkres_wagtail/minutes/corrections/send.html"
    header_icon = "mail"

    def refusal(self) -> str:
        return rules.refusal_to_send(self.minutes)

    @property
    def title(self) -> str:
        return _("Send for corrections")

    @cached_property
    def candidates(self) -> list[Candidate]:
        return candidates(self.minutes)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "candidates": self.candidates}

    def form_valid(self, form):
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        try:
            rules.check_until(form.cleaned_data["until"])
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        letter = Letter(
            self.minutes.meeting.specific,
            form.cleaned_data["until"],
            form.cleaned_data["message"],
        )
        mail = letter.render(link=_("(here stands the link of each person)"))
        return self.render_to_response(self.get_context_data(form=form, mail=mail))

    def do(self, form) -> str:
        reading = services.send_for_corrections(
            minutes=self.minutes, user=self.request.user, **form.values()
        )
        count = reading.readers.count()
        return ngettext(
            "The minutes were sent to %(count)d person.",
            "The minutes were sent to %(count)d people.",
            count,
        ) % {"count": count}

    def get_context_data(self, **kwargs):
        silent = [one.person for one in self.candidates if not one.is_reachable]
        is_any = len(silent) < len(self.candidates)
        return super().get_context_data(silent=silent, is_any_reachable=is_any, **kwargs)


class ExtendView(ReadingMixin, ServiceView):
    form_class = ExtendForm
    header_icon = "date"

    def refusal(self) -> str:
        return rules.refusal_to_extend(self.reading)

    @property
    def title(self) -> str:
        return _("Extend the time for corrections")

    def do(self, form) -> str:
        services.extend_reading(reading=self.reading, user=self.request.user, **form.cleaned_data)
        return _("The time for corrections was extended.")

    def get_initial(self):
        return {"until": max(self.reading.until, local_today()) + _A_WEEK}


class _NoFields(ServiceView):
    """A question; the button is the answer."""

    form_class = Form

    def form_invalid(self, form):
        notices.error(self.request, " ".join(form.non_field_errors()))
        return redirect(self.register_url)


class EndView(ReadingMixin, _NoFields):
    header_icon = "date"

    def refusal(self) -> str:
        if rules.is_running(self.reading):
            return ""
        return _("The time for corrections is over.")

    @property
    def title(self) -> str:
        return _("End the time for corrections")

    @property
    def explanation(self) -> str:
        return _(
            "From now on the members' links take no answers; they can still read the text and "
            "your answers. This cannot be taken back, but you can send the minutes anew."
        )

    def do(self, form) -> str:
        services.end_reading(reading=self.reading, user=self.request.user)
        return _("The time for corrections was ended.")


class RemindView(ReadingMixin, _NoFields):
    header_icon = "mail"

    def refusal(self) -> str:
        if refusal := rules.refusal_to_remind(self.reading):
            return refusal
        if was_reminded(self.reading):
            return _("The members have been reminded once already.")
        return ""

    @property
    def title(self) -> str:
        return _("Remind who has not answered")

    @property
    def explanation(self) -> str:
        names = ", ".join(
            str(each.person)
            for each in self.reading.readers.filter(reply=ReaderReply.NONE).select_related("person")
        )
        return _("A reminder goes, once in a round, to: %(names)s.") % {"names": names or "–"}

    def do(self, form) -> str:
        count = services.remind(reading=self.reading, user=self.request.user)
        return ngettext(
            "%(count)d person was reminded.", "%(count)d people were reminded.", count
        ) % {"count": count}
