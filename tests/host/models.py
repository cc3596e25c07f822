"""What a site may have beside the package: a plain page, and page types of its own made from
the package's mixins."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from rkres_wagtail.bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin


class PlainPage(Page):
    """A page that has nothing to do with the package; the benchmark compares with it."""

    template = "tests_host/plain_page.html"


class HostCommitteePage(CommitteePageMixin, Page):
    """A committee with a field of the host's own."""

    motto = models.CharField(max_length=200, blank=True)

    search_fields = [*Page.search_fields, *CommitteePageMixin.search_fields]
    content_panels = [*CommitteePageMixin.content_panels, FieldPanel("motto")]
    template = "rkres_wagtail/bodies/committee_page.html"


class HostTierPage(TierPageMixin, Page):
    search_fields = [*Page.search_fields, *TierPageMixin.search_fields]
    template = "rkres_wagtail/bodies/tier_page.html"


class HostGroupPage(GroupPageMixin, Page):
    search_fields = [*Page.search_fields, *GroupPageMixin.search_fields]
    template = "rkres_wagtail/bodies/group_page.html"
