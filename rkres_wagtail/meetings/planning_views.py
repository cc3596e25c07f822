"""“Plan the year”: what is missing is proposed, looked through and made into drafts.

Between the steps the plan travels in the preview's own form, signed and bound to the user, the
list and the meetings that were there; so it works with every session and cache backend, and a
plan that is confirmed twice creates nothing the second time.
"""

from __future__ import annotations

from datetime import time

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.mixins import HookResponseMixin

from ..dates import parse_day
from .plan_bodies import lists_for
from .plan_forms import PlanForm, initial_from, initial_of
from .plan_services import create_drafts
from .querysets import meeting_model
from .year_plan import PlanSettings, Row, YearPlan

URL_NAME = "rkres_wagtail_plan_year"
LABEL = gettext_lazy("Plan the year")
SALT = "rkres_wagtail.plan_year"
#: Seconds for which a preview may be confirmed.
MAX_AGE = 24 * 60 * 60


def plan_url(listing=None) -> str:
    url = reverse(URL_NAME)
    return f"{url}?{urlencode({'list': listing.pk})}" if listing is not None else url


class PlanYearView(HookResponseMixin, WagtailAdminTemplateMixin, View):
    template_name = "rkres_wagtail/meetings/admin/plan_year.html"
    page_title = LABEL
    header_icon = "calendar"

    def get_breadcrumbs_items(self):
        return []

    def dispatch(self, request, *args, **kwargs):
        self.lists = lists_for(request.user)
        if not self.lists and not request.user.is_superuser:
            raise PermissionDenied
        asked = request.GET.get("list", "")
        self.listing = next((page for page in self.lists if str(page.pk) == asked), None)
        if asked and self.listing is None:
            messages.error(
                request,
                _("This list of meetings has been removed, or you may not add meetings to it."),
            )
            return HttpResponseRedirect(plan_url() if self.lists else reverse("wagtailadmin_home"))
        if self.listing is None and len(self.lists) == 1:
            return HttpResponseRedirect(plan_url(self.lists[0]))
        if self.listing is not None:
            response = self.run_hook("before_create_page", request, self.listing, meeting_model())
            if response:
                return response
        return super().dispatch(request, *args, **kwargs)

    # Settings --------------------------------------------------------------------------------

    def get(self, request):
        if self.listing is None:
            choices = [(page, page.committee, plan_url(page)) for page in self.lists]
            return self.render_to_response(self.get_context_data(lists=choices))
        return self._render_form(self._form(initial=initial_of(self.listing)))

    def post(self, request):
        if self.listing is None:
            return HttpResponseRedirect(plan_url())
        steps = {"settings": self._settings, "check": self._check, "create": self._create}
        return steps.get(request.POST.get("step"), self._preview)()

    def _form(self, *args, **kwargs) -> PlanForm:
        plan = YearPlan(self.listing, None)
        return PlanForm(*args, bodies=plan.bodies, committee=plan.committee, **kwargs)

    def _render_form(self, form, *, status: int = 200):
        context = self.get_context_data(
            listing=self.listing, form=form, media=form.media, has_more=len(self.lists) > 1
        )
        return self.render_to_response(context, status=status)

    def _preview(self):
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._render_form(form, status=422)
        plan = YearPlan(self.listing, form.settings())
        return self._render_preview(plan, plan.propose())

    def _settings(self):
        """Back to the first step, with what was filled in."""
        data = self._unsealed()
        if data is None:
            return self._start_again()
        return self._render_form(self._form(initial=initial_from(_settings_of(data))))

    # Preview ---------------------------------------------------------------------------------

    def _render_preview(
        self, plan: YearPlan, rows: list[Row], *, notice="", digest="", status: int = 200
    ):
        """``digest``: that of the plan when it was first shown, if this is the same plan."""
        context = self.get_context_data(
            listing=self.listing,
            plan=plan,
            rows=rows,
            chosen=sum(row.is_chosen for row in rows),
            years=plan.summary(rows),
            hours=plan.settings.when(rows[0].day).hours() if rows and rows[0].day else "",
            agenda=plan.agenda(),
            token=self._sealed(plan, rows, digest or plan.digest),
            notice=notice,
            edit_list_url=reverse("wagtailadmin_pages:edit", args=[self.listing.pk]),
            explore_url=reverse("wagtailadmin_explore", args=[self.listing.pk]),
        )
        return self.render_to_response(context, status=status)

    def _sealed(self, plan: YearPlan, rows: list[Row], digest: str) -> str:
        settings = plan.settings
        return signing.dumps(
            {
                "user": str(self.request.user.pk),
                "list": self.listing.pk,
                "year": settings.year,
                "weekday": settings.weekday,
                "hours": [str(hour or "") for hour in (settings.starts_time, settings.ends_time)],
                "place": [settings.place_name, settings.place_address],
                "counts": list(settings.counts.items()),
                "rows": [[row.body.pk, row.day.isoformat() if row.day else ""] for row in rows],
                "digest": digest,
            },
            salt=SALT,
            compress=True,
        )

    def _unsealed(self) -> dict | None:
        try:
            data = signing.loads(self.request.POST.get("plan", ""), salt=SALT, max_age=MAX_AGE)
        except signing.BadSignature:
            return None
        if data["user"] != str(self.request.user.pk) or data["list"] != self.listing.pk:
            raise PermissionDenied
        return data

    def _start_again(self):
        messages.error(
            self.request, _("This plan is too old or cannot be read. Nothing was created.")
        )
        return HttpResponseRedirect(plan_url(self.listing))

    def _read(self, data: dict) -> tuple[YearPlan, list[Row], bool]:
        """The plan as posted, its rows, and whether a chosen day was changed after the preview."""
        plan = YearPlan(self.listing, _settings_of(data))
        bodies = {body.pk: body for body in plan.bodies}
        rows, is_changed = [], False
        for number, (pk, shown) in enumerate(data["rows"]):
            if pk not in bodies:
                messages.warning(self.request, _("A body of this plan has been removed meanwhile."))
                continue
            typed = self.request.POST.get(f"day-{number}", "").strip()
            day = parse_day(typed)
            is_chosen = f"row-{number}" in self.request.POST
            body = bodies[pk]
            rows.append(Row(body, day, plan.title(body), is_chosen, typed))
            if is_chosen and day is not None and day.isoformat() != shown:
                is_changed = True
        return plan, rows, is_changed

    def _check(self):
        data = self._unsealed()
        if data is None:
            return self._start_again()
        plan, rows, _is_changed = self._read(data)
        is_good = plan.check(rows)
        notice = "" if is_good else _("Correct the marked rows.")
        return self._render_preview(
            plan, rows, notice=notice, digest=data["digest"], status=200 if is_good else 422
        )

    # Drafts ----------------------------------------------------------------------------------

    def _create(self):
        data = self._unsealed()
        if data is None:
            return self._start_again()
        plan, rows, is_changed = self._read(data)
        is_good = plan.check(rows)
        notice = ""
        if not is_good:
            notice = _("Nothing was created. Correct the marked rows.")
        elif not any(row.is_chosen for row in rows):
            notice = _("Nothing was created. Tick at least one meeting.")
        elif is_changed and any(row.is_chosen and row.warnings for row in rows):
            notice = _("Nothing was created yet. You changed days: look at the remarks, please.")
        if notice:
            return self._render_preview(
                plan, rows, notice=notice, digest=data["digest"], status=422
            )
        try:
            pages = create_drafts(plan, rows, user=self.request.user, digest=data["digest"])
        except ValidationError as error:
            plan = YearPlan(self.listing, plan.settings)
            notice = " ".join(error.messages)
            return self._render_preview(plan, plan.propose(), notice=notice, status=422)
        for page in pages:
            self.run_hook("after_create_page", self.request, page)
        messages.success(self.request, _done_message(len(pages)))
        return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[self.listing.pk]))


def _settings_of(data: dict) -> PlanSettings:
    start, end = (time.fromisoformat(hour) if hour else None for hour in data["hours"])
    return PlanSettings(
        data["year"], data["weekday"], start, end, *data["place"], counts=dict(data["counts"])
    )


def _done_message(count: int) -> str:
    return ngettext(
        "%(count)d draft of a meeting was created. Nothing has been published.",
        "%(count)d drafts of meetings were created. Nothing has been published.",
        count,
    ) % {"count": count}
