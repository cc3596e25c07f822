"""What became of each remark, said by the database and by the row; what every total is made of.

A *verdict* is one of ``Meaning``, or why there is none. Every counted remark has exactly one, so
the sums of all tables are their rows (requirement 60).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.translation import pgettext_lazy

from ..choices import AuthorKind, Channel, Meaning
from ..querysets import gap_condition

UNANSWERED, WITHDRAWN, ERASED = "unanswered", "withdrawn", "erased"
_NONE = {
    UNANSWERED: pgettext_lazy("answer to a remark", "without a position"),
    WITHDRAWN: pgettext_lazy("answer to a remark", "withdrawn by its author"),
    ERASED: pgettext_lazy("answer to a remark", "erased at its author's request"),
}
#: In the order in which tables and charts have them.
VERDICTS = (*Meaning.values, *_NONE)


def with_verdict(rows):
    """Each remark with ``verdict``; an answer that lacks something is none."""
    gap = gap_condition()
    return rows.annotate(
        verdict=Case(
            When(withdrawn_at__isnull=False, then=Value(WITHDRAWN)),
            When(gap & Q(erased_at__isnull=False), then=Value(ERASED)),
            When(gap, then=Value(UNANSWERED)),
            default=F("response__status__meaning"),
            output_field=CharField(),
        )
    )


def verdict_of(remark) -> str:
    """The same of one row; a test holds the two together."""
    if remark.withdrawn_at is not None:
        return WITHDRAWN
    if remark.response is not None and not remark.response.gap:
        return remark.response.status.meaning
    return ERASED if remark.erased_at is not None else UNANSWERED


def verdict_label(verdict: str, names: Iterable[str] = ()) -> str:
    """In the committee's own word, where it has one for it; else in ours."""
    if verdict in _NONE:
        return str(_NONE[verdict])
    names = set(names)
    return names.pop() if len(names) == 1 else str(Meaning(verdict).label)


@dataclass
class Tally:
    """Numbers of remarks of one consultation."""

    authors: int = 0
    by_verdict: Counter = field(default_factory=Counter)
    by_channel: Counter = field(default_factory=Counter)
    by_author: Counter = field(default_factory=Counter)
    #: By id of ``SectionIdentity``; None for remarks that name no section.
    by_section: Counter = field(default_factory=Counter)
    names: dict[str, set] = field(default_factory=lambda: defaultdict(set))

    @property
    def total(self) -> int:
        return self.by_channel.total()

    def verdicts(self) -> list[tuple[str, str, int]]:
        """Key, words and number of what there is."""
        return [
            (key, verdict_label(key, self.names[key]), self.by_verdict[key])
            for key in VERDICTS
            if self.by_verdict[key]
        ]

    def channels(self) -> list[tuple[str, str, int]]:
        return _labelled(Channel, self.by_channel)

    def author_kinds(self) -> list[tuple[str, str, int]]:
        return _labelled(AuthorKind, self.by_author)


def _labelled(choices, counter: Counter) -> list[tuple[str, str, int]]:
    return [(str(each.value), str(each.label), counter[each.value]) for each in choices
            if counter[each.value]]  # fmt: skip


_KEY = "consultation__translation_key"
_GROUPS = (_KEY, "submission__channel", "submission__author_kind", "verdict",
           "response__status__name")  # fmt: skip


def tallies(rows, *, with_sections: bool = False) -> dict:
    """Tallies of remarks ``rows`` by the consultation's ``translation_key``; two queries."""
    found: dict = defaultdict(Tally)
    names = (*_GROUPS, *(("section",) if with_sections else ()))
    groups = with_verdict(rows).order_by().values_list(*names).annotate(Count("pk"))
    for key, channel, author, verdict, name, *section, count in groups:
        tally = found[key]
        tally.by_verdict[verdict] += count
        tally.by_channel[channel] += count
        tally.by_author[author] += count
        if verdict in Meaning.values:
            tally.names[verdict].add(name)
        if section:
            tally.by_section[section[0]] += count
    authors = rows.order_by().values_list(_KEY).annotate(Count("submission__entity", distinct=True))
    for key, count in authors:
        found[key].authors = count
    return found


def tally_of(page, rows) -> Tally:
    """That of one consultation, with its sections."""
    return tallies(rows, with_sections=True).get(page.translation_key) or Tally()
