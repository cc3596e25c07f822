"""Panels of minutes: the tab of a meeting's editor, and the tabs of their own editor."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from ..meetings import editor_tabs
from . import completing, rules
from .forms import MinutesForm
from .models import Minutes
from .permissions import may_keep
from .ways import APPROVE_URL, COMPLETE_URL, REVOKE_URL, START_URL, edit_url

TAB = _("Minutes")
#: Panels that parts of this room add to the tab “Course and approval”.
_more: list[Panel] = []


def add_to_process(panel: Panel) -> None:
    """Add a read-only panel to the minutes' second tab, before their approval.

    Call it in a part's ``hooks()``, which ``wiring.py`` runs before the editor is built.
    """
    _more.append(panel)


class MeetingMinutesPanel(Panel):
    """State of the minutes and the way to them; on the meeting's page, holds no fields."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/minutes/admin/meeting_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            page, user = self.instance, self.request.user if self.request else None
            if page is None or not page.pk or user is None:
                return context
            context["is_saved"] = True
            minutes = Minutes.objects.of(page).with_state().select_related("meeting").first()
            if minutes is not None:
                context["minutes"] = minutes
                if any(may_keep(minutes.meeting, user, action) for action in ("change", "view")):
                    context["edit_url"] = edit_url(minutes)
            elif not may_keep(page, user, "add"):
                context["is_forbidden"] = True
            elif reason := rules.reason_not_to_start(page):
                context["reason"] = reason
            else:
                context["start_url"] = reverse(START_URL, args=[page.pk])
            return context


class StatePanel(Panel):
    """Where the minutes stand and what may be done with them next."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/minutes/admin/state_panel.html"

        class Media:
            css = {"all": ["rkres_wagtail/css/minutes_editor.css"]}

        @property
        def _minutes(self):
            return Minutes.objects.with_state().select_related("meeting").get(pk=self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance is None or not self.instance.pk or self.request is None:
                return context
            minutes = self._minutes
            may = may_keep(minutes.meeting, self.request.user)
            return {**context, "minutes": minutes, **self.facts(minutes, may)}

        def facts(self, minutes, may: bool) -> dict:
            meeting = reverse("wagtailadmin_pages:edit", args=[minutes.meeting_id])
            found = {"meeting_url": meeting, "reading": minutes.running_reading()}
            if may and not completing.reason_not_to(minutes):
                found["complete_url"] = reverse(COMPLETE_URL, args=[minutes.pk])
            return found


class ApprovalPanel(StatePanel):
    """When and where the minutes were approved, with the buttons for it."""

    class BoundPanel(StatePanel.BoundPanel):
        template_name = "rkres_wagtail/minutes/admin/approval_panel.html"

        def facts(self, minutes, may: bool) -> dict:
            found = {"approval": minutes.approval}
            if may and minutes.approval is None:
                found["approve_url"] = reverse(APPROVE_URL, args=[minutes.pk])
            elif may and not rules.reason_not_to_revoke(minutes):
                found["revoke_url"] = reverse(REVOKE_URL, args=[minutes.pk])
            return found


def edit_handler():
    """The tabs of the minutes' editor."""
    text = [
        StatePanel(),
        FieldRowPanel([FieldPanel("chaired_by"), FieldPanel("taken_by")]),
        FieldPanel("opening"),
        FieldPanel(
            "content",
            help_text=_(
                "What was said and decided, item by item. Internal parts stay in the office's copy."
            ),
        ),
        FieldPanel("closing"),
    ]
    process = [*_more, ApprovalPanel(heading=_("Approval")), PublishingPanel()]
    return TabbedInterface(
        [
            ObjectList(text, heading=_("Text")),
            ObjectList(process, heading=_("Course and approval")),
        ],
        base_form_class=MinutesForm,
    )


def add_tab() -> None:
    """The tab “Minutes” of a meeting's editor."""
    editor_tabs.add_tab(editor_tabs.MINUTES, TAB, [MeetingMinutesPanel()])
