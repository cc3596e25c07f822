"""Whom to ask about joining a body or a call, and where the office reads its mail."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ...bodies.pages import BodyPageMixin
from ...bodies.presentation.related import Contact
from ..models import JoiningOffer


def contact_of(page) -> Contact:
    """The page's own contact, else that of its committee."""
    committee = page.committee
    if isinstance(page, BodyPageMixin):
        return Contact.of(page, committee)
    own = Contact(person=page.contact_person, phone=page.contact_phone, email=page.contact_email)
    return own or (Contact.of(committee, committee) if committee is not None else own)


def office_email(page) -> str:
    """The offer's address, else that of the page or of its committee; empty where none is one."""
    offer = JoiningOffer.objects.of(page).first()
    committee = page.committee
    for address in (
        offer.contact_email if offer else "",
        page.contact_email,
        committee.contact_email if committee is not None else "",
    ):
        try:
            validate_email(address)
        except ValidationError:
            continue
        return address
    return ""
