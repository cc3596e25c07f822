"""Page types of a project that swapped the base page: the mixins on its own base.

The base has no ``seo_title``, ``search_description`` and ``show_in_menus``.
"""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.test.basepage.models import BasePage

from rkres_wagtail.bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin
from rkres_wagtail.consultations.pages import (
    ConsultationIndexPageMixin,
    ConsultationPageMixin,
)
from rkres_wagtail.consultations.rows import AbstractHearing
from rkres_wagtail.decisions.pages import DecisionIndexPageMixin, DecisionPageMixin
from rkres_wagtail.meetings.pages import MeetingIndexPageMixin, MeetingPageMixin
from rkres_wagtail.meetings.rows import AbstractAgendaItem, AbstractMeetingMaterial
from rkres_wagtail.participation.pages import CallPageMixin
from rkres_wagtail.programmes.pages import ProgrammePageMixin
from rkres_wagtail.programmes.rows import AbstractProgrammeAct, AbstractProgrammeReport


class HomePage(BasePage):
    template = "tests_basepage/home_page.html"


class CommitteePage(CommitteePageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *CommitteePageMixin.search_fields]
    template = "rkres_wagtail/bodies/committee_page.html"


class TierPage(TierPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *TierPageMixin.search_fields]
    template = "rkres_wagtail/bodies/tier_page.html"


class GroupPage(GroupPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *GroupPageMixin.search_fields]
    template = "rkres_wagtail/bodies/group_page.html"


class MeetingIndexPage(MeetingIndexPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *MeetingIndexPageMixin.search_fields]
    template = "rkres_wagtail/meetings/meeting_index_page.html"


class MeetingPage(MeetingPageMixin, BasePage):
    """Without tags: a host need not have them."""

    search_fields = [*BasePage.search_fields, *MeetingPageMixin.search_fields]
    template = "rkres_wagtail/meetings/meeting_page.html"


class AgendaItem(AbstractAgendaItem):
    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="agenda_items")


class Material(AbstractMeetingMaterial):
    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="materials")


class DecisionIndexPage(DecisionIndexPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *DecisionIndexPageMixin.search_fields]
    template = "rkres_wagtail/decisions/decision_index_page.html"


class DecisionPage(DecisionPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *DecisionPageMixin.search_fields]
    template = "rkres_wagtail/decisions/decision_page.html"


class ConsultationIndexPage(ConsultationIndexPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *ConsultationIndexPageMixin.search_fields]
    template = "rkres_wagtail/consultations/consultation_index_page.html"


class ConsultationPage(ConsultationPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *ConsultationPageMixin.search_fields]
    template = "rkres_wagtail/consultations/consultation_page.html"


class Hearing(AbstractHearing):
    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="hearings")


class ProgrammePage(ProgrammePageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *ProgrammePageMixin.search_fields]
    template = "rkres_wagtail/programmes/programme_page.html"


class ProgrammeAct(AbstractProgrammeAct):
    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="acts")


class ProgrammeReport(AbstractProgrammeReport):
    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="reports")


class CallPage(CallPageMixin, BasePage):
    search_fields = [*BasePage.search_fields, *CallPageMixin.search_fields]
    template = "rkres_wagtail/participation/calls/call_page.html"
