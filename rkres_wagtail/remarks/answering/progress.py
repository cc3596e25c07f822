"""How many remarks have their answer, per section and in total: counted, never typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...consultations.models import SectionText
from ..models import Remark
from ..querysets import gap_condition


@dataclass(frozen=True)
class Tally:
    """``answered`` of ``total`` remarks that need a position have a complete one."""

    answered: int = 0
    total: int = 0

    @property
    def missing(self) -> int:
        return self.total - self.answered

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total

    @property
    def text(self) -> str:
        """``42 of 42 remarks are answered``."""
        if not self.total:
            return _("no remark needs an answer")
        said = ngettext(
            "%(answered)d of %(total)d remark is answered",
            "%(answered)d of %(total)d remarks are answered",
            self.total,
        )
        return said % {"answered": self.answered, "total": self.total}

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class SectionTally(Tally):
    """Of one section; ``section`` is its identity's key, None for remarks to no section."""

    section: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Progress:
    total: Tally
    sections: list[SectionTally]


def progress_of(page) -> Progress:
    """Of a consultation in whichever language; two queries whatever there is."""
    rows = Remark.objects.of(page).to_answer().order_by().values("section")
    rows = list(
        rows.annotate(total=Count("pk"), gaps=Count("pk", filter=Q(gap_condition()))).values_list(
            "section", "total", "gaps"
        )
    )
    labels = section_labels({section for section, _total, _gaps in rows} - {None})
    found = [
        SectionTally(
            answered=total - gaps,
            total=total,
            section=section,
            label=labels.get(section) or _("Not about one section"),
        )
        for section, total, gaps in rows
    ]
    order = {key: place for place, key in enumerate(labels)}
    found.sort(key=lambda each: order.get(each.section, len(order)))
    total = Tally(sum(each.answered for each in found), sum(each.total for each in found))
    return Progress(total, found)


def section_labels(keys) -> dict[int, str]:
    """Headings of sections as their newest version has them, in the order of the document."""
    if not keys:
        return {}
    texts = SectionText.objects.filter(identity__in=keys).defer("content")
    newest: dict[int, SectionText] = {}
    for text in texts.order_by("version__number", "position", "pk"):
        newest[text.identity_id] = text
    ordered = sorted(newest.values(), key=lambda text: (text.position, text.pk))
    return {text.identity_id: text.heading for text in ordered}
