"""Accepting a declaration: the person becomes a member of the body, all of it or nothing."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log as write

from ...bodies.models import Membership, Organisation, Person, PersonContact
from ...bodies.rules import overlap
from ...bodies.services import lock_body
from ...remarks.services import ChangedMeanwhile
from ..models import Declaration
from . import log, messages
from .deciding import check_new, locked
from .keeping import body_of

#: Fields of a membership that the office chooses.
CHOSEN = (
    "term", "seat", "sector", "role", "role_label", "starts_on", "is_public", "position",
    "represents",
)  # fmt: skip


@transaction.atomic
def accept(
    declaration: Declaration,
    *,
    edits: int,
    values: dict,
    person: Person | None,
    organisation: Organisation | None = None,
    organisation_name: str = "",
    now: datetime | None = None,
    user,
) -> Membership:
    """Make the person a member of the body, and tell them; return the membership.

    ``person`` None: a new one by the names of the declaration; ``organisation`` None with
    ``organisation_name``: a new one. ``values`` are of ``CHOSEN``. The address goes to the
    contact data, for the office, where there is none. Raises ``ValidationError`` by field; of
    everything then nothing is written.
    """
    body = body_of(declaration.target)
    if body is None:
        raise ValidationError(_("Nobody knows of which body: the call stands under no committee."))
    # The body before the declaration, as every verb of the register does.
    body = lock_body(body)
    row = locked(declaration, None)
    check_new(row)
    if row.edits != edits:
        raise ChangedMeanwhile
    person = person or _new_person(row, user)
    if organisation is None and organisation_name.strip():
        organisation = _new_organisation(organisation_name, user)
    chosen = {name: values[name] for name in CHOSEN if name in values}
    membership = Membership(body=body, person=person, organisation=organisation, **chosen)
    membership.full_clean()
    _check_not_there(membership)
    membership.save()
    write(instance=membership, action="wagtail.create", user=log.known(user), content_changed=True)
    _keep_address(person, row.email, user)
    row.decided_at, row.decided_by = now or timezone.now(), log.known(user)
    row.is_accepted, row.membership, row.address_key = True, membership, ""
    row.edits += 1
    row.save(
        update_fields=[
            "decided_at", "decided_by", "is_accepted", "membership", "address_key", "edits",
        ]
    )  # fmt: skip
    messages.tell_accepted(row)
    log.say_of(row, "declaration_accept", user)
    return membership


def _new_person(row: Declaration, user) -> Person:
    person = Person(first_name=row.first_name, last_name=row.last_name)
    return _created(person, user, "person")


def _new_organisation(name: str, user) -> Organisation:
    return _created(Organisation(name=name.strip()), user, "organisation")


def _created(instance, user, field: str):
    try:
        instance.full_clean(exclude=["slug", "sort_key"])
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    instance.save()
    write(instance=instance, action="wagtail.create", user=log.known(user), content_changed=True)
    return instance


def _check_not_there(membership: Membership) -> None:
    """Nobody sits twice in one body at a time."""
    rows = Membership.objects.of(membership.body).filter(person=membership.person, deputy_for=None)
    for other in rows.select_related("term"):
        if overlap(membership, other):
            message = _("In that time %(name)s is a member of this body already.")
            raise ValidationError({"person": message % {"name": other.holder_name}})


def _keep_address(person: Person, email: str, user) -> None:
    """The contact data gain the address; one that is there stays."""
    if not email:
        return
    contact, is_new = PersonContact.objects.get_or_create(person=person, defaults={"email": email})
    if not is_new:
        if contact.email:
            return
        contact.email = email
        contact.save(update_fields=["email"])
    action = "wagtail.create" if is_new else "wagtail.edit"
    write(instance=contact, action=action, user=log.known(user), content_changed=True)


def first_day(now: datetime | None = None) -> date:
    """The day that a form offers first."""
    return timezone.localdate(now)
