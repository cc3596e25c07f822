"""Frozen texts, their files and figures: refused whoever asks, with the reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from rkres_wagtail.consultations.document import services
from rkres_wagtail.consultations.models import DocumentVersion, SectionText, VersionFile
from rkres_wagtail.deletion import RecordsProtected
from tests.factories import DocumentVersionFactory, SectionTextFactory, VersionFileFactory
from tests.meetings.public import document, image, words

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def frozen(consultation):
    version = DocumentVersionFactory(
        consultation=consultation(title="Program", rounds=[{}]), number=1, sections=2
    )
    VersionFileFactory(version=version, document=document())
    return version


@pytest.fixture
def published(consultation):
    """No round has begun."""
    return DocumentVersionFactory(consultation=consultation(), number=1, sections=2)


def test_rows_of_a_frozen_version_refuse(frozen):
    text, file = frozen.texts.first(), frozen.files.first()
    text.title = "Inny"
    for row in (text, file, SectionText(version=frozen, identity=text.identity, position=9)):
        with pytest.raises(ValidationError) as caught, transaction.atomic():
            row.save()
        assert caught.value.code == "frozen"
    for rows in (SectionText.objects.filter(pk=text.pk), VersionFile.objects.filter(pk=file.pk)):
        for delete in (rows.get().delete, rows.delete):
            with pytest.raises(RecordsProtected), transaction.atomic():
                delete()
    assert (frozen.texts.count(), frozen.files.count()) == (2, 1)
    assert not frozen.texts.filter(title="Inny").exists()


def test_a_published_version_is_not_deleted_and_a_draft_is(published):
    for delete in (published.delete, DocumentVersion.objects.filter(pk=published.pk).delete):
        with pytest.raises(RecordsProtected), transaction.atomic():
            delete()
    draft = services.create_version(
        consultation=published.consultation, based_on=published, user=None
    )
    draft.delete()
    assert DocumentVersion.objects.get() == published and published.texts.count() == 2


def test_before_a_round_a_published_text_is_corrected(published):
    text = published.texts.first()
    text.title = "Poprawka"
    text.save()
    text.delete()
    assert published.texts.count() == 1


def edit_document(client, row, name: str):
    address = reverse("wagtaildocs:edit", args=[row.pk])
    data = {"title": "Nowy tytuł", "collection": row.collection_id, "tags": ""}
    if name:
        data["file"] = SimpleUploadedFile(name, b"podmiana")
    return client.post(address, data)


def test_the_file_of_a_frozen_version_is_not_replaced(frozen, admin_client):
    row = frozen.files.get().document
    response = edit_document(admin_client, row, "inny.pdf")
    assert response.status_code == 200
    assert "wersji 1 dokumentu" in words(response.content.decode())
    row.refresh_from_db()
    assert row.title == "Projekt" and row.file.read() == b"x" * 2048
    assert edit_document(admin_client, row, "").status_code == 302
    row.refresh_from_db()
    assert row.title == "Nowy tytuł"
    row.file = ContentFile(b"podmiana", name="inny.pdf")
    with pytest.raises(ValidationError), transaction.atomic():
        row.save()


def test_other_files_are_replaced(published, admin_client):
    used, free = document(), document()
    VersionFileFactory(version=published, document=used)
    for row in (used, free):
        assert edit_document(admin_client, row, "inny.pdf").status_code == 302
        assert get_document_model().objects.get(pk=row.pk).file.read() == b"podmiana"


def shows(version, picture):
    figure = {"image": picture, "alt_text": "Wykres", "caption": ""}
    return SectionTextFactory(version=version, content=[("image", figure)])


def test_an_image_of_a_published_text_is_not_deleted(published, admin_client):
    picture = image()
    shows(published, picture)
    with pytest.raises(RecordsProtected), transaction.atomic():
        picture.delete()
    addresses = (
        reverse("wagtailimages:delete", args=[picture.pk]),
        reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"])
        + f"?id={picture.pk}&next={reverse('wagtailimages:index')}",
    )
    for address in addresses:
        response = admin_client.post(address, follow=True)
        assert response.status_code == 200
        assert "1 część opublikowanego dokumentu" in words(response.content.decode())
    assert get_image_model().objects.filter(pk=picture.pk).exists()


def test_images_of_drafts_and_of_nothing_are_deleted(published, admin_client):
    draft = services.create_version(consultation=published.consultation, user=None)
    used, free = image(), image()
    shows(draft, used)
    shows(published, image())
    for picture in (used, free):
        address = reverse("wagtailimages:delete", args=[picture.pk])
        assert admin_client.post(address).status_code == 302
        assert not get_image_model().objects.filter(pk=picture.pk).exists()
