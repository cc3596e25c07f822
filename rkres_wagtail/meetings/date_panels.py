"""How the editor shows a date: as fields while it is open, as a fact once it is settled."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from .buttons import CANCEL_URL, MOVE_URL, may_change
from .choices import DatePrecision, MeetingStatus
from .told import sentences

CSS = {"all": ["rkres_wagtail/css/meeting_editor.css"]}

#: Precision -> which of the date's fields to fill in.
_HELP = {
    DatePrecision.MINUTE: _(
        "Give the first day and the hour “from”. The hour “to” may stay empty; the last day is "
        "for meetings that run past midnight."
    ),
    DatePrecision.DAY: _("Give the first day only. The public reads no hour."),
    DatePrecision.DAYS: _("Give the first and the last day, no hours."),
    DatePrecision.MONTH: _(
        "Give any day of that month as the first day. The public reads the month only, and "
        "calendars leave the meeting out until the day is known."
    ),
    DatePrecision.UNKNOWN: _(
        "Leave days and hours empty. The public reads that the date is not yet known."
    ),
}


def _settled(form):
    return getattr(form, "settled", None)


class WhileOpenPanel(FieldPanel):
    """A field that is shown only while the date may still be typed."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            return super().is_shown() and _settled(self.form) is None


class PrecisionHelpPanel(Panel):
    """Which fields to fill in; a stylesheet shows the sentence of the chosen precision only."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/admin/precision_help.html"

        class Media:
            css = CSS

        def is_shown(self):
            return self.form is not None and _settled(self.form) is None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            sentences = [(key.value, key.label, text) for key, text in _HELP.items()]
            return {**context, "sentences": sentences}


class DatePanel(Panel):
    """The settled date with what the public reads of its changes, and the two verbs."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/admin/date_panel.html"

        class Media:
            css = CSS

        def is_shown(self):
            return _settled(self.form) is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            change = self.form.settled
            verbs = {}
            if self.request and may_change(self.instance, self.request.user):
                verbs["move_url"] = reverse(MOVE_URL, args=[self.instance.pk])
                if change.status != MeetingStatus.CANCELLED:
                    verbs["cancel_url"] = reverse(CANCEL_URL, args=[self.instance.pk])
            return {
                **context,
                **verbs,
                "change": change,
                "state": MeetingStatus(self.instance.state()).label,
                "told": sentences(self.instance),
            }
