"""A laboratory with members, a consultation meant for it, and what a browser would send."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from rkres_wagtail.consultations.course import today_of
from rkres_wagtail.participation.models import AssignedReader, ReadingLink
from rkres_wagtail.participation.readers import links, services
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    TierPageFactory,
)


def in_days(number: int):
    from django.utils import timezone

    return today_of(timezone.now() + timedelta(days=number))


def join(body, last_name: str, *, email: str | None = None, **kwargs):
    """A member of ``body``; with an address, unless it is empty."""
    row = MembershipFactory(body=body, person__last_name=last_name, **kwargs)
    address = f"{last_name.lower()}@example.invalid" if email is None else email
    if address:
        PersonContactFactory(person=row.person, email=address)
    return row.person


@pytest.fixture
def lab(site_root):
    """``.body`` with Anna and Jan, and Ewa who has no address; ``.page`` is open for 12 days."""
    committee = CommitteePageFactory(parent=site_root)
    body = TierPageFactory(parent=committee, title="Laboratorium ekonomii społecznej")
    index = ConsultationIndexPageFactory(parent=committee)
    page = ConsultationPageFactory(
        parent=index,
        title="Projekt programu",
        audience=body,
        rounds=[{}],
        contact_email="biuro@example.invalid",
    )
    version = DocumentVersionFactory(consultation=page, sections=3)
    return SimpleNamespace(
        committee=committee,
        index=index,
        body=body,
        page=page,
        version=version,
        anna=join(body, "Annowska", organisation=OrganisationFactory(name="Fundacja Most")),
        jan=join(body, "Janowski", organisation=None),
        ewa=join(body, "Ewicka", email=""),
    )


@pytest.fixture
def assignment(lab):
    """Given to the laboratory until the end of the tenth day from now."""
    return give(lab)


def give(lab, **kwargs):
    data = {"page": lab.page, "body": lab.body, "due_on": in_days(10), "user": None, **kwargs}
    return services.assign(**data)


def reader_of(assignment, person) -> AssignedReader:
    return AssignedReader.objects.get(assignment=assignment, person=person)


def list_address(person) -> str:
    return links.list_path(ReadingLink.objects.get(person=person))


def address(assignment, person) -> str:
    link = ReadingLink.objects.get(person=person)
    return links.document_path(link, reader_of(assignment, person))


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())
