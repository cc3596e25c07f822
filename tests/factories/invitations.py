"""Factories of invitations: a member with an address, and an invitation without a message."""

from __future__ import annotations

import factory

from rkres_wagtail.meetings.invitations.models import Invitation

from .bodies import MembershipFactory, PersonContactFactory, PersonFactory
from .meetings import MeetingPageFactory


class InvitationFactory(factory.django.DjangoModelFactory):
    """Somebody who was invited, as a plain row: nothing is sent. Give the ``meeting``."""

    class Meta:
        model = Invitation

    meeting = factory.SubFactory(MeetingPageFactory)
    person = factory.SubFactory(PersonFactory)


def make_member(body, *, email: str | None = "", **fields):
    """A current member of ``body`` with an address of their own; None as ``email``: without."""
    row = MembershipFactory(body=body, **fields)
    if row.person is not None and email is not None:
        contact = {"email": email} if email else {}
        PersonContactFactory(person=row.person, **contact)
    return row
