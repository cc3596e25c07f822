from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rkres_wagtail.consultations.importing.reading import read_document

FILES = Path(__file__).parent / "files"


@pytest.fixture
def read():
    """Reads the bytes of a DOCX."""

    def make(data: bytes):
        return read_document(SimpleUploadedFile("program.docx", data))

    return make


@pytest.fixture
def draft(page_of, version):
    return version(page_of, draft=True)


@pytest.fixture
def page_of(consultation):
    return consultation(title="Projekt programu")


@pytest.fixture
def url(draft):
    return reverse("rkres_document_import", args=[draft.pk])


def upload(data: bytes, name: str = "program.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
