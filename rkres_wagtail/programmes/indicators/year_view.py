"""The screen of a year: every indicator of a programme in one table, for the yearly work."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from ...fields import YEARS
from ..outline.admin_base import TreeMixin
from .addresses import YEAR_URL
from .forms import YearRowForm
from .loading import lines_of
from .rules import years_of
from .states import state_of_year
from .yearly import WrongRows, record_year

#: Rows of one screen: three fields each, and a request has 1000 at most as Django comes.
ROWS = 200
#: How far back a programme goes that does not say when it begins.
_YEARS_BACK = 20
_FIELD = re.compile(r"i([0-9]{1,18})-state")


class YearView(TreeMixin, TemplateView):
    """``?year=`` names it; without one, the last that is over. A GET changes nothing."""

    template_name = "rkres_wagtail/programmes/indicators/year.html"
    title = gettext_lazy("Readings for a year")

    @cached_property
    def years(self) -> list[int]:
        """Those that may be chosen, the newest first."""
        years, now = years_of(self.page), timezone.localdate().year
        first = years.first or (years.last or now) - _YEARS_BACK
        return list(range(min(now, years.last or now), first - 1, -1))

    @cached_property
    def year(self) -> int | None:
        text = self.request.GET.get("year", "")
        if re.fullmatch(r"[0-9]{4}", text) and int(text) in YEARS:
            return int(text)
        if self.request.method == "POST":
            return None  # what was typed is never put into another year than was shown
        over = [year for year in self.years if year < timezone.localdate().year]
        return next(iter(over or self.years), None)

    @cached_property
    def rows(self):
        """One screen of lines, in the order of the tree."""
        lines = [line for lines in lines_of(self.page).values() for line in lines]
        return Paginator(lines, ROWS).get_page(self.request.GET.get("p"))

    @cached_property
    def readings(self) -> dict:
        """The readings of the year on this screen, by their indicator's key."""
        found = {}
        for line in self.rows:
            for reading in line.readings:
                if reading.year == self.year:
                    found[line.indicator.pk] = reading
        return found

    def get(self, request, *args, **kwargs):
        return self._show(self._forms())

    def post(self, request, *args, **kwargs):
        forms = self._forms(request.POST)
        sent = {int(match[1]) for name in request.POST if (match := _FIELD.fullmatch(name))}
        wrong = [key for key, form in forms.items() if key in sent and not form.is_valid()]
        try:
            if self.year is None:
                raise ValidationError(_("Choose the year first."))
            if wrong:
                raise ValidationError(
                    _("Nothing was saved. Correct the rows that are marked below.")
                )
            if sent - set(forms):
                raise ValidationError(
                    _(
                        "Somebody has removed an indicator in the meantime. Nothing was saved; "
                        "what you typed for the others is below."
                    )
                )
            done = record_year(
                page=self.page,
                year=self.year,
                entries={key: forms[key].entry() for key in sent},
                user=request.user,
                seen=request.POST.get("seen"),
            )
        except WrongRows as error:
            for key, found in error.rows.items():
                for name, texts in found.items():
                    forms[key].add_error(name, texts)
            return self._show(forms, error)
        except ValidationError as error:
            return self._show(forms, error)
        messages.success(request, _done_message(done))
        return redirect(self.here)

    @property
    def here(self) -> str:
        """The address of this year and these rows."""
        return self.url(p=self.rows.number if self.rows.number > 1 else None)

    def url(self, **query) -> str:
        query = {"year": self.year, **query}
        query = {name: value for name, value in query.items() if value}
        return f"{reverse(YEAR_URL, args=[self.page.pk])}?{urlencode(query)}"

    def _forms(self, data=None) -> dict[int, YearRowForm]:
        forms = {}
        for line in self.rows:
            reading = self.readings.get(line.indicator.pk)
            names = ("state", "value", "note")
            forms[line.indicator.pk] = YearRowForm(
                data,
                prefix=f"i{line.indicator.pk}",
                name=str(line.indicator),
                initial={name: getattr(reading, name) for name in names} if reading else {},
            )
        return forms

    def _show(self, forms, error: ValidationError | None = None):
        rows = [
            {
                "line": line,
                "form": forms[line.indicator.pk],
                "before": self._before(line),
                "stored": self.readings.get(line.indicator.pk),
                "is_first": index == 0
                or self.rows[index - 1].indicator.node_id != line.indicator.node_id,
            }
            for index, line in enumerate(self.rows)
        ]
        context = self.get_context_data(
            rows=rows,
            errors=error.messages if error is not None else [],
            seen=state_of_year(self.readings.values()),
            years=self.years if self.year in [*self.years, None] else [self.year, *self.years],
            is_outside=self.year is not None and self.year not in self.years,
            allowed=years_of(self.page),
        )
        return self.render_to_response(context, status=422 if error is not None else 200)

    def _before(self, line):
        """The newest reading of an earlier year, to compare with."""
        earlier = [each for each in line.readings if each.year < (self.year or 0)]
        return earlier[-1] if earlier else None


def _done_message(done) -> str:
    if not done:
        return _("Nothing was different, so nothing was changed.")
    parts = []
    if count := done["added"]:
        parts.append(
            ngettext("%(count)d reading added.", "%(count)d readings added.", count)
            % {"count": count}
        )
    if count := done["changed"]:
        parts.append(
            ngettext("%(count)d reading corrected.", "%(count)d readings corrected.", count)
            % {"count": count}
        )
    if count := done["removed"]:
        parts.append(
            ngettext("%(count)d reading removed.", "%(count)d readings removed.", count)
            % {"count": count}
        )
    return " ".join([*parts, _("The public sees it at once.")])
