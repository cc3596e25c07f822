"""Panels of reports: the tab of a consultation's editor, and the report's own editor."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from .. import editor_tabs
from ..choices import CountedFrom
from ..course import course_of
from ..models import ConsultationReport
from . import numbers, rules
from .context import day_facts
from .forms import ReportForm
from .obstacles import all_obstacles, is_for_later, obstacles_of
from .permissions import may_keep
from .ways import START_URL, edit_url

CSS = "rkres_wagtail/css/report_editor.css"


def state_of(report) -> str:
    """In a word, for the office: published, scheduled, with changes, draft."""
    if report.live and report.has_unpublished_changes:
        return pgettext("report", "published, with changes that are not")
    if report.live:
        return pgettext("report", "published")
    if report.approved_schedule:
        return pgettext("report", "to be published at a set time")
    return pgettext("report", "draft")


def deadline_facts(page) -> dict:
    """``due_on``, and ``days_late`` while the report is overdue."""
    course, now = course_of(page), timezone.now()
    late = course.days_late(now)
    return {
        "due_on": course.due_on if course.last_closed(now) else None,
        "days_late": numbers.days_late(late) if late else "",
    }


_notes: list = []


def add_notes(provider) -> None:
    """Let a later room say a sentence of a report in its editor: ``provider(report)`` -> list."""
    if provider not in _notes:
        _notes.append(provider)


def notes_of(report) -> list[str]:
    return [text for provider in _notes for text in provider(report)]


def cautions_of(report, *, is_scheduling: bool = False) -> list[str]:
    """What an editor should look at again; nothing is refused for it."""
    is_counted = report.counted_from == CountedFrom.REGISTER
    text = numbers.typed_in_vain(report) if is_counted else numbers.caution(report)
    found = [text] if text else []
    if is_scheduling and is_for_later(report) and obstacles_of(report):
        found.append(
            _(
                "At the set time it comes out only if nothing is missing by then; see what is "
                "missing now at the top of the editor."
            )
        )
    return found


class ConsultationReportPanel(Panel):
    """State of the report and the way to it; on the consultation's page, holds no fields."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/consultations/admin/report_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            page, user = self.instance, self.request.user if self.request else None
            if page is None or not page.pk or user is None:
                return context
            context |= {"is_saved": True, **deadline_facts(page)}
            reports = ConsultationReport.objects.of(page).select_related("consultation")
            report = reports.first()
            if report is not None:
                context |= {"report": report, "state": state_of(report)}
                if any(may_keep(report.consultation, user, each) for each in ("change", "view")):
                    context["edit_url"] = edit_url(report)
            elif not may_keep(page, user, "add"):
                context["is_forbidden"] = True
            elif reason := rules.reason_not_to_start(page):
                context["reason"] = reason
            else:
                context["start_url"] = reverse(START_URL, args=[page.pk])
            return context


class StatePanel(Panel):
    """Where the report stands, by when it is due, and what does not add up."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/consultations/admin/report_state_panel.html"

        class Media:
            css = {"all": [CSS]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            report = self.instance
            if report is None or not report.pk or not report.consultation_id:
                return context
            page = report.consultation_page
            return {
                **context,
                "report": report,
                "state": state_of(report),
                **deadline_facts(page),
                "cautions": cautions_of(report),
                "notes": notes_of(report),
                "missing": all_obstacles(report),
                "past": day_facts(report, course_of(page), timezone.now()) if report.live else None,
                "page_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                "public_url": report.get_url() if report.live else "",
            }


def edit_handler():
    """The tabs of the report's editor."""
    text = [
        StatePanel(),
        FieldPanel("lead"),
        FieldPanel("counted_from"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("remarks_count"), FieldPanel("authors_count")]),
                FieldPanel(
                    "results",
                    help_text=_(
                        "E.g. “accepted”, “partly accepted”, “not accepted”. The public reads "
                        "them as a table; the total is counted by itself."
                    ),
                ),
            ],
            heading=_("Numbers that are not in the register"),
            help_text=_(
                "Only where the result is known as numbers alone, e.g. from a report that was "
                "published elsewhere. Numbers from the register need nothing here."
            ),
        ),
        FieldPanel("text"),
        FieldPanel("main_changes"),
        FieldPanel("incomplete_reason"),
        FieldPanel("files"),
    ]
    process = [FieldPanel("name"), FieldPanel("published_on"), PublishingPanel()]
    return TabbedInterface(
        [
            ObjectList(text, heading=pgettext_lazy("report", "Text")),
            ObjectList(process, heading=_("Name and publication")),
        ],
        base_form_class=ReportForm,
    )


def add_tab() -> None:
    """The tab “Report” of a consultation's editor."""
    heading = pgettext_lazy("consultation", "Report")
    editor_tabs.add_tab(editor_tabs.REPORT, heading, [ConsultationReportPanel()])
