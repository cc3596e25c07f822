"""Rules of the register that every way in obeys: form, import, profile, API.

``check_…`` raise ``ValidationError`` tied to fields; they are repeated inside the transaction
that saves, under a lock on the body's page, because no database constraint could say "no two
holders of a seat at once" on all three engines. What is only worth a warning is in
``cautions.py``.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from .tree import committee_of, is_body, is_committee, pages_of


def canonical_body(page):
    """The page that facts point at: the original of an alias, in the site's default language.

    A body whose default-language page does not exist stands for itself.
    """
    while page.alias_of_id:
        page = page.alias_of
    try:
        default = Locale.get_default()
    except Locale.DoesNotExist:
        return page
    if page.locale_id != default.pk:
        return page.get_translation_or_none(default) or page
    return page


def canonical_bodies() -> list:
    """The canonical page of every body (see ``canonical_body``), in a few queries for all."""
    from .pages import BodyPageMixin

    pages = list(pages_of(BodyPageMixin).filter(alias_of=None).order_by("path"))
    try:
        default = Locale.get_default().pk
    except Locale.DoesNotExist:
        return pages
    translated = {page.translation_key for page in pages if page.locale_id == default}
    return [
        page
        for page in pages
        if page.locale_id == default or page.translation_key not in translated
    ]


def check_is_body(instance, field: str) -> None:
    """A chooser limits only what is offered; a POST may carry any page."""
    page = getattr(instance, field, None)
    if page is not None and not is_body(page):
        raise ValidationError({field: _("Choose a committee, a tier or a group.")})


def check_is_committee(instance, field: str = "committee") -> None:
    """Terms and sectors belong to a committee, never to a tier, a group or another page."""
    page = getattr(instance, field, None)
    if page is not None and not is_committee(page):
        raise ValidationError({field: _("Choose a committee.")})


def check_belongs_to_committee(instance, fields: tuple[str, ...]) -> None:
    """Terms and sectors are kept per committee: a body uses those of its own."""
    body = getattr(instance, "body", None)
    chosen = {name: getattr(instance, name) for name in fields if getattr(instance, name)}
    if body is None or not chosen:
        return
    committee = committee_of(body)
    key = committee.translation_key if committee else None
    errors = {
        name: _("This one belongs to another committee.")
        for name, value in chosen.items()
        if value.committee.translation_key != key
    }
    if errors:
        raise ValidationError(errors)


def check_stays_with_committee(instance, rows: tuple[str, ...]) -> None:
    """Terms and sectors in use keep their committee; ``rows`` names what uses them."""
    if instance.pk is None or not instance.committee_id:
        return
    stored = type(instance).objects.filter(pk=instance.pk).select_related("committee").first()
    if stored is None or stored.committee.translation_key == instance.committee.translation_key:
        return
    if any(getattr(instance, name).exists() for name in rows):
        message = _("Members, seats or acts of its committee use it, so it stays there.")
        raise ValidationError({"committee": message})


def _any_elsewhere(instance, rows: str) -> bool:
    """Whether something that hangs on ``instance`` sits in another body."""
    if instance.pk is None:
        return False
    key = instance.body.translation_key
    return getattr(instance, rows).exclude(body__translation_key=key).exists()


def check_seat(seat) -> None:
    """All rules of one seat; points it at the canonical page of its body."""
    if not seat.body_id:
        return
    check_is_body(seat, "body")
    seat.body = canonical_body(seat.body)
    check_belongs_to_committee(seat, ("term", "sector"))
    if _any_elsewhere(seat, "memberships"):
        message = _("Somebody holds or held this seat, so it stays in its body.")
        raise ValidationError({"body": message})


def check_membership(membership) -> None:
    """All rules of one row of the register (requirements 15–19).

    Points the row at the canonical page of its body.
    """
    check_holder_and_dates(membership)
    if not membership.body_id:
        return
    check_is_body(membership, "body")
    membership.body = canonical_body(membership.body)
    check_belongs_to_committee(membership, ("term", "sector"))
    _check_seat(membership)
    if _any_elsewhere(membership, "deputies"):
        message = _("Deputies of this member sit in the present body, so the entry stays there.")
        raise ValidationError({"body": message})
    _check_deputy(membership)


def check_holder_and_dates(membership) -> None:
    """The rules that look at nothing but the row and its term."""
    errors: dict[str, object] = {}
    if not membership.person and not membership.organisation:
        errors["person"] = _("Choose a person or an organisation.")
    starts, ends = membership.starts, membership.ends
    if starts and ends and ends < starts:
        if membership.ends_on:
            errors["ends_on"] = _("The end is before the start.")
        else:
            errors["starts_on"] = _("The chosen term is over by this day. Choose another term.")
    if errors:
        raise ValidationError(errors)


def _check_seat(membership) -> None:
    seat = membership.seat
    if seat is None:
        return
    if seat.body.translation_key != membership.body.translation_key:
        raise ValidationError({"seat": _("This seat belongs to another body.")})
    if membership.deputy_for_id:
        return
    others = type(membership).objects.filter(seat=seat).holders().exclude(pk=membership.pk)
    for other in others.select_related("term", "person", "organisation"):
        if overlap(membership, other):
            raise ValidationError(
                {
                    "seat": _(
                        "In that time the seat is held by %(name)s. End that membership first."
                    )
                    % {"name": other.holder_name}
                }
            )


def _check_deputy(membership) -> None:
    principal = membership.deputy_for
    if principal is None:
        return
    check_not_own_deputy(membership)
    if principal.body.translation_key != membership.body.translation_key:
        raise ValidationError({"deputy_for": _("The member sits in another body.")})
    if principal.deputy_for_id:
        raise ValidationError({"deputy_for": _("A deputy cannot have a deputy.")})
    if membership.pk and membership.deputies.exists():
        raise ValidationError(
            {"deputy_for": _("This member has deputies, so they cannot be a deputy themselves.")}
        )


def check_not_own_deputy(membership) -> None:
    """Holds of rows that are not saved yet, too: such objects are equal to themselves only."""
    principal = membership.deputy_for
    same_person = membership.person and principal.person == membership.person
    if principal == membership or same_person:
        raise ValidationError({"deputy_for": _("Nobody can be a deputy of themselves.")})


def overlap(one, other) -> bool:
    """Whether two memberships share a day, by their own dates or those of their terms."""
    starts = [day for day in (one.starts, other.starts) if day]
    ends = [day for day in (one.ends, other.ends) if day]
    return not starts or not ends or max(starts) <= min(ends)


def closed_reason(body, first: date | None, last: date | None = None) -> str:
    """Why ``body`` could not act from ``first`` to ``last`` (both counted; None: the same day).

    Empty where it could, or where no day is known.
    """
    if first is None:
        return ""
    ended, began = getattr(body, "active_to", None), getattr(body, "active_from", None)
    if ended and first > ended:
        return gettext("“%(name)s” ended its work on %(day)s.") % {
            "name": body.title,
            "day": date_format(ended),
        }
    if began and (last or first) < began:
        return gettext("“%(name)s” begins its work on %(day)s.") % {
            "name": body.title,
            "day": date_format(began),
        }
    return ""
