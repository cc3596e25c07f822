"""What a meeting still lacks: for the listing, the form and after publishing. Nothing is blocked.

The functions are given the rows, so that a listing may fetch those of all its meetings at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .choices import MaterialAccess, MaterialKind, MeetingForm, MeetingStatus
from .when import local_today

NO_DATE = "no-date"
NO_PLACE = "no-place"
NO_AGENDA = "no-agenda"
SCAN_ONLY = "scan-only"
NO_REPORT = "no-report"

#: What is missing -> its words in a listing.
LABELS = {
    NO_DATE: _("no date"),
    NO_PLACE: _("no place"),
    NO_AGENDA: _("no agenda"),
    SCAN_ONLY: _("file not accessible"),
    NO_REPORT: _("no report"),
}


def missing(
    page, *, has_agenda: bool, materials: Iterable, now: datetime | None = None
) -> list[str]:
    """Keys of ``LABELS``, in their order; nothing is missing of a cancelled meeting."""
    if page.status == MeetingStatus.CANCELLED:
        return []
    is_over = page.is_over(now)
    is_placeless = page.meeting_form != MeetingForm.ONLINE and not page.place_name
    found = {
        NO_DATE: not page.when.is_dated,
        NO_PLACE: is_placeless and not is_over,
        NO_AGENDA: not has_agenda,
        SCAN_ONLY: bool(scans_alone(materials)),
        NO_REPORT: is_over and not page.report,
    }
    return [key for key, is_missing in found.items() if is_missing]


def scans_alone(materials: Iterable) -> list:
    """Materials that not everyone can read, with no accessible version and no promise of one.

    A version is an accessible material of the same kind at the same item; "other material" says
    too little for that. A promise is a day of replacement that has not passed.
    """
    materials, today = list(materials), local_today()
    accessible = {
        (one.kind, one.item_uuid)
        for one in materials
        if one.access == MaterialAccess.ACCESSIBLE and one.kind != MaterialKind.OTHER
    }
    return [
        one
        for one in materials
        if one.access == MaterialAccess.NOT_ACCESSIBLE
        and (one.kind, one.item_uuid) not in accessible
        and (one.replace_by is None or one.replace_by < today)
    ]


def scans_warning(materials: Iterable) -> str:
    """One sentence on files that not everyone can read; empty where there are none."""
    alone = scans_alone(materials)
    if not alone:
        return ""
    return ngettext(
        "%(count)d material is not accessible and has no accessible version: %(names)s. People "
        "who use a screen reader cannot read it. Add an accessible version, or say until when "
        "you will.",
        "%(count)d materials are not accessible and have no accessible version: %(names)s. "
        "People who use a screen reader cannot read them. Add accessible versions, or say until "
        "when you will.",
        len(alone),
    ) % {"count": len(alone), "names": ", ".join(_quoted(one) for one in alone)}


def _quoted(material) -> str:
    return gettext("“%(name)s”") % {"name": material.label}


def after_publish_page(request, page):
    """Hook: warn of a scan that was published alone; nothing is stopped."""
    from wagtail.admin import messages

    from .pages import MeetingPageMixin

    page = page.specific
    if isinstance(page, MeetingPageMixin) and (warning := scans_warning(page.materials.all())):
        messages.warning(request, warning)
