"""What every format says alike: who is one person, what a body is and under which it stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..bodies.pages import CommitteePageMixin, TierPageMixin
from ..bodies.structure.picture import label_of_tier
from ..meetings.choices import DatePrecision
from ..meetings.when import When

#: How identifiers of people begin who are known from one membership only.
ALONE = "of-membership-"


def who(row) -> str:
    """Which person holds the membership ``row``, as a part of identifiers.

    Somebody without a page of their own is another person in each membership: nobody agreed
    that these be put together.
    """
    return str(row.person_id) if row.person.has_public_profile else f"{ALONE}{row.pk}"


def kind_of(page, committee) -> tuple[str, str]:
    """What a body is: a word that no language changes, and one in the language of the page."""
    if isinstance(page, CommitteePageMixin):
        return "committee", _("committee")
    if isinstance(page, TierPageMixin):
        return "tier", label_of_tier(committee, page)
    return str(page.kind), str(page.get_kind_display())


def nearest_above(page, bodies: Iterable):
    """The one of ``bodies`` (of one language) right above ``page``; or None."""
    above = [each for each in bodies if each.pk != page.pk and page.path.startswith(each.path)]
    return max(above, key=lambda each: len(each.path), default=None)


def first_day(when: When) -> str:
    """``2026-03-05``; ``2026-03`` where only the month is known, which has no first day."""
    if not when.is_dated:
        return ""
    if when.date_precision == DatePrecision.MONTH:
        return f"{when.starts_on:%Y-%m}"
    return when.starts_on.isoformat()
