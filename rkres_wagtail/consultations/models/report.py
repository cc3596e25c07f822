"""The report on a consultation, with a draft and a workflow of its own."""

from __future__ import annotations

import swapper
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from ...bodies.pages import TEXT_FEATURES
from ...fields import ChoiceField, DayField, StreamField
from ..blocks import FileBlock, ResultBlock
from ..choices import CountedFrom
from ..querysets import ReportQuerySet


class ConsultationReport(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """Course and results of a consultation (requirements 60–62; Act of 6.12.2006, art. 6(6)).

    Correcting the consultation's page never publishes it. Numbers are those of a result that is
    known as numbers only.
    """

    consultation = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(
        _("what it is called"),
        max_length=100,
        blank=True,
        help_text=_("E.g. “Summary report” or “Record of the consultation”. Empty: “Report”."),
    )
    published_on = DayField(
        _("day of publication"),
        null=True,
        blank=True,
        help_text=_(
            "Only for a report that was published elsewhere before, e.g. in BIP. Empty: the day "
            "on which you publish it here."
        ),
    )
    lead = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("What came of the consultation. Stands at the top of the report."),
    )
    text = RichTextField(_("course and results"), blank=True, features=TEXT_FEATURES)
    main_changes = RichTextField(
        _("most important changes"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What was changed in the document because of the remarks."),
    )
    counted_from = ChoiceField(
        _("the numbers come from"),
        choices=CountedFrom,
        default=CountedFrom.REGISTER,
        help_text=_("Counted from the register, they are always those of the table of remarks."),
    )
    incomplete_reason = models.TextField(
        _("published though remarks are unanswered, because"),
        blank=True,
        help_text=_(
            "Only where the report must come out before every remark has its answer. The public "
            "reads it."
        ),
    )
    remarks_count = models.PositiveIntegerField(
        _("number of remarks"), null=True, blank=True, help_text=_("Also when it is 0.")
    )
    authors_count = models.PositiveIntegerField(_("from how many entities"), null=True, blank=True)
    results = StreamField(
        [("result", ResultBlock())], verbose_name=_("how many of them were …"), blank=True
    )
    files = StreamField([("file", FileBlock())], verbose_name=_("files"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report on a consultation")
        verbose_name_plural = _("reports on consultations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return gettext("Report: %(consultation)s") % {"consultation": self.consultation.title}

    def save(self, *args, **kwargs):
        if not self._state.adding and self._comes_out(kwargs.get("update_fields")):
            from ..report.obstacles import check_publishable

            check_publishable(self)
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        return self.name or pgettext("consultation", "Report")

    @cached_property
    def consultation_page(self):
        """The consultation as its own class, as published."""
        return self.consultation.specific

    # How it is shown ---------------------------------------------------------------------------

    def get_url(self, request=None) -> str:
        """The public address below the consultation's page; empty where that has none."""
        page = self.consultation_page
        url = page.get_url(request)
        return f"{url}{page.reverse_subpage('report')}" if url else ""

    def get_full_url(self) -> str | None:
        page = self.consultation_page
        return f"{page.full_url}{page.reverse_subpage('report')}" if page.full_url else None

    full_url = property(get_full_url)

    def get_preview_template(self, request, mode_name):
        return "rkres_wagtail/consultations/report_page.html"

    def get_preview_context(self, request, mode_name):
        from ..report.context import preview_context

        return preview_context(self, request)

    # Writing -----------------------------------------------------------------------------------

    def publish(self, revision, user=None, changed=True, log_action=True, **kwargs):
        """Refuse what the register says is incomplete: ``report.obstacles.ReportHeldBack``.

        Every way of publishing comes by here, or by ``save()``: the editor, a workflow, the
        command for set times, the API.
        """
        from ..report.obstacles import goes_out

        if goes_out(revision, user=user, log_action=log_action):
            super().publish(revision, user=user, changed=changed, log_action=log_action, **kwargs)

    def _comes_out(self, update_fields) -> bool:
        """Whether saving puts another revision before the public."""
        if not self.live or (update_fields is not None and "live" not in update_fields):
            return False
        same = ConsultationReport.objects.filter(live=True, live_revision=self.live_revision_id)
        return not same.filter(pk=self.pk).exists()

    def clean(self):
        from ..report.rules import check_report

        super().clean()
        check_report(self)

    def with_content_json(self, content):
        """A draft says nothing of which consultation it is."""
        report = super().with_content_json(content)
        report.consultation_id = self.consultation_id
        report.created_at = self.created_at
        if "counted_from" not in content:
            # A draft from before reports could be counted from the register.
            report.counted_from = self.counted_from
        return report
