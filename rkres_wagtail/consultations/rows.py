"""The abstract row of a consultation's page: the meetings at which it is discussed.

A concrete page class needs it with the related name ``hearings``.
"""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Orderable

from ..meetings.querysets import meeting_model


class AbstractHearing(Orderable):
    """A meeting at which the document is consulted (requirement 53).

    The meeting is a page of its own: so it stands in the calendars, can be moved and cancelled.
    """

    meeting = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=gettext_lazy("meeting"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    note = models.CharField(gettext_lazy("details"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.meeting)

    def clean(self):
        super().clean()
        if self.meeting_id and not issubclass(
            self.meeting.specific_class or object, meeting_model()
        ):
            raise ValidationError({"meeting": _("Choose a meeting.")})
