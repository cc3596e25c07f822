"""Links as the office sees them: every end, with its state; a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...remarks.answering.progress import section_labels
from ..models import ProgrammeLink
from . import addresses
from .ends import CONSULTATION, DECISION, MEETING, kind_of_class


@dataclass(frozen=True)
class OfficeLink:
    """One link in a list of the office."""

    row: ProgrammeLink
    kind: str
    title: str
    url: str
    #: Empty where the public sees the end.
    state: str

    @property
    def remove_url(self) -> str:
        return addresses.remove_url(self.row)


def office_links(rows) -> list[OfficeLink]:
    """``rows`` is a queryset of links."""
    rows = rows.select_related(
        "target_page", "section__consultation", "remark__consultation", "node"
    )
    rows = list(rows.order_by("node__position", "pk"))
    labels = section_labels({row.section_id for row in rows} - {None})
    return [_made(row, labels) for row in rows]


def _made(row: ProgrammeLink, labels: dict) -> OfficeLink:
    if row.target_page_id:
        page = row.target_page
        kinds = {
            DECISION: pgettext("end of a link", "decision"),
            MEETING: pgettext("end of a link", "meeting"),
            CONSULTATION: pgettext("end of a link", "consultation"),
        }
        kind = kinds.get(kind_of_class(page.specific_class or object), "")
        return OfficeLink(row, kind, page.title, _edit(page), _state(page))
    if row.section_id:
        page = row.section.consultation
        title = labels.get(row.section_id) or str(row.section)
        kind = pgettext("end of a link", "section and its remarks")
        return OfficeLink(row, kind, f"{title} – {page.title}", _edit(page), _state(page))
    page = row.remark.consultation
    title = f"{row.remark} – {page.title}"
    url = reverse("rkres_remark", args=[row.remark_id])
    hidden = "" if row.remark.is_readable else _("the public does not read this remark")
    return OfficeLink(row, pgettext("end of a link", "remark"), title, url, _state(page) or hidden)


def _edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _state(page) -> str:
    return "" if page.live else _("not published: the public does not see this link")
