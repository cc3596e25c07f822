"""What an editor is warned about and nobody is stopped by (DESIGN, rule 3).

Each function returns sentences; statutes differ, and an office may have its reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Membership, Sector
from .querysets import today
from .rules import overlap
from .tree import committee_of

#: What later rooms warn of: functions of a saved membership that return sentences.
_providers: list[Callable[[Membership], list[str]]] = []


def add_provider(function: Callable[[Membership], list[str]]) -> None:
    """Let a later room warn of a membership, too; once, in its ``AppConfig.ready``."""
    if function not in _providers:
        _providers.append(function)


def membership_warnings(membership, *, on: date | None = None) -> list[str]:
    """Warnings about a saved row, then about the composition it leaves behind."""
    on = on or today()
    found = [*_own_warnings(membership, on)]
    others = list(
        Membership.objects.of(membership.body)
        .exclude(pk=membership.pk)
        .select_related("term", "person", "organisation")
        .filter(_same_role_or_holder(membership))
    )
    found += _clashes(membership, [other for other in others if overlap(membership, other)])
    if membership.deputy_for_id is None and _shapes_today(membership, on):
        sector = membership.effective_sector
        found += composition_warnings(membership.body, on=on, sectors=[sector] if sector else [])
    for provider in _providers:
        found += provider(membership)
    return found


def _own_warnings(membership, on: date):
    term = membership.term
    if membership.end_reason and not membership.ends:
        yield _("There is a reason of end, but no last day.")
    elif membership.end_reason and not membership.ends_on:
        yield _("There is a reason of end, but no last day: the membership ends with its term.")
    if term:
        if term.is_past(on):
            yield _("The term chosen ended on %(date)s.") % {"date": date_format(term.ends_on)}
        if membership.starts_on and membership.starts_on < term.starts_on:
            yield _("The membership starts before its term.")
        if membership.ends_on and term.ends_on and membership.ends_on > term.ends_on:
            yield _("The membership ends after its term.")
    seat = membership.seat
    if seat:
        if membership.sector_id and seat.sector_id and membership.sector_id != seat.sector_id:
            yield _("The sector is another one than that of the seat (%(sector)s).") % {
                "sector": seat.sector
            }
        if membership.term_id and seat.term_id and membership.term_id != seat.term_id:
            yield _("The term is another one than that of the seat (%(term)s).") % {
                "term": seat.term
            }
    body = membership.body.specific
    active_from, active_to = (getattr(body, name, None) for name in ("active_from", "active_to"))
    if active_from and membership.starts and membership.starts < active_from:
        yield _("The body began its work on %(date)s, the membership starts before that.") % {
            "date": date_format(active_from)
        }
    if active_to and (membership.ends is None or membership.ends > active_to):
        yield _("The body ended its work on %(date)s, the membership goes on after that.") % {
            "date": date_format(active_to)
        }
    principal = membership.deputy_for
    if principal and not overlap(membership, principal):
        yield _("The deputy and the member they stand in for are never there at the same time.")
    if membership.ends_on and membership.pk:
        for deputy in membership.deputies.select_related("term", "person", "organisation"):
            if deputy.ends is None or deputy.ends > membership.ends_on:
                yield _("%(name)s still is the deputy of this member. End that one too if due.") % {
                    "name": deputy.holder_name
                }


def _same_role_or_holder(membership) -> Q:
    same = Q(pk=None)
    if membership.has_single_role:
        same |= Q(role=membership.role)
    if membership.person_id:
        same |= Q(person=membership.person_id)
    elif membership.organisation_id:
        same |= Q(person=None, organisation=membership.organisation_id)
    return same


def _clashes(membership, others):
    for other in others:
        words = {
            "role": other.role_label or other.get_role_display(),
            "name": other.holder_name,
        }
        if membership.has_single_role and other.role == membership.role:
            yield _("In that time the body already has this role: %(role)s, %(name)s.") % words
        else:
            yield _("%(name)s already sits in this body in that time (%(role)s).") % words


def _shapes_today(membership, on: date) -> bool:
    """Whether the row says something about the body as it is now; a row of history does not."""
    lately = on - timedelta(days=31)
    return membership.is_current(on) or bool(membership.ends_on and membership.ends_on >= lately)


def composition_warnings(body, *, on: date | None = None, sectors=None) -> list[str]:
    """Compare the statutory body's members on a day with the seats the committee states.

    Requirement 21: counts in all and in each sector (of ``sectors``, all by default) against
    optional limits. Empty for any other body, and while there is nobody in the register.
    """
    committee = committee_of(body)
    if committee is None:
        return []
    committee = committee.specific
    statutory = committee.statutory_body or committee
    if statutory.translation_key != body.translation_key:
        return []
    rows = Membership.objects.of(body).current(on).holders()
    counts = Counter(
        sector or seat_sector for sector, seat_sector in rows.values_list("sector", "seat__sector")
    )
    total = sum(counts.values())
    if not total:
        return []
    found = _limit(_("The body"), total, committee.seats_min, committee.seats_max)
    if sectors is None:
        sectors = Sector.objects.filter(committee__translation_key=committee.translation_key)
    for sector in sectors:
        count = counts[sector.pk]
        if count or sector.seats_min:
            found += _limit(
                _("Sector “%(sector)s”") % {"sector": sector},
                count,
                sector.seats_min,
                sector.seats_max,
            )
    return found


def _limit(what: str, count: int, least: int | None, most: int | None) -> list[str]:
    members = ngettext("%(count)d member", "%(count)d members", count) % {"count": count}
    values = {"what": what, "members": members, "least": least, "most": most}
    if least is not None and count < least:
        return [_("%(what)s: %(members)s now, the least is %(least)s.") % values]
    if most is not None and count > most:
        return [_("%(what)s: %(members)s now, the most is %(most)s.") % values]
    return []
