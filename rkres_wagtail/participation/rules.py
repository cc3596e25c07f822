"""What must hold of a call's page, whoever writes it: form, API, import."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..bodies.tree import committee_of, is_body
from ..decisions.rules import committee_above


def check_call(page) -> None:
    """Raise for a body, dates or numbers of seats that cannot be."""
    errors = _body_errors(page) | _date_errors(page) | _seat_errors(page)
    if errors:
        raise ValidationError(errors)


def _body_errors(page) -> dict[str, str]:
    body = page.body
    if body is None:
        return {}
    if not is_body(body):
        return {"body": _("Choose a committee, a tier or a group.")}
    committee, own = committee_above(page), committee_of(body)
    if committee is not None and (own is None or own.translation_key != committee.translation_key):
        return {"body": _("“%(name)s” belongs to another committee.") % {"name": body.title}}
    return {}


def _date_errors(page) -> dict[str, str]:
    if page.opens_at and page.closes_at and page.closes_at <= page.opens_at:
        return {"closes_at": _("The call would end before it starts.")}
    return {}


def _seat_errors(page) -> dict[str, str]:
    if page.seats_min and page.seats_max and page.seats_max < page.seats_min:
        return {"seats_max": _("This is less than the least number of seats.")}
    return {}
