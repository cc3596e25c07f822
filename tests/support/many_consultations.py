"""Thousands of consultations in a second, each with a round that is over."""

from __future__ import annotations

from datetime import timedelta

import swapper
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from rkres_wagtail.consultations.models import Round
from tests.factories.pages import page_class

from .many_meetings import _insert_bases, _insert_own


def many_consultations(listing, count: int, *, body) -> list:
    """Published consultations under ``listing`` of ``body``, a day apart."""
    Model, Page = page_class("CONSULTATION_PAGE"), swapper.load_model("wagtailcore", "Page")
    listing = type(listing).objects.get(pk=listing.pk)
    now, start = timezone.now(), listing.numchild
    pages = [
        Model(
            title=f"Projekt programu {number}",
            draft_title=f"Projekt programu {number}",
            slug=f"wiele-{start + number}",
            path=Page._get_path(listing.path, listing.depth + 1, start + number + 1),
            depth=listing.depth + 1,
            url_path=f"{listing.url_path}wiele-{start + number}/",
            locale=listing.locale,
            content_type=ContentType.objects.get_for_model(Model),
            live=True,
            first_published_at=now,
            last_published_at=now,
            body_id=body.pk,
        )
        for number in range(count)
    ]
    _insert_bases(Page, pages)
    _insert_own(Model, pages)
    Page.objects.filter(pk=listing.pk).update(numchild=start + count)
    Round.objects.bulk_create(
        Round(
            consultation_id=page.pk,
            starts_at=now - timedelta(days=number + 30),
            ends_at=now - timedelta(days=number + 1),
        )
        for number, page in enumerate(pages)
    )
    return pages
