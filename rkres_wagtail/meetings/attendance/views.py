"""The screen “Attendance” of a meeting: it asks the services and repeats no rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...bodies.register.views import show_errors
from ..querysets import meeting_model
from . import rules, services
from .absences import alerts
from .cautions import sheet_cautions
from .forms import FormRow, SheetForm
from .models import AttendanceSheet
from .permissions import may_keep, may_see
from .sheets import Difference, difference, replies_to, rows_of
from .states import PRINT_URL, SHEET_URL, state_of, states

OVERVIEW_URL = "rkres_attendance"
REOPEN_URL = "rkres_attendance_reopen"
#: Members on one screen: more fields than this makes would not fit in one request.
PER_PAGE = 100


class MeetingView(WagtailAdminTemplateMixin, View):
    """A screen about one meeting, for whoever may read its attendance."""

    header_icon = "group"

    def dispatch(self, request, *args, **kwargs):
        self.meeting = get_object_or_404(meeting_model(), pk=kwargs["pk"], alias_of=None)
        if not may_see(self.meeting, request.user):
            raise PermissionDenied
        self.may_keep = may_keep(self.meeting, request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Attendance")

    def get_page_subtitle(self):
        return self.meeting.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return []

    @cached_property
    def bodies(self) -> list:
        """Who meets, and whoever has a sheet although it was taken from the meeting since."""
        found = {body.pk: body for body in rules.bodies_of(self.meeting)}
        for sheet in AttendanceSheet.objects.of(self.meeting).select_related("body"):
            found.setdefault(sheet.body_id, sheet.body.specific)
        return list(found.values())

    @property
    def back_url(self) -> str:
        return f"{reverse('wagtailadmin_pages:edit', args=[self.meeting.pk])}#tab-obecnosc"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "page": self.meeting,
            "refusal": rules.refusal(self.meeting),
            "may_keep": self.may_keep,
        }


class OverviewView(MeetingView):
    """The sheets of all the bodies that meet; of one body, straight to its sheet."""

    template_name = "rkres_wagtail/meetings/admin/attendance/overview.html"

    def get(self, request, *args, **kwargs):
        if len(self.bodies) == 1:
            return redirect(SHEET_URL, self.meeting.pk, self.bodies[0].pk)
        return self.render_to_response(self.get_context_data(states=states(self.meeting)))


class SheetView(MeetingView):
    """One body at the meeting."""

    template_name = "rkres_wagtail/meetings/admin/attendance/sheet.html"

    def dispatch(self, request, *args, **kwargs):
        self.kwargs = kwargs
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def body(self):
        for body in self.bodies:
            if body.pk == self.kwargs["body"]:
                return body
        raise Http404

    @cached_property
    def sheet(self) -> AttendanceSheet | None:
        return services.find_sheet(self.meeting, self.body)

    @property
    def url(self) -> str:
        return reverse(SHEET_URL, args=[self.meeting.pk, self.body.pk])

    def get(self, request, *args, **kwargs):
        return self.render(self.form())

    def post(self, request, *args, **kwargs):
        if not self.may_keep:
            raise PermissionDenied
        action = request.POST.get("action", "")
        if action == "open":
            return self.do(self._open, _("The list of the members of that day is ready."))
        if self.sheet is None:
            return redirect(self.url)
        if action == "refresh":
            return self.do(
                lambda: services.refresh(self.sheet), _("The list was brought up to date.")
            )
        if action == "remove":
            remove = lambda: services.remove_sheet(sheet=self.sheet, user=request.user)  # noqa: E731
            return self.do(remove, _("The list was removed."))
        if action in ("save", "fill", "close"):
            return self.save(action)
        return redirect(self.url)

    def _open(self):
        services.open_sheet(meeting=self.meeting, body=self.body, user=self.request.user)

    def do(self, verb, done: str):
        try:
            verb()
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, done)
        return redirect(self.url)

    # The form ---------------------------------------------------------------------------------

    def form(self, data=None) -> SheetForm | None:
        if self.sheet is None or self.sheet.is_closed or rules.refusal(self.meeting):
            return None
        return SheetForm(data, sheet=self.sheet, rows=self.form_rows)

    @cached_property
    def rows(self) -> list:
        return rows_of(self.sheet) if self.sheet is not None else []

    @cached_property
    def difference(self) -> Difference:
        day = rules.day_of(self.meeting)
        if self.sheet is None or self.sheet.is_closed or day is None:
            return Difference()
        return difference(self.sheet, day, self.rows)

    @cached_property
    def part(self):
        """The members on this screen."""
        return Paginator(self.rows, PER_PAGE).get_page(self.request.GET.get("p"))

    @cached_property
    def form_rows(self) -> list[FormRow]:
        shown = list(self.part.object_list)
        day = rules.day_of(self.meeting)
        deputies = rules.deputies_on(self.body, day) if day else {}
        replies = replies_to(self.meeting, [row.membership for row in shown])
        strangers = {row.pk for row in (*self.difference.gone, *self.difference.flagged)}
        return [
            FormRow(
                row=row,
                number=number,
                reply=replies.get(row.membership_id),
                deputies=deputies.get(row.membership_id, []),
                is_member=row.pk not in strangers,
            )
            for number, row in enumerate(shown, start=self.part.start_index())
        ]

    def save(self, action: str):
        form = self.form(self.request.POST)
        if form is None:
            messages.error(
                self.request, _("The attendance has already been closed. Nothing was changed.")
            )
            return redirect(self.url)
        if not form.is_valid():
            return self.render(form, is_wrong=True)
        try:
            services.record(
                sheet=self.sheet,
                entries=form.entries(),
                guests=form.text("guests"),
                office_note=form.text("office_note"),
                user=self.request.user,
            )
        except ValidationError as error:
            show_errors(form, error)
            return self.render(form, is_wrong=True)
        filled = 0
        if action == "fill":
            filled = services.fill_present(sheet=self.sheet, user=self.request.user)
        if action == "close":
            close = lambda: services.close_sheet(sheet=self.sheet, user=self.request.user)  # noqa: E731
            return self.do(close, _("The attendance is closed. The public reads the numbers."))
        messages.success(self.request, self.saved_message(filled))
        page = f"?p={self.part.number}" if self.part.has_other_pages() else ""
        return redirect(f"{self.url}{page}")

    def saved_message(self, filled: int) -> str:
        """What is on the sheet now: progress, and whether there is a quorum."""
        state = state_of(self.sheet, self.body)
        parts = [_("Saved.")]
        if filled:
            parts.append(
                ngettext(
                    "%(count)d member was marked as present.",
                    "%(count)d members were marked as present.",
                    filled,
                )
                % {"count": filled}
            )
        parts.append(state["progress"])
        return " ".join(parts)

    def render(self, form, *, is_wrong: bool = False):
        if is_wrong:
            messages.validation_error(
                self.request, _("Not saved. Correct the members that are marked below."), form
            )
        sheet = self.sheet
        context = self.get_context_data(
            body=self.body,
            sheet=sheet,
            form=form if self.may_keep else None,
            form_rows=self.form_rows if sheet is not None and not sheet.is_closed else [],
            rows=self.rows,
            part=self.part if sheet is not None else None,
            difference=self.difference,
            state=state_of(sheet, self.body) if sheet is not None else None,
            cautions=sheet_cautions(self.meeting, sheet) if sheet is not None else [],
            close_refusal=rules.refusal_to_close(self.meeting),
            alerts=alerts([self.body]),
            is_joint=len(self.bodies) > 1,
            url=self.url,
            print_url=reverse(PRINT_URL, args=[self.meeting.pk, self.body.pk]),
            reopen_url=reverse(REOPEN_URL, args=[self.meeting.pk, self.body.pk]),
            overview_url=reverse(OVERVIEW_URL, args=[self.meeting.pk]),
            media=form.media if form is not None else "",
        )
        return self.render_to_response(context, status=422 if is_wrong else 200)
