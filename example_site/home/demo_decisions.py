"""Invented decisions with their addressees and answers, so that the register looks alive.

Each is labelled as fictional where the public reads it; real facts of the region, which come from
its profile, are not touched. Days are relative to today and are moved on at every run, so that an
answer is always awaited for a few weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from rkres_wagtail.decisions.choices import DispatchState, Voting
from rkres_wagtail.decisions.models import DecisionKind, Dispatch
from rkres_wagtail.decisions.querysets import decision_model, index_model
from rkres_wagtail.decisions.services import add_dispatch, add_usual_kinds

from .demo_site import key_of

LABEL = "(przykład fikcyjny)"
NOTE = "<p><em>Treść wymyślona na potrzeby strony pokazowej.</em></p>"


@dataclass(frozen=True)
class Sent:
    """An addressee: days after the decision, then days until the answer (None: it waits)."""

    addressee: str
    after: int
    state: DispatchState = DispatchState.SENT
    answered_after: int | None = None
    answered_by: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Example:
    """``days``: how many days ago; ``kind``: place among the committee's kinds."""

    name: str
    kind: int
    number: str
    days: int
    title: str
    lead: str
    text: str
    voting: Voting = Voting.NOT_VOTED
    votes: tuple[int | None, int | None, int | None] = (None, None, None)
    sent: tuple[Sent, ...] = ()


_S = DispatchState
EXAMPLES = (
    Example(
        "regulamin", 1, "1", 150, "Regulamin pracy Komitetu",
        "Komitet przyjął regulamin: kto zwołuje posiedzenia i jak się na nich głosuje.",
        "<p>§ 1. Posiedzenia zwołuje osoba, która przewodniczy Komitetowi.</p>"
        "<p>§ 2. Komitet podejmuje uchwały zwykłą większością głosów.</p>",
        Voting.UNANIMOUS, (17, 0, None),
    ),
    Example(
        "klauzule", 2, "2", 95, "Klauzule społeczne w zamówieniach samorządów",
        "Komitet prosi samorządy, żeby w każdym większym zamówieniu stosowały klauzule społeczne.",
        "<p>Komitet uważa, że klauzule społeczne powinny stać się zwyczajem.</p>",
        Voting.COUNTED, (16, 0, 1),
        (
            Sent("Zarząd Województwa", 7, _S.ACCEPTED, 38, "Departament Zamówień Publicznych",
                 "Klauzule znajdą się we wzorze zamówienia od przyszłego roku."),
            Sent("Konwent Wójtów i Burmistrzów", 7, _S.PARTLY, 60, "Biuro Konwentu",
                 "Konwent poleci klauzule gminom, ale nie może ich nakazać."),
        ),
    ),
    Example(
        "fundusz", 4, "3", 40, "Fundusz pożyczkowy dla spółdzielni socjalnych",
        "Komitet rekomenduje utworzenie funduszu małych pożyczek dla spółdzielni socjalnych.",
        "<p>Komitet rekomenduje fundusz z pożyczkami do 50 tysięcy złotych.</p>",
        Voting.CIRCULATED, (15, 1, 2),
        (Sent("Zarząd Województwa", 6),),
    ),
)  # fmt: skip


@transaction.atomic
def decide_demo(committee) -> int:
    """Bring the invented decisions of ``committee`` up to date; return how many were made.

    Nothing happens where the committee has no register, or for a decision that an editor has
    changed or removed.
    """
    register = index_model()._default_manager.descendant_of(committee).first()
    if register is None:
        return 0
    add_usual_kinds(committee)
    kinds = list(DecisionKind.objects.of(committee))
    body, today, made = committee.statutory_body or committee, timezone.localdate(), 0
    for example in EXAMPLES:
        page = decision_model()._default_manager.filter(translation_key=key_of(example.name))
        page = page.first()
        if page is None:
            _make(register, example, kinds, body, today)
            made += 1
        elif page.latest_revision is None or page.latest_revision.user_id is None:
            _move_on(page, example, today)
    return made


def _make(register, example: Example, kinds: list, body, today: date) -> None:
    day = today - timedelta(days=example.days)
    votes = dict(
        zip(("votes_for", "votes_against", "votes_abstaining"), example.votes, strict=True)
    )
    page = decision_model()(
        translation_key=key_of(example.name),
        locale=register.locale,
        title=f"{example.title} {LABEL}",
        slug=f"przyklad-{example.name}",
        kind=kinds[min(example.kind, len(kinds)) - 1],
        number=f"{example.number}/{day.year}",
        adopted_on=day,
        body_id=body.pk,
        lead=example.lead,
        text=example.text + NOTE,
        voting=example.voting,
        live=False,
        **votes,
    )
    register.add_child(instance=page)
    page.save_revision().publish()
    for sent in example.sent:
        add_dispatch(page, user=None, **_values(sent, day))


def _values(sent: Sent, day: date) -> dict:
    sent_on = day + timedelta(days=sent.after)
    answered_on = None
    if sent.answered_after is not None:
        answered_on = day + timedelta(days=sent.answered_after)
    return {
        "addressee": sent.addressee,
        "sent_on": sent_on,
        "state": sent.state,
        "answered_on": answered_on,
        "answered_by": sent.answered_by,
        "answer": sent.answer,
    }


def _move_on(page, example: Example, today: date) -> None:
    """Give an untouched example the days that it would get today."""
    day = today - timedelta(days=example.days)
    if page.adopted_on == day:
        return
    page.adopted_on, page.number = day, f"{example.number}/{day.year}"
    page.save_revision().publish()
    rows = {row.addressee: row for row in Dispatch.objects.of(page)}
    for sent in example.sent:
        if row := rows.get(sent.addressee):
            for name, value in _values(sent, day).items():
                setattr(row, name, value)
            row.full_clean()
            row.save()
