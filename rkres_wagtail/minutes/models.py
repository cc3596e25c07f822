"""Minutes, and what was recorded of how they came to be approved.

``Minutes`` has a draft, a workflow and a lock of its own: correcting a room number on the
meeting's page never publishes them. Who read them, what they asked to correct and at which
meeting they were approved are plain rows, so that no old draft brings another answer back.
"""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    AbstractGroupApprovalTask,
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from ..bodies.pages import TEXT_FEATURES
from ..fields import ChoiceField, DayField, StreamField
from ..secret_links import new_nonce
from .blocks import ItemBlock, TextBlock
from .choices import CorrectionState, FileKind, MinutesState, ReaderReply
from .querysets import MinutesQuerySet, is_running
from .workflow import ApprovalSteps, CorrectionsSteps

#: Modes of the preview.
PUBLIC_COPY, OFFICE_COPY = "public", "office"


class Minutes(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """The minutes of one meeting (``peers.md`` §7: 10)."""

    meeting = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    chaired_by = models.CharField(
        _("chaired by"), max_length=255, blank=True, help_text=_("Name and function.")
    )
    taken_by = models.CharField(_("minutes taken by"), max_length=255, blank=True)
    opening = RichTextField(
        _("opening"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Who opened the meeting and when, how the agenda was adopted."),
    )
    content = StreamField(
        [("item", ItemBlock()), ("text", TextBlock())], verbose_name=_("course"), blank=True
    )
    closing = RichTextField(
        _("closing"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("How and when the meeting ended."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return gettext("Minutes: %(meeting)s") % {"meeting": self.meeting.title}

    def save(self, *args, **kwargs):
        """Whoever writes them: minutes are public only when approved."""
        from .rules import check_publishable

        if self.live:
            check_publishable(self)
        super().save(*args, **kwargs)

    # Where they stand --------------------------------------------------------------------------

    @cached_property
    def approval(self) -> MinutesApproval | None:
        return MinutesApproval.objects.filter(minutes=self).select_related("meeting").first()

    @property
    def state(self) -> str:
        """A ``MinutesState``; time ends a round of corrections by itself."""
        known = self.__dict__.get("state_now")
        if known is None:
            known = Minutes.objects.with_state().values_list("state_now", flat=True).get(pk=self.pk)
        return known

    @property
    def state_label(self) -> str:
        return str(MinutesState(self.state).label)

    def running_reading(self) -> MinutesReading | None:
        """The round of corrections that takes answers today."""
        return self.readings.filter(is_running()).order_by("-pk").first()

    @cached_property
    def meeting_page(self):
        """The meeting as its own class, as published."""
        return self.meeting.specific

    # How they are shown ------------------------------------------------------------------------

    def get_url(self, request=None) -> str:
        """The public address below the meeting's page; empty where that has none."""
        url = self.meeting_page.get_url(request)
        return f"{url}{self.meeting_page.reverse_subpage('minutes')}" if url else ""

    def get_full_url(self) -> str | None:
        url = self.meeting_page.full_url
        return f"{url}{self.meeting_page.reverse_subpage('minutes')}" if url else None

    full_url = property(get_full_url)

    @property
    def preview_modes(self):
        return [(PUBLIC_COPY, _("The public copy")), (OFFICE_COPY, _("The office's copy"))]

    def get_preview_template(self, request, mode_name):
        return "rkres_wagtail/minutes/minutes_page.html"

    def get_preview_context(self, request, mode_name):
        from .presentation.context import minutes_context

        return minutes_context(self, request, internal=mode_name == OFFICE_COPY)

    # Writing -----------------------------------------------------------------------------------

    def publish(self, *args, **kwargs):
        """Refuse what was not approved, now or at a moment to come: ``ValidationError``."""
        from .rules import check_publishable

        check_publishable(self)
        return super().publish(*args, **kwargs)

    def with_content_json(self, content):
        """A draft says nothing of which meeting they are."""
        minutes = super().with_content_json(content)
        minutes.meeting_id = self.meeting_id
        minutes.created_at = self.created_at
        return minutes


class MinutesReading(models.Model):
    """Minutes that were sent to the members, to be corrected until a day.

    ``text`` is what they read: the fields of the minutes as ``serializable_data()`` gave them,
    whatever becomes of the draft or its revisions.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="readings")
    text = models.JSONField()
    until = DayField(_("corrections until"), help_text=_("The last day."))
    message = models.TextField(_("message"), blank=True)
    has_internal = models.BooleanField(
        _("with internal parts"),
        default=False,
        help_text=_("Ticked: the members read the internal parts, too."),
    )
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Ended by the office before ``until``.
    ended_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("round of corrections")
        verbose_name_plural = _("rounds of corrections")
        ordering = ["minutes", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes} – {self.until}"


class MinutesReader(models.Model):
    """A member who was asked to read the minutes, by a secret link."""

    reading = models.ForeignKey(MinutesReading, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(
        "rkres_wagtail.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="minutes_readings",
    )
    nonce = models.CharField(max_length=43, default=new_nonce, editable=False)
    reply = ChoiceField(_("reply"), choices=ReaderReply, default=ReaderReply.NONE, blank=True)
    replied_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reader of minutes")
        verbose_name_plural = _("readers of minutes")
        ordering = ["reading", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "person"], name="rkres_wagtail_one_reader_a_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class MinutesCorrection(models.Model):
    """What somebody asked to correct; by the link, or told to the office which wrote it down."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    reader = models.ForeignKey(
        MinutesReader, null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    author = models.CharField(
        _("from whom"), max_length=255, blank=True, help_text=_("Who told it to the office.")
    )
    place = models.CharField(
        _("where"), max_length=255, blank=True, help_text=_("E.g. “item 3, second paragraph”.")
    )
    text = models.TextField(_("correction"))
    received_at = models.DateTimeField(default=timezone.now)
    state = ChoiceField(_("what was done"), choices=CorrectionState, default=CorrectionState.NEW)
    answer = models.TextField(
        _("answer"), blank=True, help_text=_("The member reads it behind the link.")
    )
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["minutes", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes}: {self.text[:60]}"


class MinutesApproval(models.Model):
    """At which meeting, or in which other way, and when the minutes were approved."""

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("approved at"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("A later meeting. Empty where they were approved otherwise."),
    )
    note = models.CharField(
        _("or otherwise"),
        max_length=255,
        blank=True,
        help_text=_("E.g. “by correspondence”. The public reads it."),
    )
    approved_on = DayField(_("approved on"))
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("approval of minutes")
        verbose_name_plural = _("approvals of minutes")

    def __str__(self) -> str:
        return f"{self.minutes} – {self.approved_on}"


class MinutesFile(models.Model):
    """A file made of published minutes by a task; kept in the database, served through the gate.

    ``basis`` is a digest of everything it was made of: another one means that it is stale.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="files")
    kind = ChoiceField(choices=FileKind)
    language = models.CharField(max_length=16)
    basis = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of minutes")
        verbose_name_plural = _("files of minutes")
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "kind", "language"], name="rkres_wagtail_one_file_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes}.{self.kind}"


class MinutesCorrectionsTask(CorrectionsSteps, AbstractGroupApprovalTask):
    """Step of a workflow: the members read and correct; the office ends it.

    What it does is in ``workflow.py``.
    """

    class Meta:
        verbose_name = _("Members' corrections of minutes")
        verbose_name_plural = _("Members' corrections of minutes")


class MinutesApprovalTask(ApprovalSteps, AbstractGroupApprovalTask):
    """Step of a workflow: the minutes are approved at a meeting, which is recorded."""

    class Meta:
        verbose_name = _("Approval of minutes at a meeting")
        verbose_name_plural = _("Approval of minutes at a meeting")
