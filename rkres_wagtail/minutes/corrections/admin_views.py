"""Screens of corrections: the register of one minutes, record, examine; and all addresses.

They ask the services and repeat no rule.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import TemplateView

from ..choices import CorrectionState
from ..models import MinutesCorrection, MinutesReader
from . import panel, rules, services
from .admin_base import MinutesMixin, ServiceView
from .forms import AnswerForm, FilterForm, RecordForm
from .round_views import EndView, ExtendView, RemindView, SendView

_PER_PAGE = 50


class RecordView(MinutesMixin, ServiceView):
    form_class = RecordForm

    def refusal(self) -> str:
        return rules.refusal_to_change(self.minutes)

    @property
    def title(self) -> str:
        return _("Record a correction")

    @property
    def explanation(self) -> str:
        return _("For what came by telephone, by mail or was told at a meeting.")

    def get_form_kwargs(self):
        reading = rules.latest_reading(self.minutes)
        readers = MinutesReader.objects.filter(reading=reading).select_related("person", "reading")
        found = sorted(readers, key=lambda each: each.person.sort_key) if reading else []
        return {**super().get_form_kwargs(), "readers": found}

    def do(self, form) -> str:
        services.record_correction(minutes=self.minutes, user=self.request.user, **form.values())
        return _("The correction was written down.")


class AnswerView(MinutesMixin, ServiceView):
    form_class = AnswerForm
    template_name = "rkres_wagtail/minutes/corrections/answer.html"

    def find(self, pk: int) -> None:
        rows = MinutesCorrection.objects.select_related(
            "minutes__meeting", "reader__person", "handled_by"
        )
        self.correction = get_object_or_404(rows, pk=pk)
        self.minutes = self.correction.minutes

    @property
    def title(self) -> str:
        return _("Examine a correction")

    def get_initial(self):
        return {"state": self.correction.state, "answer": self.correction.answer}

    def do(self, form) -> str:
        services.answer_correction(
            correction=self.correction, user=self.request.user, **form.cleaned_data
        )
        progress = rules.progress(self.minutes)
        return ngettext(
            "Saved. %(done)d of %(count)d correction examined.",
            "Saved. %(done)d of %(count)d corrections examined.",
            progress.total,
        ) % {"done": progress.examined, "count": progress.total}

    def next_open(self) -> MinutesCorrection | None:
        """Another one to be examined; the next in order, else the first."""
        rows = MinutesCorrection.objects.filter(minutes=self.minutes, state=CorrectionState.NEW)
        rows = rows.exclude(pk=self.correction.pk).order_by("pk")
        return rows.filter(pk__gt=self.correction.pk).first() or rows.first()

    def get_success_url(self) -> str:
        following = self.next_open() if "next" in self.request.POST else None
        if following is not None:
            return reverse(panel.ANSWER_URL, args=[following.pk])
        return self.register_url

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            correction=self.correction, has_next=self.next_open() is not None, **kwargs
        )


class RegisterView(MinutesMixin, TemplateView):
    """Corrections of one minutes, filtered by what was done with them."""

    template_name = "rkres_wagtail/minutes/corrections/register.html"
    header_icon = "list-ul"

    @property
    def title(self) -> str:
        return _("Corrections of the minutes")

    def get_context_data(self, **kwargs):
        form = FilterForm(self.request.GET)
        rows = MinutesCorrection.objects.filter(minutes=self.minutes).order_by("pk")
        if form.chosen:
            rows = rows.filter(state=form.chosen)
        rows = rows.select_related("reader__person", "handled_by")
        page = Paginator(rows, _PER_PAGE).get_page(self.request.GET.get("p"))
        state = panel.state_of_corrections(self.minutes, self.request.user)
        reading = state["reading"]
        readers = reading.readers.select_related("person") if reading is not None else []
        return super().get_context_data(
            **state,
            rows=page,
            chosen=form.chosen,
            filters=self._filters(state["progress"], form.chosen),
            readers=sorted(readers, key=lambda each: each.person.sort_key),
            **kwargs,
        )

    def _filters(self, progress, chosen: str) -> list[dict]:
        everything = [{"label": _("All"), "count": progress.total, "value": ""}]
        states = [
            {"label": capfirst(label), "count": progress.counts[value], "value": value}
            for value, label in CorrectionState.choices
        ]
        return [{**each, "is_chosen": each["value"] == chosen} for each in everything + states]


def admin_urls():
    """Hook: addresses of the screens."""
    return [
        path("rkres/minutes/<int:pk>/send/", SendView.as_view(), name=panel.SEND_URL),
        path(
            "rkres/minutes/<int:pk>/corrections/", RegisterView.as_view(), name=panel.REGISTER_URL
        ),
        path(
            "rkres/minutes/<int:pk>/corrections/add/",
            RecordView.as_view(),
            name=panel.RECORD_URL,
        ),
        path("rkres/corrections/<int:pk>/", AnswerView.as_view(), name=panel.ANSWER_URL),
        path("rkres/minutes-rounds/<int:pk>/extend/", ExtendView.as_view(), name=panel.EXTEND_URL),
        path("rkres/minutes-rounds/<int:pk>/end/", EndView.as_view(), name=panel.END_URL),
        path("rkres/minutes-rounds/<int:pk>/remind/", RemindView.as_view(), name=panel.REMIND_URL),
    ]
