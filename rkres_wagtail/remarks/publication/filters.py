"""The form above a table of remarks: section, status, channel, author kind; a plain GET form."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ...public_filters import QUERY, PublicFilterForm
from ...text import capitalised
from .counting import Tally, with_verdict
from .rows import no_section
from .sections import Headings

SECTION, STATUS, CHANNEL, AUTHOR = "jednostka", "stanowisko", "kanal", "zglaszajacy"
#: What stands in the address for remarks that name no section.
NO_SECTION = "brak"


@dataclass(frozen=True)
class Offer:
    """What there is to choose from: what the tally counts."""

    tally: Tally
    headings: Headings
    has_answers: bool

    @cached_property
    def sections(self) -> list[tuple[str, str, int]]:
        """Value for the address, words, number; those that nobody may see named are one."""
        counts = self.tally.by_section
        known = [each for each in self.headings.ordered(counts) if self.headings.latest(each)]
        rows = [(str(each), self.headings.latest(each), counts[each]) for each in known]
        rest = sum(count for each, count in counts.items() if each not in set(known))
        return [*rows, (NO_SECTION, no_section(), rest)] if rest else rows


class RemarkFilterForm(PublicFilterForm):
    """What may be asked of a table of remarks."""

    def __init__(self, data, offer: Offer):
        super().__init__(data, offer)
        del self.fields[QUERY]
        tally = offer.tally
        self._select(SECTION, _("Part of the document"), _choices(offer.sections))
        if offer.has_answers:
            self._select(STATUS, _("Position on the remark"), _choices(tally.verdicts()))
        self._select(AUTHOR, _("Who sent it"), _choices(tally.author_kinds()))
        self._select(CHANNEL, _("How it came in"), _choices(tally.channels()))

    def apply(self, remarks):
        """Cut ``remarks`` down to what was asked for; costs no query of its own."""
        chosen = self.chosen
        if CHANNEL in chosen:
            remarks = remarks.filter(submission__channel=chosen[CHANNEL])
        if AUTHOR in chosen:
            remarks = remarks.filter(submission__author_kind=chosen[AUTHOR])
        if STATUS in chosen:
            remarks = with_verdict(remarks).filter(verdict=chosen[STATUS])
        if chosen.get(SECTION) == NO_SECTION:
            named = [int(value) for value, _label, _n in self.offer.sections if value != NO_SECTION]
            remarks = remarks.filter(Q(section=None) | ~Q(section__in=named))
        elif SECTION in chosen:
            remarks = remarks.filter(section_id=int(chosen[SECTION]))
        return remarks


def _choices(rows: list[tuple[str, str, int]]) -> list[tuple[str, str]]:
    return [
        (key, f"{capitalised(Truncator(label).chars(80))} ({count})") for key, label, count in rows
    ]
