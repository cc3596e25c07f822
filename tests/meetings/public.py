"""Helpers of the tests of meetings' public pages."""

from __future__ import annotations

import re
from html import unescape

from django.core.files.base import ContentFile
from django.utils.html import strip_tags
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from rkres_wagtail.typography import JOINER, NBSP


def html_of(client, page, **query) -> str:
    """The page's HTML; it must answer 200."""
    response = client.get(page if isinstance(page, str) else page.get_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    """What a reader reads of our part of the page, in one line."""
    found = re.search(r'<div class="rkres">(.*)</main>', html, re.DOTALL)
    return words(re.sub(r"<[^>]*>", " ", found[1] if found else html)).replace(" .", ".")


def words(text: str) -> str:
    return " ".join(unescape(text).replace(NBSP, " ").replace(JOINER, "").split())


def part(html: str, key: str) -> str:
    """The section that the heading ``key`` labels."""
    found = re.search(rf'<section[^>]*aria-labelledby="{key}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def titles(html: str) -> list[str]:
    """Titles of the meetings in a list, in order."""
    found = re.findall(r'<div class="rkres-item-title"><a [^>]*>(.*?)</a>', html)
    return [words(strip_tags(title)) for title in found]


def document(title="Projekt", name="projekt.pdf", size=2048, **fields):
    made = get_document_model()(title=title, **fields)
    made.file.save(name, ContentFile(b"x" * size))
    made.save()
    return made


def image(title="Zdjęcie"):
    return get_image_model().objects.create(title=title, file=get_test_image_file())
