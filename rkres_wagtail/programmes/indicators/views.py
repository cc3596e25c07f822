"""Screens of single indicators and readings: they ask the services and repeat no rule."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from ..choices import ReadingState
from ..models import Indicator, Reading
from . import addresses, services
from .admin_base import IndicatorMixin, NodeMixin, ReadingMixin, VerbView
from .forms import IndicatorForm, ReadingForm, SeenForm
from .loading import lines_of_nodes
from .rules import years_of


class AddIndicatorView(NodeMixin, VerbView):
    form_class = IndicatorForm
    title = gettext_lazy("Add an indicator")
    submit_label = gettext_lazy("Add the indicator")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": Indicator()}

    def do(self, form) -> str:
        services.add_indicator(node=self.node, user=self.request.user, **form.values)
        return _("The indicator was added. The public sees it at once.")


class IndicatorView(IndicatorMixin, VerbView):
    """What an indicator says, and below it its readings."""

    form_class = IndicatorForm
    template_name = "rkres_wagtail/programmes/indicators/indicator.html"
    title = gettext_lazy("Indicator")
    submit_label = gettext_lazy("Save")

    @property
    def row(self):
        return self.indicator

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.indicator}

    def do(self, form) -> str:
        services.change_indicator(
            indicator=self.indicator,
            user=self.request.user,
            state=form.cleaned_data["seen"],
            **form.values,
        )
        return _("Saved. The public sees it at once.")

    def get_context_data(self, **kwargs):
        lines = lines_of_nodes([self.node.pk])[self.node.pk]
        line = next((each for each in lines if each.indicator == self.indicator), None)
        return {**super().get_context_data(**kwargs), "line": line}


class MoveIndicatorView(IndicatorMixin, View):
    """Answers to a POST only; ``direction`` is ``up`` or ``down``."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        up = request.POST.get("direction") != "down"
        try:
            services.move_indicator(indicator=self.indicator, user=request.user, up=up)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.back_url)


class RemoveIndicatorView(IndicatorMixin, VerbView):
    form_class = SeenForm
    title = gettext_lazy("Remove an indicator")
    submit_label = gettext_lazy("Remove")
    is_serious = True

    @property
    def explanation(self) -> str:
        return _(
            "Remove “%(name)s”? Do it only where it was entered by mistake; the history of the "
            "page keeps a note of it."
        ) % {"name": self.indicator}

    def do(self, form) -> str:
        services.remove_indicator(indicator=self.indicator, user=self.request.user)
        return _("The indicator was removed.")


class AddReadingView(IndicatorMixin, VerbView):
    form_class = ReadingForm
    title = gettext_lazy("Add a reading")
    submit_label = gettext_lazy("Add the reading")

    @property
    def subtitle(self) -> str:
        return str(self.indicator)

    def get_initial(self):
        """The year after the newest reading, or the last one that is over."""
        last = self.indicator.readings.aggregate(last=Max("year"))["last"]
        years, now = years_of(self.page), timezone.localdate().year
        year = last + 1 if last else min(now - 1, years.last or now)
        return {
            "year": year if year in years and year <= now else None,
            "state": ReadingState.VALUE,
        }

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": Reading(), "years": years_of(self.page)}

    def do(self, form) -> str:
        services.record_reading(indicator=self.indicator, user=self.request.user, **form.values)
        return _("The reading was added. The public sees it at once.")


class ReadingView(ReadingMixin, VerbView):
    form_class = ReadingForm
    template_name = "rkres_wagtail/programmes/indicators/reading.html"
    title = gettext_lazy("Correct a reading")
    submit_label = gettext_lazy("Save")

    @property
    def row(self):
        return self.reading

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "instance": self.reading, "years": years_of(self.page)}

    def do(self, form) -> str:
        services.change_reading(
            reading=self.reading,
            user=self.request.user,
            seen=form.cleaned_data["seen"],
            **form.values,
        )
        return _("Saved. The public sees it at once.")

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "reading": self.reading}


class RemoveReadingView(ReadingMixin, VerbView):
    form_class = SeenForm
    title = gettext_lazy("Remove a reading")
    submit_label = gettext_lazy("Remove")
    is_serious = True

    @property
    def explanation(self) -> str:
        return _(
            "Remove the reading for %(year)d? Do it only where it was entered by mistake; where "
            "nobody knows the value, say “no data” instead."
        ) % {"year": self.reading.year}

    def do(self, form) -> str:
        services.remove_reading(reading=self.reading, user=self.request.user)
        return _("The reading was removed.")

    def get_success_url(self) -> str:
        return addresses.indicator_url(self.indicator)
