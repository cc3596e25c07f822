"""The editors' report of what no calendar has, and why; computed when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import swapper
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from ... import feeds
from ...bodies.tables import ListingMixin
from ...menu import PagesMenuItem
from . import ical
from .scope import scopes_of_site

URL_NAME = "rkres_wagtail_left_out"
TITLE = gettext_lazy("Left out of calendars")


@dataclass(frozen=True)
class Row:
    """A public page that calendars leave out."""

    page_id: int | None
    title: str
    reason: str
    is_error: bool

    def __str__(self) -> str:
        return self.title


def left_out() -> Iterator[Row]:
    """Every public page of every site that a calendar would hold if it could."""
    language = translation.get_language()
    for site in Site.objects.select_related("root_page").order_by("pk"):
        for scope in scopes_of_site(site):
            for name, provider in feeds.calendars():
                items = provider.items(scope)
                failed = ical.errors(scope, name, provider, items)
                with translation.override(language):
                    for item in items:
                        if item.problem:
                            yield Row(item.page_id, item.title, item.problem, is_error=False)
                        elif item.id in failed:
                            reason = _reason(failed[item.id])
                            yield Row(item.page_id, item.title, reason, is_error=True)


def _reason(error: Exception) -> str:
    if isinstance(error, feeds.LeftOut):
        return str(error)
    return _("It cannot be written: %(error)s") % {"error": f"{type(error).__name__}: {error}"}


class LeftOutView(ListingMixin, ReportView):
    """Reports › Left out of calendars: the user's own pages, errors first, the latest first."""

    page_title = TITLE
    header_icon = "date"
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            get_url=lambda row: (
                row.page_id and reverse("wagtailadmin_pages:edit", args=[row.page_id])
            ),
            width="50%",
        ),
        Column("reason", label=gettext_lazy("Why")),
    ]
    list_export = ["title", "reason"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "reason": gettext_lazy("Why"),
    }
    permission_policy = page_permission_policy
    is_searchable = False

    def get_queryset(self):
        Page = swapper.load_model("wagtailcore", "Page")
        rows = list(left_out())
        chosen = Page.objects.filter(pk__in={row.page_id for row in rows if row.page_id})
        own = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        allowed = set(chosen.filter(pk__in=own.values("pk")).values_list("pk", flat=True))
        mine = [row for row in reversed(rows) if row.page_id in allowed]
        return sorted(mine, key=lambda row: not row.is_error)

    @property
    def no_results_message(self):
        return _("Calendars have everything that the public may see.")


def register() -> None:
    """Called from ``wagtail_hooks``."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_reports_menu_item", menu_item)


def urls():
    return [
        path("rkres/left-out/", LeftOutView.as_view(), name=URL_NAME),
        path(
            "rkres/left-out/results/",
            LeftOutView.as_view(results_only=True),
            name=f"{URL_NAME}_results",
        ),
    ]


class ReportMenuItem(PagesMenuItem):
    permissions = frozenset({"add", "change", "publish"})


def menu_item():
    return ReportMenuItem(
        TITLE, reverse(URL_NAME), name="rkres-left-out", icon_name="date", order=650
    )
