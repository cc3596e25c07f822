"""Hundreds of decisions in a second, each with addressees: page by page they would take minutes."""

from __future__ import annotations

from datetime import date, timedelta

import swapper
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from rkres_wagtail.bodies.tree import committee_of
from rkres_wagtail.decisions.choices import DispatchState, Voting
from rkres_wagtail.decisions.models import DecisionKind, Dispatch
from tests.factories.pages import page_class

from .many_meetings import _insert_bases, _insert_own


def many_decisions(register, count: int, *, body=None, meeting=None) -> list:
    """Published decisions under ``register``, a day apart, the last of them yesterday.

    Every other has an addressee that answered and one that has not.
    """
    Model, Page = page_class("DECISION_PAGE"), swapper.load_model("wagtailcore", "Page")
    register = type(register).objects.get(pk=register.pk)
    committee = committee_of(register)
    kind = DecisionKind.objects.of(committee).first()
    now, start = timezone.now(), register.numchild
    first = date.today() - timedelta(days=count)
    pages = []
    for number in range(count):
        page = Model(
            title=f"Stanowisko w sprawie {number}",
            slug=f"wiele-{start + number}",
            path=Page._get_path(register.path, register.depth + 1, start + number + 1),
            depth=register.depth + 1,
            url_path=f"{register.url_path}wiele-{start + number}/",
            locale=register.locale,
            content_type=ContentType.objects.get_for_model(Model),
            live=True,
            first_published_at=now,
            last_published_at=now,
            kind=kind,
            number=f"{number}/2026",
            adopted_on=first + timedelta(days=number),
            body_id=(body or committee).pk,
            meeting_id=meeting.pk if meeting else None,
            lead="Komitet prosi samorządy o klauzule społeczne w każdym większym zamówieniu.",
            text="<p>Treść stanowiska.</p>" * 20,
            voting=Voting.COUNTED,
            votes_for=16,
            votes_against=0,
        )
        page.draft_title = page.title
        pages.append(page)
    _insert_bases(Page, pages)
    _insert_own(Model, pages)
    Page.objects.filter(pk=register.pk).update(numchild=start + count)
    Dispatch.objects.bulk_create(_sent(pages))
    return pages


def _sent(pages):
    for page in pages[::2]:
        yield Dispatch(decision_id=page.pk, addressee="Ministerstwo", sent_on=page.adopted_on)
        yield Dispatch(
            decision_id=page.pk,
            addressee="Zarząd Województwa",
            sent_on=page.adopted_on,
            state=DispatchState.ACCEPTED,
            answered_on=page.adopted_on,
            answer="Uwzględnimy.",
            answer_recorded_at=timezone.now(),
            sort_order=1,
        )
