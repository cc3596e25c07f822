# ruff: noqa: F401, F811 (a fixture that another module brings)
"""No English on Polish pages: embedded parts, their screen, and the page of open data."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.editorial.test_polish import english, english_texts, texts_of

pytestmark = pytest.mark.django_db


def addresses(parts, committee):
    for kind, (page, _expected) in parts.items():
        for name in ("embed", "fragment"):
            yield reverse(f"rkres_wagtail:{name}", args=[kind, page.pk])
    yield f"{committee.get_url()}dane/"
    yield reverse("rkres_embed_code", args=[committee.pk])


def test_no_english(admin_client, parts, whole, english):
    problems = []
    for url in addresses(parts, whole.committee):
        response = admin_client.get(url)
        assert response.status_code == 200, url
        found = english_texts(texts_of(response.content.decode()), english)
        problems += [f"{url}: {text}" for text in found]
    assert not problems, "\n".join(problems)
