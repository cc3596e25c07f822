"""What must hold of a call's page, whoever writes it: form, API, import."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..bodies.tree import committee_of, is_body
from ..decisions.rules import committee_above
from ..fields import check_day
from ..meetings.when import local_today
from .querysets import call_model

#: What a copy does not take over, since it is another call; a translation does.
OWN_FACTS = ("opens_at", "closes_at", "settled_on", "composition_on", "outcome")
#: What publishing one language brings to the others; each says in its own words what came of it.
SHARED_FACTS = (
    "opens_at", "closes_at", "settled_on", "composition_on", "seats_min", "seats_max",
)  # fmt: skip


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
    errors: dict = {}
    for name in ("opens_at", "closes_at"):
        at = getattr(page, name)
        try:
            if at is not None:
                check_day(at.date())
        except ValidationError as error:
            errors[name] = error.messages[0]
    if not errors and page.opens_at and page.closes_at and page.closes_at <= page.opens_at:
        errors["closes_at"] = _("The call would end before it starts.")
    if page.settled_on is not None and page.settled_on > local_today():
        errors["settled_on"] = _("This day has not come yet.")
    return errors


def _seat_errors(page) -> dict[str, str]:
    if page.seats_min and page.seats_max and page.seats_max < page.seats_min:
        return {"seats_max": _("This is less than the least number of seats.")}
    return {}


def outcome_missing(settled_on, outcome: str | None, composition_on) -> str:
    """What is said of a call that would be settled without a word of what came of it."""
    if settled_on is None or composition_on is not None or strip_tags(outcome or "").strip():
        return ""
    return _("Say what came of it, or give the day of the composition to which it led.")


def take_facts_of_translation(page) -> None:
    """A new language version of a call has the dates and outcome of the one there is."""
    twins = call_model()._default_manager.filter(translation_key=page.translation_key)
    twin = twins.exclude(pk=page.pk).first()
    if twin is not None:
        for name in OWN_FACTS:
            setattr(page, name, getattr(twin, name))
