"""Thousands of meetings in a second: page by page they would take minutes."""

from __future__ import annotations

from datetime import date, time, timedelta

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import sql
from django.utils import timezone

from rkres_wagtail.meetings.choices import ChangeKind, MeetingStatus
from rkres_wagtail.meetings.models import MeetingChange
from tests.factories.pages import page_class

_BATCH = 200


def many_meetings(listing, count: int, *, bodies=None, first: date | None = None) -> list:
    """Confirmed, published meetings under ``listing``, a week apart from ``first`` on.

    Every third was moved once. ``bodies`` is who meets, else the page above the list.
    """
    Model, Page = page_class("MEETING_PAGE"), swapper.load_model("wagtailcore", "Page")
    listing = type(listing).objects.get(pk=listing.pk)
    first = first or date.today() - timedelta(weeks=count // 2)
    now, start = timezone.now(), listing.numchild
    pages = []
    for number in range(count):
        page = Model(
            title=f"Posiedzenie {number}",
            slug=f"wiele-{start + number}",
            path=Page._get_path(listing.path, listing.depth + 1, start + number + 1),
            depth=listing.depth + 1,
            url_path=f"{listing.url_path}wiele-{start + number}/",
            locale=listing.locale,
            content_type=ContentType.objects.get_for_model(Model),
            live=True,
            first_published_at=now,
            last_published_at=now,
            status=MeetingStatus.CONFIRMED,
            starts_on=first + timedelta(weeks=number),
            starts_time=time(10),
            ends_time=time(13),
            lead="Program na przyszły rok, sprawozdanie z działalności i sprawy różne.",
            place_name="Regionalny Ośrodek Polityki Społecznej, sala konferencyjna",
            place_address="ul. Przykładowa 7, 65-000 Zielona Góra",
        )
        page.draft_title = page.title
        page.count_moments()
        pages.append(page)
    _insert_bases(Page, pages)
    _insert_own(Model, pages)
    Page.objects.filter(pk=listing.pk).update(numchild=start + count)
    _link(Model, pages, bodies or [listing.get_parent()])
    MeetingChange.objects.bulk_create(_changes(pages), batch_size=_BATCH)
    return pages


def _insert_bases(Page, pages) -> None:
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = [Page(**{name: getattr(page, name) for name in names}) for page in pages]
    Page.objects.bulk_create(bases, batch_size=_BATCH)
    for page, base in zip(pages, bases, strict=True):
        page.pk = base.pk
        page.id = base.pk


def _insert_own(Model, pages) -> None:
    """The rows of the page type alone, which ``bulk_create`` refuses to write."""
    alias = router.db_for_write(Model)
    for start in range(0, len(pages), _BATCH):
        query = sql.InsertQuery(Model)
        query.insert_values(Model._meta.local_concrete_fields, pages[start : start + _BATCH])
        query.get_compiler(connection=connections[alias]).execute_sql()


def _link(Model, pages, bodies) -> None:
    field = Model._meta.get_field("bodies")
    through = field.remote_field.through
    meeting, body = field.m2m_column_name(), field.m2m_reverse_name()
    rows = [through(**{meeting: page.pk, body: each.pk}) for page in pages for each in bodies]
    through.objects.bulk_create(rows, batch_size=_BATCH)


def _changes(pages):
    for number, page in enumerate(pages):
        when = page.when
        for sequence in range(2 if number % 3 == 0 else 1):
            change = MeetingChange(
                meeting_id=page.pk,
                sequence=sequence,
                kind=ChangeKind.MOVED if sequence else ChangeKind.CONFIRMED,
                status=MeetingStatus.CONFIRMED,
                reason="Brak sali" if sequence else "",
            )
            when.apply(change)
            change.count_moments()
            yield change
