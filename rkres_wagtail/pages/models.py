"""Concrete page types: the rooms' mixins on the site's page class, and nothing else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.models import Page

from ..bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin
from ..consultations.pages import ConsultationIndexPageMixin, ConsultationPageMixin
from ..consultations.rows import AbstractHearing
from ..decisions.pages import DecisionIndexPageMixin, DecisionPageMixin
from ..meetings.pages import MeetingIndexPageMixin, MeetingPageMixin
from ..meetings.rows import AbstractAgendaItem, AbstractMeetingMaterial
from ..participation.pages import CallPageMixin
from ..programmes.pages import ProgrammePageMixin
from ..programmes.rows import AbstractProgrammeAct, AbstractProgrammeReport


class CommitteePage(CommitteePageMixin, Page):
    search_fields = [*Page.search_fields, *CommitteePageMixin.search_fields]
    template = "rkres_wagtail/bodies/committee_page.html"

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")


class TierPage(TierPageMixin, Page):
    search_fields = [*Page.search_fields, *TierPageMixin.search_fields]
    template = "rkres_wagtail/bodies/tier_page.html"

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")


class GroupPage(GroupPageMixin, Page):
    search_fields = [*Page.search_fields, *GroupPageMixin.search_fields]
    template = "rkres_wagtail/bodies/group_page.html"

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")


class MeetingIndexPage(MeetingIndexPageMixin, Page):
    search_fields = [*Page.search_fields, *MeetingIndexPageMixin.search_fields]
    template = "rkres_wagtail/meetings/meeting_index_page.html"

    class Meta:
        verbose_name = _("list of meetings")
        verbose_name_plural = _("lists of meetings")


class MeetingPageTag(TaggedItemBase):
    content_object = ParentalKey(
        "rkres_wagtail_pages.MeetingPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class MeetingPage(MeetingPageMixin, Page):
    tags = ClusterTaggableManager(through=MeetingPageTag, blank=True, verbose_name=_("topics"))

    search_fields = [*Page.search_fields, *MeetingPageMixin.search_fields]
    template = "rkres_wagtail/meetings/meeting_page.html"

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")


class MeetingAgendaItem(AbstractAgendaItem):
    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="agenda_items")

    class Meta(AbstractAgendaItem.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")


class MeetingMaterial(AbstractMeetingMaterial):
    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="materials")

    class Meta(AbstractMeetingMaterial.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")


class DecisionIndexPage(DecisionIndexPageMixin, Page):
    search_fields = [*Page.search_fields, *DecisionIndexPageMixin.search_fields]
    template = "rkres_wagtail/decisions/decision_index_page.html"

    class Meta:
        verbose_name = _("register of decisions")
        verbose_name_plural = _("registers of decisions")


class DecisionPageTag(TaggedItemBase):
    content_object = ParentalKey(
        "rkres_wagtail_pages.DecisionPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class DecisionPage(DecisionPageMixin, Page):
    tags = ClusterTaggableManager(through=DecisionPageTag, blank=True, verbose_name=_("topics"))

    search_fields = [*Page.search_fields, *DecisionPageMixin.search_fields]
    template = "rkres_wagtail/decisions/decision_page.html"

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")


class ConsultationIndexPage(ConsultationIndexPageMixin, Page):
    search_fields = [*Page.search_fields, *ConsultationIndexPageMixin.search_fields]
    template = "rkres_wagtail/consultations/consultation_index_page.html"

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")


class ConsultationPageTag(TaggedItemBase):
    content_object = ParentalKey(
        "rkres_wagtail_pages.ConsultationPage",
        on_delete=models.CASCADE,
        related_name="tagged_items",
    )


class ConsultationPage(ConsultationPageMixin, Page):
    tags = ClusterTaggableManager(through=ConsultationPageTag, blank=True, verbose_name=_("topics"))

    search_fields = [*Page.search_fields, *ConsultationPageMixin.search_fields]
    template = "rkres_wagtail/consultations/consultation_page.html"

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")


class ConsultationHearing(AbstractHearing):
    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="hearings")

    class Meta(AbstractHearing.Meta):
        verbose_name = _("consultation meeting")
        verbose_name_plural = _("consultation meetings")


class ProgrammePage(ProgrammePageMixin, Page):
    search_fields = [*Page.search_fields, *ProgrammePageMixin.search_fields]
    template = "rkres_wagtail/programmes/programme_page.html"

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")


class ProgrammeAct(AbstractProgrammeAct):
    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="acts")

    class Meta(AbstractProgrammeAct.Meta):
        verbose_name = _("act on a programme")
        verbose_name_plural = _("acts on programmes")


class ProgrammeReport(AbstractProgrammeReport):
    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="reports")

    class Meta(AbstractProgrammeReport.Meta):
        verbose_name = _("report on a programme")
        verbose_name_plural = _("reports on programmes")


class CallPageTag(TaggedItemBase):
    content_object = ParentalKey(
        "rkres_wagtail_pages.CallPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class CallPage(CallPageMixin, Page):
    tags = ClusterTaggableManager(through=CallPageTag, blank=True, verbose_name=_("topics"))

    search_fields = [*Page.search_fields, *CallPageMixin.search_fields]
    template = "rkres_wagtail/participation/calls/call_page.html"

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
