"""An invented programme with its tree, indicators and what fed it, so that nothing looks empty.

It is the programme whose draft the invented open consultation is about. It is labelled as an
example in its title and lead; real programmes come from the region's profile and are not touched.
What an editor has changed stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from rkres_wagtail.consultations.models import SectionText
from rkres_wagtail.consultations.querysets import consultation_model
from rkres_wagtail.decisions.querysets import decision_model
from rkres_wagtail.programmes.choices import ProgrammeState, ReadingState
from rkres_wagtail.programmes.models import Indicator, ProgrammeLink, ProgrammeNode, Reading
from rkres_wagtail.programmes.outline.locking import locked_tree, touch
from rkres_wagtail.programmes.querysets import programme_model

from . import demo_consultation_texts as texts
from .demo_meetings import latest_of
from .demo_site import key_of

LABEL = "(przykład fikcyjny)"
NAME = "program-sasiedztwa"
#: Years before this one that it has already lasted.
_BEFORE, _AFTER = 2, 3


@dataclass(frozen=True)
class Measured:
    """An indicator; ``readings`` by years back from this one: a value, or None for no data."""

    name: str
    base: str
    target: str
    source: str
    readings: dict[int, str | None]
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Node:
    """``section`` is the heading of the consulted text that speaks of it."""

    level: int
    number: str
    title: str
    text: str = ""
    section: str = ""
    area: str = ""
    indicators: tuple[Measured, ...] = ()


NODES = (
    Node(
        1, "1", "Usługi blisko domu",
        "Starsi i chorzy mieszkają u siebie tak długo, jak chcą.",
        section=texts.SERVICES_AFTER, area="I",
    ),
    Node(
        2, "1.1", "Spółdzielnie socjalne świadczą usługi opiekuńcze",
        indicators=(
            Measured("Osoby objęte usługami", "1,2 tys.", "3 tys.", "ROPS",
                     {2: "1,4 tys.", 1: "1 980"}, "osób"),
            Measured("Gminy, które zlecają usługi podmiotom ekonomii społecznej", "11", "40",
                     "ROPS", {2: "14", 1: None}, note="Za ostatni rok gminy nie nadesłały danych."),
        ),
    ),
    Node(3, "1.1.1", "Szkolenia opiekunek i opiekunów"),
    Node(3, "1.1.2", "Wzór umowy dla gmin"),
    Node(2, "1.2", "Dojazd do lekarza i urzędu", section=texts.TRAVEL),
    Node(
        1, "2", "Praca dla osób, które jej długo nie miały",
        section="Więcej pracy w podmiotach ekonomii społecznej", area="II",
    ),
    Node(
        2, "2.1", "Miejsca pracy w przedsiębiorstwach społecznych",
        indicators=(
            Measured("Utworzone miejsca pracy", "0", "350", "OWES", {2: "61", 1: "148"}),
            Measured("Miejsca pracy utrzymane po roku", "70%", "85%", "OWES", {2: "74%", 1: "79%"}),
        ),
    ),
    Node(2, "2.2", "Staże w centrach integracji społecznej"),
    Node(1, "3", "Wspólne miejsca", area="IV"),
    Node(
        2, "3.1", "Kluby sąsiedzkie w gminach",
        indicators=(
            Measured("Działające kluby", "23", "60", "gminy", {2: "dane w opracowaniu", 1: None}),
        ),
    ),
)  # fmt: skip


@transaction.atomic
def plan_demo(committee) -> int:
    """Make the invented programme of ``committee`` where it is missing; return how many."""
    model = programme_model()
    page = model._default_manager.filter(translation_key=key_of(NAME)).first()
    if page is not None:
        return 0
    year = timezone.localdate().year
    page = model(
        translation_key=key_of(NAME),
        locale=committee.locale,
        title=f"Program Dobrego Sąsiedztwa {LABEL}",
        slug="program-dobrego-sasiedztwa-przyklad",
        abbreviation="PDS",
        scope="regional",
        state=ProgrammeState.ADOPTED,
        starts_year=year - _BEFORE,
        ends_year=year + _AFTER,
        lead=(
            "Przykład fikcyjny: program mówi, jak wspierać podmioty ekonomii społecznej, które "
            "świadczą usługi blisko domu. Ma trzy cele i wskaźniki z odczytami."
        ),
        description="<p><em>Program wymyślono na potrzeby strony pokazowej.</em></p>",
        level_names=[
            ("level", {"name": "cel", "name_plural": "cele"}),
            ("level", {"name": "priorytet", "name_plural": "priorytety"}),
            ("level", {"name": "działanie", "name_plural": "działania"}),
        ],
        live=False,
    )
    type(committee)._default_manager.get(pk=committee.pk).add_child(instance=page)
    page.save_revision().publish()
    _grow(page, year)
    _feed(page)
    return 1


def _grow(page, year: int) -> None:
    """The tree, its indicators and readings."""
    tree = locked_tree(page)
    areas = {
        node.number: node
        for node in ProgrammeNode.objects.filter(programme__slug="kpres-2030", kind="")
    }
    for position, node in enumerate(NODES):
        row = ProgrammeNode.objects.create(
            programme_id=page.pk, position=position, level=node.level, number=node.number,
            title=node.title, description=f"<p>{node.text}</p>" if node.text else "",
        )  # fmt: skip
        if node.area in areas:
            row.points_to.add(areas[node.area])
        for order, each in enumerate(node.indicators):
            _measure(row, order, each, year)
    touch(tree)


def _measure(node, order: int, measured: Measured, year: int) -> None:
    indicator = Indicator.objects.create(
        node=node, sort_order=order, name=measured.name, unit=measured.unit,
        base_value=measured.base, base_year=year - _BEFORE - 1,
        target_value=measured.target, target_year=year + _AFTER,
        source=measured.source, note=measured.note,
    )  # fmt: skip
    for back, value in measured.readings.items():
        state = ReadingState.VALUE if value else ReadingState.NO_DATA
        if value == "dane w opracowaniu":
            state, value = ReadingState.PENDING, ""
        Reading.objects.create(
            indicator=indicator, year=year - back, state=state, value=value or ""
        )


def _feed(page) -> None:
    """The invented consultation with its sections, a meeting and a decision."""
    nodes = {node.number: node for node in ProgrammeNode.objects.of(page)}
    consultation = consultation_model()._default_manager.filter(
        translation_key=key_of("konsultacje-otwarte/1")
    )
    consultation = consultation.first()
    if consultation is not None:
        _link(page, target_page_id=consultation.pk, note="projekt na kolejne lata")
        rows = SectionText.objects.filter(version__consultation=consultation.pk)
        for node in NODES:
            text = rows.filter(title=node.section).last() if node.section else None
            if text is not None:
                _link(page, nodes[node.number], section_id=text.identity_id)
    meeting = latest_of("najblizsze", page.locale)
    if meeting is not None:
        _link(page, nodes["1.1"], target_page_id=meeting.pk, note="informacja o realizacji")
    decision = decision_model()._default_manager.filter(translation_key=key_of("klauzule")).first()
    if decision is not None:
        _link(page, nodes["2.1"], target_page_id=decision.pk, note="klauzule społeczne")


def _link(page, node=None, **end) -> None:
    ProgrammeLink.objects.create(programme_id=page.pk, node=node, **end)
