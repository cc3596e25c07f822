"""Panels that show what is no field of the page: rounds, outcome, principles, warnings."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import Panel
from wagtail.admin.utils import get_user_display_name

from ...dates import long_date
from ..choices import ConsultationState, OutcomeKind
from ..course import course_of, deadline, first_day, last_day
from ..permissions import may_keep
from . import addresses, cautions, rules

#: The seven principles of public consultations, as the state's guidance names them.
PRINCIPLES = (
    (_("Good faith"), _("we listen, we answer with respect and we explain our decisions")),
    (
        pgettext_lazy("principle", "Universality"),
        _("everyone whom the document concerns can learn of it and answer"),
    ),
    (
        pgettext_lazy("principle", "Transparency"),
        _("aim, rules, course and result are public, and it is known who takes part"),
    ),
    (
        pgettext_lazy("principle", "Responsiveness"),
        _("everyone who sends a remark gets an answer on its substance"),
    ),
    (
        pgettext_lazy("principle", "Coordination"),
        _("one unit or person is responsible for the whole and can be reached"),
    ),
    (
        pgettext_lazy("principle", "Predictability"),
        _("people know from the beginning when and how they can take part"),
    ),
    (
        _("Respect for the common good"),
        _("the decision weighs the interests that were raised and serves all"),
    ),
)


class SavedPanel(Panel):
    """A panel about a page that is saved; ``is_saved`` says whether it is."""

    class BoundPanel(Panel.BoundPanel):
        class Media:
            css = {"all": ["rkres_wagtail/css/consultation_editor.css"]}

        @property
        def is_saved(self) -> bool:
            return self.instance is not None and bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if not self.is_saved:
                return context
            return {**context, "is_saved": True, **self.facts()}

        def facts(self) -> dict:
            return {}


class RoundsPanel(SavedPanel):
    """When it is open: rows beside the page's draft, each with the way to its verbs."""

    class BoundPanel(SavedPanel.BoundPanel):
        template_name = "rkres_wagtail/consultations/admin/rounds_panel.html"

        def facts(self) -> dict:
            now, page = timezone.now(), self.instance
            course = course_of(page, now=now)
            may = self.request is not None and may_keep(page, self.request.user)
            asked, seen = cautions.asked_of(page), rules.was_seen(page)
            due = course.due_on
            return {
                "may": may,
                "state": ConsultationState(course.state(now)).label,
                "rounds": [_row(each, course, asked, now, seen, may) for each in course.rounds],
                "outcome": course.outcome,
                "due": long_date(due) if due else "",
                "minimum": asked.minimum,
                "report_cautions": cautions.of_report(course, asked, now),
                **self._urls(course, may),
            }

        def _urls(self, course, may: bool) -> dict:
            if not may:
                return {}
            key = [self.instance.pk]
            is_final = course.outcome is not None and course.outcome.kind != OutcomeKind.UNKNOWN
            return {
                "add_url": reverse(addresses.ADD, args=key),
                "outcome_url": "" if is_final else reverse(addresses.OUTCOME, args=key),
                "revoke_url": reverse(addresses.REVOKE, args=key) if course.outcome else "",
            }


def _row(round, course, asked, now, seen: bool, may: bool) -> dict:
    key = [round.pk]
    may_change = may and not rules.fixed_reason(round, now, seen=seen, is_reasoned=True)
    may_extend = may and rules.may_be_extended(round, now)
    return {
        "round": round,
        "said": rules.said(round),
        "state": _state(round, course, now),
        "days": cautions.counted(first_day(round), last_day(round)),
        "warnings": cautions.of_round(round, asked, now),
        "extensions": [
            {
                "from": deadline(each.old_ends_at),
                "to": deadline(each.new_ends_at),
                "reason": each.reason,
            }
            for each in round.extensions.all()
        ],
        "change_url": reverse(addresses.CHANGE, args=key) if may_change else "",
        "remove_url": reverse(addresses.REMOVE, args=key) if may_change else "",
        "extend_url": reverse(addresses.EXTEND, args=key) if may_extend else "",
    }


def _state(round, course, now):
    if course.is_cut(round):
        return pgettext_lazy("round", "ended before its time")
    if round.is_open(now):
        return pgettext_lazy("round", "open")
    if round.has_begun(now):
        return pgettext_lazy("round", "over")
    return pgettext_lazy("round", "lies ahead")


class PrinciplesPanel(SavedPanel):
    """The principles written out, and who acknowledged them when."""

    class BoundPanel(SavedPanel.BoundPanel):
        template_name = "rkres_wagtail/consultations/admin/principles_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            by = self.instance.principles_by
            return {
                **context,
                "principles": PRINCIPLES,
                "at": self.instance.principles_at,
                "by": get_user_display_name(by) if by else "",
            }


class WarningsPanel(SavedPanel):
    """What looks like a slip in the saved consultation; blocks nothing."""

    class BoundPanel(SavedPanel.BoundPanel):
        template_name = "rkres_wagtail/consultations/admin/warnings.html"

        def is_shown(self):
            return bool(self.warnings)

        @property
        def warnings(self) -> list[str]:
            from ..cautions import warnings

            # What is to say of single days stands beside them, on the tab of dates.
            return warnings(self.instance, only_law=True) if self.is_saved else []

        def facts(self) -> dict:
            return {"warnings": self.warnings}
