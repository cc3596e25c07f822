"""Remarks on the page of a consultation, and below the sections that they are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.template.loader import render_to_string

from ...consultations.reader.published import comparison_address, published_versions
from ...public import Gate
from ..models import Remark
from ..services import rules_of
from . import words
from .filters import SECTION
from .listing import ANCHOR
from .rows import Row, rows_of
from .scope import table_report
from .sections import Headings

_BOX = "rkres_wagtail/remarks/publication/_consultation_box.html"
_SECTION = "rkres_wagtail/remarks/publication/_section_remarks.html"
_ATTRIBUTE = "_rkres_wagtail_section_remarks"
#: So many remarks stand below one section of the text; the others are in the table.
SHOWN = 20


def public_scope(page, now) -> tuple[object, bool]:
    """The rows that a reader may see, and whether with answers; none where nothing is public."""
    rows = Remark.objects.of(page)
    if table_report(page, now) is not None:
        return rows.counted(), True
    return (rows.readable() if rules_of(page).shows_at_once else rows.none()), False


def consultation_box(context) -> str:
    """How many remarks there are to read, and to how many the office has answered."""
    page, request = context.get("page"), context["request"]
    source, gate = page.source, Gate.of(request)
    if getattr(request, "is_preview", False):
        return ""
    rows, has_answers = public_scope(source, gate.now)
    total = rows.count()
    if not total:
        return ""
    said = left_out = ""
    if has_answers:
        to_answer = Remark.objects.of(source).to_answer()
        numbers = to_answer.count()
        said = words.progress(Remark.objects.of(source).answered().count(), numbers)
        left_out = words.left_out(total - numbers)
    base = page.get_url(request) or ""
    name = "report" if has_answers else "remarks"
    url = f"{base}{page.reverse_subpage(name)}" + (f"#{ANCHOR}" if has_answers else "")
    return render_to_string(
        _BOX,
        {
            "count_text": words.remarks_count(total),
            "progress": said,
            "left_out": left_out,
            "url": url,
            "has_answers": has_answers,
        },
    )


# Below sections ----------------------------------------------------------------------------------


@dataclass
class SectionRemarks:
    """All that a text needs of its remarks, read once for a request; at most five queries."""

    rows: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter = field(default_factory=Counter)
    numbers: dict[int, int] = field(default_factory=dict)
    address: str = ""
    comparison: str = ""

    @classmethod
    def of(cls, page, request) -> SectionRemarks:
        known = getattr(request, _ATTRIBUTE, None)
        if known is None:
            known = cls._read(page, request)
            setattr(request, _ATTRIBUTE, known)
        return known

    @classmethod
    def _read(cls, page, request) -> SectionRemarks:
        found, source, now = cls(), page.source, Gate.of(request).now
        rows, has_answers = public_scope(source, now)
        rows = rows.readable().exclude(section=None)
        counts = rows.order_by().values_list("section").annotate(Count("pk"))
        found.counts.update(dict(counts))
        if not found.counts:
            return found
        rank = Window(RowNumber(), partition_by=F("section_id"), order_by=F("number").asc())
        shown = rows.annotate(rank=rank).filter(rank__lte=SHOWN).for_table()
        for row in rows_of(shown, Headings(source, now), has_answers=has_answers):
            found.rows[row.remark.section_id].append(row)
        found.numbers = {each.pk: each.number for each in published_versions(source, now)}
        base = page.get_url(request) or ""
        found.address = f"{base}{page.reverse_subpage('report' if has_answers else 'remarks')}"
        found.comparison = comparison_address(page, request=request)
        return found


def section_remarks(context) -> str:
    """Published remarks on a section, or on what a tombstone stands for; with their answers."""
    page, request = context.get("page"), context.get("request")
    version = context.get("version")
    if request is None or page is None or context.get("is_draft") or version is None:
        return ""
    read = SectionRemarks.of(page, request)
    section = context["section"].text.identity_id
    if not read.counts[section]:
        return ""
    lines = [
        {"row": row, **_other_version(row.remark, version, read)} for row in read.rows[section]
    ]
    count = read.counts[section]
    return render_to_string(
        _SECTION,
        {
            "lines": lines,
            "count_text": words.remarks_count(count),
            "more": count - len(lines),
            "more_url": f"{read.address}?{SECTION}={section}#{ANCHOR}",
            # For the slot at each remark.
            "request": request,
            "consultation": page.source,
            "section": context["section"],
        },
    )


def _other_version(remark, version, read: SectionRemarks) -> dict:
    """Of a remark to another version: its number, and where both are compared."""
    if remark.version_id in (None, version.pk) or remark.version_id not in read.numbers:
        return {}
    number = read.numbers[remark.version_id]
    old, new = sorted((number, version.number))
    return {"other_version": number, "comparison_url": f"{read.comparison}?od={old}&do={new}"}
