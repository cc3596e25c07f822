"""A consultation first written in another language: its page in the default one comes later."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Locale

from rkres_wagtail.consultations.document import services
from rkres_wagtail.consultations.importing.plan import known_sections
from rkres_wagtail.consultations.models import DocumentVersion, SectionIdentity
from rkres_wagtail.consultations.reader.tombstones import tombstones
from rkres_wagtail.consultations.report.rules import without_report
from tests.factories import DocumentVersionFactory, RoundFactory
from tests.meetings.test_public_languages import translate

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def twins(consultation):
    """The page on which the facts hang, and the canonical one that was made after them."""
    page = consultation(title="Program")
    english = translate(page, Locale.objects.get_or_create(language_code="en")[0], "Programme")
    return english, page


def test_versions_go_on_where_they_began(twins):
    first_page, canonical = twins
    first = DocumentVersionFactory(consultation=first_page, number=1, sections=2)
    second = services.create_version(consultation=canonical, based_on=first, number=2, user=None)
    assert (second.number, second.consultation_id) == (2, first_page.pk)
    services.add_section(version=second, title="Nowa", user=None)
    assert set(SectionIdentity.objects.values_list("consultation", flat=True)) == {first_page.pk}
    third = services.create_version(consultation=first_page, number=3, user=None)
    assert third.consultation_id == first_page.pk
    assert DocumentVersion.objects.of(canonical).count() == 3


def test_screens_make_the_next_version(twins, admin_client):
    from django.urls import reverse

    first_page, canonical = twins
    first = DocumentVersionFactory(consultation=first_page, number=1, sections=1)
    address = reverse("rkres_document_copy", args=[first.pk])
    data = {"number": 2, "kind": "draft", "title": ""}
    assert admin_client.post(address, data).status_code == 302
    address = reverse("rkres_document_new", args=[canonical.pk])
    assert admin_client.post(address, {**data, "number": 3}).status_code == 302
    numbers = DocumentVersion.objects.of(canonical).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3]


def test_earlier_texts_are_found_whichever_page_they_hang_on(twins):
    first_page, canonical = twins
    first = DocumentVersionFactory(consultation=first_page, number=1, sections=2)
    second = DocumentVersionFactory(consultation=canonical, number=2, sections=1)
    assert len(tombstones(second, list(second.texts.all()), now=timezone.now())) == 2
    base, known = known_sections(second)
    assert base == first and len(known) == 3


def test_one_page_stands_for_a_consultation_without_a_report(twins):
    first_page, canonical = twins
    RoundFactory(consultation=first_page, closed=True)
    assert [page.pk for page in without_report()] == [canonical.pk]
    RoundFactory(consultation=canonical, overdue=True)
    assert [page.pk for page in without_report()] == [canonical.pk]
