"""What stands in the sitemap below bodies: compositions, ways to join, people, lists, open data.

Families, settings and memberships are read once for all bodies of the site, not for each: the
cost grows with the number of committees, which is one or a few. The change log is left out: it
repeats what other pages say. A composition changes with the calendar, too, so no date is told.
"""

from __future__ import annotations

from datetime import datetime

from ... import sub_addresses
from ..choices import MembersVisibility
from ..models import Membership
from ..tree import pages_of
from .family import Family
from .people import public_people
from .visibility import strictest, visibilities

#: Lists below a committee that a later room answers, where it has found something for them.
_LISTS = ("programmes", "calls")


def addresses_below(page, gate) -> list[tuple[str, datetime | None]]:
    families = gate.once("sitemap.families", lambda: _families(gate))
    found = next((each for each in families if each.has(page)), None)
    return [(address, None) for address in found.below(page)] if found is not None else []


def _families(gate) -> list[_Addresses]:
    from ..pages import CommitteePageMixin

    committees = gate.pages(pages_of(CommitteePageMixin), any_locale=True).specific()
    keys = Membership.objects.started().order_by().values_list("body__translation_key", flat=True)
    filled = set(keys.distinct())
    # A committee may stand below another one: the nearest counts.
    return [
        _Addresses(committee, gate, filled)
        for committee in sorted(committees, key=lambda each: -len(each.path))
    ]


class _Addresses:
    """One committee with its bodies; ``filled`` are keys of bodies that ever had members."""

    def __init__(self, committee, gate, filled: set):
        self.family, self._filled = Family(committee, gate), filled
        self._seen = visibilities([committee, *self.family.bodies])
        self._lists = [
            name
            for name in _LISTS
            if committee.translation_key in sub_addresses.found(name, [committee], gate)
        ]
        self._slugs = list(public_people(self.family).values_list("slug", flat=True))
        self._joining = sub_addresses.found("joining", [committee, *self.family.bodies], gate)

    def has(self, page) -> bool:
        return page.path.startswith(self.family.committee.path)

    def below(self, page) -> list[str]:
        is_committee = page.pk == self.family.committee.pk
        found = [page.reverse_subpage("composition")] if self._has_members(page) else []
        if page.translation_key in self._joining:
            found.append(page.reverse_subpage("joining"))
        if is_committee and self._slugs:
            found.append(page.reverse_subpage("people"))
            found += [page.reverse_subpage("person", kwargs={"slug": slug}) for slug in self._slugs]
        if is_committee and sub_addresses.is_answered("open_data"):
            found.append(page.reverse_subpage("open_data"))
        if is_committee:
            found += [page.reverse_subpage(name) for name in self._lists]
        return found

    def _has_members(self, page) -> bool:
        """Whether the page links to its composition, as ``context._sections`` does."""
        shown = self.family.shown_for(page)
        if shown is None or shown.translation_key not in self._filled:
            return False
        seen = strictest(
            self._seen.get(each.translation_key, MembersVisibility.NOTHING)
            for each in (page, shown)
        )
        return seen != MembersVisibility.NOTHING
