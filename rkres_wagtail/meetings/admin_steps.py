"""Addresses of the office's steps (plan the year, paste an agenda), and the ways to them."""

from __future__ import annotations

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from ..menu import ORDER
from . import agenda_views, planning_views
from .pages import MeetingIndexPageMixin
from .plan_bodies import list_candidates, may_plan


def urls():
    """Hook: the views; Wagtail lets in only who may open its admin."""
    return [
        path(
            "rkres/plan-year/", planning_views.PlanYearView.as_view(), name=planning_views.URL_NAME
        ),
        path(
            "rkres/paste-agenda/<int:pk>/",
            agenda_views.PasteAgendaView.as_view(),
            name=agenda_views.URL_NAME,
        ),
    ]


class PlanMenuItem(MenuItem):
    """For whoever may add pages under a list of meetings."""

    def is_shown(self, request) -> bool:
        return list_candidates(request.user).exists()


def plan_menu_item() -> PlanMenuItem:
    return PlanMenuItem(
        planning_views.LABEL,
        reverse(planning_views.URL_NAME),
        name="rkres-plan-year",
        icon_name="calendar",
        order=ORDER["plan_year"],
    )


def plan_button(page, user, view_name=None, next_url=None):
    """Hook: a button in the header of a list of meetings."""
    model = page.specific_class
    if model is not None and issubclass(model, MeetingIndexPageMixin) and may_plan(page, user):
        url = planning_views.plan_url(page)
        yield Button(planning_views.LABEL, url=url, icon_name="calendar", priority=12)
