"""Concrete page types: the rooms' mixins on the site's page class, and nothing else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin


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
