"""Numbers about a body as the register has them, for its editor; no public page reads this."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import swapper
from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext

from .cautions import composition_warnings
from .choices import SINGLE_ROLES, Role
from .models import Membership, Seat


def current_members(on=None):
    """Memberships that hold on the day ``on`` (today), without deputies."""
    return Membership.objects.current(on).holders()


def vacant_seats(on=None):
    """Seats of the term that runs on the day ``on`` (today), or of every term, without holder."""
    held = current_members(on).filter(seat=OuterRef("pk"))
    return Seat.objects.current(on).filter(~Exists(held))


def counts_of(bodies) -> dict:
    """Translation key of each body -> (members, vacant seats), in three queries."""
    counted = _counted_keys(bodies)
    keys = list(counted.values())
    members, vacant = (
        Counter(
            rows.filter(body__translation_key__in=keys)
            .order_by()
            .values_list("body__translation_key", flat=True)
        )
        for rows in (current_members(), vacant_seats())
    )
    return {own: (members[key], vacant[key]) for own, key in counted.items()}


def _counted_keys(bodies) -> dict:
    """Translation key of each body -> that of whose rows count as its own.

    A committee has the members of its statutory body, on its public page as well.
    """
    chosen = {body.pk: getattr(body, "statutory_body_id", None) for body in bodies}
    Page = swapper.load_model("wagtailcore", "Page")
    keys = dict(
        Page.objects.filter(pk__in=filter(None, chosen.values())).values_list(
            "pk", "translation_key"
        )
    )
    return {
        body.translation_key: keys.get(chosen[body.pk], body.translation_key) for body in bodies
    }


def register_url(body) -> str | None:
    """The register of members filtered by ``body``; None where it is not installed."""
    try:
        index = reverse("rkres_wagtail_membership_modeladmin_index")
    except NoReverseMatch:
        return None
    return f"{index}?body={body.pk}"


@dataclass(frozen=True)
class EditorState:
    """What an editor should know about the composition of one body today."""

    members: int
    seats: int
    vacant: int
    warnings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, body) -> EditorState:
        seats = Seat.objects.of(body).current()
        return cls(
            members=current_members().of(body).count(),
            seats=seats.count(),
            vacant=vacant_seats().of(body).count(),
            warnings=[*_role_warnings(body), *composition_warnings(body)],
        )


def _role_warnings(body) -> list[str]:
    roles = Counter(
        current_members()
        .of(body)
        .filter(role__in=SINGLE_ROLES)
        .order_by()
        .values_list("role", flat=True)
    )
    return [
        ngettext(
            "%(count)d person holds the role “%(role)s” at the same time.",
            "%(count)d people hold the role “%(role)s” at the same time.",
            count,
        )
        % {"count": count, "role": Role(role).label}
        for role, count in roles.items()
        if count > 1
    ]
