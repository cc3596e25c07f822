"""What must hold of a meeting, whoever writes it: form, API, import, command.

The functions take the page (or item) and raise ``ValidationError``, or answer a question; they
write nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from ..bodies import rules as bodies_rules
from ..bodies.models import Term
from ..bodies.tree import committee_of, is_body
from .agenda import agenda_limit, too_long
from .choices import DatePrecision, ItemResult, LinkVisibility, MeetingStatus
from .models import MeetingChange
from .querysets import is_between, meeting_model
from .when import WHEN_FIELDS, When

_SLUG_LENGTH = 220


def last_change(page) -> MeetingChange | None:
    """What was last published of the date and state, in whichever language."""
    if page.pk is None and page.translation_key is None:
        return None
    return MeetingChange.objects.of(page).last()


def fixing_change(page) -> MeetingChange | None:
    """The change that says when the meeting is; None while the date may still be typed."""
    change = last_change(page)
    return change if change is not None and change.is_fixing else None


def take_confirmed_facts(page) -> None:
    """Let the confirmed date and state overlay what a draft says."""
    change = fixing_change(page)
    if change is not None:
        change.when.apply(page)
        page.status = change.status


def take_facts_of_translation(page) -> None:
    """A new language version of a meeting begins with the date, state and number it has."""
    twins = meeting_model()._default_manager.filter(translation_key=page.translation_key)
    twin = twins.exclude(pk=page.pk).first()
    if twin is not None:
        for name in (*WHEN_FIELDS, "status", "number"):
            setattr(page, name, getattr(twin, name))


# Checks ---------------------------------------------------------------------------------------


def check_meeting(page) -> None:
    """Raise for a date, state, number or body that cannot be."""
    errors: dict = dict(page.when.errors())
    change = fixing_change(page)
    if change is not None:
        check_agrees(page, change)
    elif page.status == MeetingStatus.CANCELLED:
        errors["status"] = _(
            "A meeting is cancelled with “Cancel the meeting”, which asks for a reason."
        )
    if page.status == MeetingStatus.HELD and "status" not in errors and not page.is_over_by_date():
        errors["status"] = _("This meeting is not over by its date.")
    for name, message in body_errors(page, chosen_bodies(page)).items():
        errors.setdefault(name, message)
    if agenda_length(page) > agenda_limit():
        errors[NON_FIELD_ERRORS] = too_long(agenda_limit())
    if errors:
        raise ValidationError(errors)


def agenda_length(page) -> int:
    """Items as a form has them now, before they are saved; else the page's own."""
    posted = getattr(page, "posted_agenda_length", None)
    return page.agenda_items.count() if posted is None else posted


def no_bodies() -> str:
    return _("Choose who meets.")


def publishing_errors(page) -> dict[str, str]:
    """Field -> what the public must know of a meeting and the page does not say."""
    errors = {} if fixing_change(page) is not None else page.when.missing()
    if not chosen_bodies(page):
        errors["bodies"] = no_bodies()
    return errors


def check_agrees(page, change: MeetingChange) -> None:
    """Raise where the page disagrees with its confirmed date or state (DESIGN §3)."""
    if page.when != change.when or page.status != change.status:
        raise ValidationError(
            _(
                "The date and state of this meeting are settled: %(date)s, %(state)s. They "
                "change only with “Move” and “Cancel the meeting”, which ask for a reason."
            )
            % {"date": change.when.text(), "state": change.get_status_display()},
            code="date_settled",
        )


def chosen_bodies(page) -> list:
    """Bodies as a form has them now, before they are saved; else the page's own."""
    chosen = getattr(page, "chosen_bodies", None)
    return list(page.bodies.all() if chosen is None else chosen)


def body_errors(page, bodies: Iterable) -> dict[str, str]:
    """Field -> what is wrong with who meets: no body, another committee's, closed, or counted."""
    bodies = list(bodies)
    committee = page.committee or _committee_above(page)
    for body in bodies:
        if not is_body(body):
            return {"bodies": _("“%(name)s” is no body.") % {"name": body.title}}
        own = committee_of(body)
        if committee and (own is None or own.translation_key != committee.translation_key):
            return {
                "bodies": _(
                    "“%(name)s” belongs to another committee. Name it among the outside bodies."
                )
                % {"name": body.title}
            }
        if reason := closed_reason(body.specific, page.when):
            return {"bodies": reason}
    if number_taken := _same_number(page, bodies, committee):
        return {
            "number": _("In this term the number already belongs to “%(title)s” (%(date)s).")
            % {"title": number_taken.title, "date": number_taken.when.days()}
        }
    return {}


def _committee_above(page):
    """The committee of a page that a form is about to create under ``parent_for_rules``."""
    parent = getattr(page, "parent_for_rules", None)
    return committee_of(parent) if parent is not None else None


def closed_reason(body, when: When) -> str:
    """Why ``body`` cannot meet then; empty where it can, or no day is known."""
    return bodies_rules.closed_reason(body, when.starts_on, when.last_day) if when.is_dated else ""


def _same_number(page, bodies: list, committee):
    """Another meeting of one of ``bodies`` with this number in this term (requirement 25)."""
    if not page.number or not bodies or committee is None or not page.when.is_dated:
        return None
    term = Term.objects.of(committee).current(page.starts_on).first()
    if term is None:
        return None
    keys = [body.translation_key for body in bodies]
    others = meeting_model()._default_manager.filter(
        is_between(term.starts_on, term.ends_on),
        number=page.number,
        bodies__translation_key__in=keys,
    )
    return others.exclude(translation_key=page.translation_key).first()


def check_item(item) -> None:
    """Raise where a result and what hangs on it do not fit."""
    errors = {}
    if item.postponed_to_id and item.result != ItemResult.POSTPONED:
        errors["postponed_to"] = _("Clear it, or choose the result “postponed”.")
    if item.referred_to_id and item.result != ItemResult.REFERRED:
        errors["referred_to"] = _("Clear it, or choose the result “referred to another body”.")
    if item.referred_to_id and "referred_to" not in errors and not is_body(item.referred_to):
        errors["referred_to"] = _("Choose a committee, a tier or a group.")
    if item.postponed_to_id and "postponed_to" not in errors:
        if not issubclass(item.postponed_to.specific_class or object, meeting_model()):
            errors["postponed_to"] = _("Choose a meeting.")
    if errors:
        raise ValidationError(errors)


# Questions ------------------------------------------------------------------------------------


def is_link_shown(page, now: datetime) -> bool:
    """Whether the public sees the link to join, at the moment ``now``."""
    if not page.access_url or page.status == MeetingStatus.CANCELLED or page.is_over(now):
        return False
    if page.access_visibility == LinkVisibility.PUBLIC:
        return True
    when = page.when
    return (
        page.access_visibility == LinkVisibility.BEFORE
        and when.is_day_known
        and when.starts_at - timedelta(hours=page.access_hours) <= now
    )


def public_items(items: Iterable) -> list:
    """Items without the internal ones and what stands under those."""
    shown, hidden_level = [], None
    for item in items:
        if hidden_level is not None and item.level > hidden_level:
            continue
        hidden_level = item.level if item.is_internal else None
        if hidden_level is None:
            shown.append(item)
    return shown


def public_materials(materials: Iterable, items: Iterable) -> list:
    """Materials of the whole meeting and of public items.

    One that names an item which is no longer there is kept back: the item may have been
    internal.
    """
    open_items = {str(item.uuid) for item in public_items(items)}
    return [
        material
        for material in materials
        if material.item_uuid is None or str(material.item_uuid) in open_items
    ]


def dated_slug(slug: str, when: When) -> str:
    """``posiedzenie`` -> ``posiedzenie-2016-12-12``: titles repeat, dates do not (req. 39)."""
    if not when.is_dated:
        return slug
    is_month = when.date_precision == DatePrecision.MONTH
    day = when.starts_on.strftime("%Y-%m") if is_month else when.starts_on.isoformat()
    slug = slug[:_SLUG_LENGTH].rstrip("-")
    return slug if slug.endswith(day) else f"{slug}-{day}"
