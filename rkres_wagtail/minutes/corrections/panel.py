"""The members' corrections in the editor of minutes: where the round stands, and the ways on."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from wagtail.admin.panels import Panel

from ..choices import ReaderReply
from ..models import Minutes, MinutesReading
from . import rules
from .messages import was_reminded

SEND_URL = "rkres_minutes_send"
REGISTER_URL = "rkres_minutes_corrections"
RECORD_URL = "rkres_minutes_record"
EXTEND_URL = "rkres_minutes_extend"
END_URL = "rkres_minutes_end"
REMIND_URL = "rkres_minutes_remind"
ANSWER_URL = "rkres_minutes_answer"


def state_of_corrections(minutes: Minutes, user) -> dict:
    """What the panel and the register say of the round, and what ``user`` may do next."""
    reading = rules.latest_reading(minutes)
    may = rules.may_keep(minutes, user)
    refusal = rules.refusal_to_send(minutes)
    return {
        "minutes": minutes,
        "reading": reading,
        "is_running": reading is not None and rules.is_running(reading),
        "answers": _answers(reading) if reading is not None else None,
        "progress": rules.progress(minutes),
        "may_keep": may,
        "refusal": refusal,
        "urls": _urls(minutes, reading, refusal) if may else {},
    }


def _answers(reading: MinutesReading) -> dict:
    """How many readers answered what, in one query."""
    return reading.readers.aggregate(
        asked=Count("pk"),
        agrees=Count("pk", filter=Q(reply=ReaderReply.AGREES)),
        corrects=Count("pk", filter=Q(reply=ReaderReply.CORRECTS)),
        silent=Count("pk", filter=Q(reply=ReaderReply.NONE)),
    )


def _urls(minutes: Minutes, reading: MinutesReading | None, refusal: str) -> dict[str, str]:
    urls = {"register": reverse(REGISTER_URL, args=[minutes.pk])}
    if not rules.is_settled(minutes):
        urls["record"] = reverse(RECORD_URL, args=[minutes.pk])
    if not refusal:
        urls["send"] = reverse(SEND_URL, args=[minutes.pk])
    if reading is not None and not rules.refusal_to_extend(reading):
        urls["extend"] = reverse(EXTEND_URL, args=[reading.pk])
        if rules.is_running(reading):
            urls["end"] = reverse(END_URL, args=[reading.pk])
            if not was_reminded(reading):
                urls["remind"] = reverse(REMIND_URL, args=[reading.pk])
    return urls


class CorrectionsPanel(Panel):
    """Facts beside the draft, with links: it holds no field of the minutes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/minutes/corrections/panel.html"

        class Media:
            css = {"all": ["rkres_wagtail/css/minutes_corrections.css"]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance is None or not self.instance.pk or self.request is None:
                return context
            minutes = Minutes.objects.select_related("meeting", "latest_revision").get(
                pk=self.instance.pk
            )
            state = state_of_corrections(minutes, self.request.user)
            return {**context, "is_saved": True, **state}
