"""Invented people in the committee's seats, so that the demonstration looks alive.

Nobody here exists. The public sees it: the term of all of them is called "… dane fikcyjne"
(fictional data). Real facts of the region, which come from its profile, are not touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from rkres_wagtail.bodies.choices import EndReason, GroupKind, OrganisationKind, Role
from rkres_wagtail.bodies.models import Membership, Organisation, Person, Seat, Sector, Term
from rkres_wagtail.bodies.pages import GroupPageMixin, TierPageMixin
from rkres_wagtail.bodies.tree import pages_of

LABEL = "dane fikcyjne"
ABOUT = "Osoba fikcyjna, wymyślona na potrzeby strony pokazowej. "
#: The first demonstration term; later ones follow every three years.
FIRST_TERM = date(2026, 6, 1)
TERM_YEARS = 3


@dataclass(frozen=True)
class Holder:
    """One seat. ``sector`` counts the ten statutory categories from 1; no name: vacant."""

    sector: int
    first_name: str = ""
    last_name: str = ""
    position: str = ""
    organisation: str = ""
    represents: str = ""
    title: str = ""
    role: Role = Role.MEMBER
    role_label: str = ""
    profile: str = ""


_K = OrganisationKind
ORGANISATIONS = {
    "Urząd Marszałkowski": _K.LOCAL_GOVERNMENT,
    "Urząd Wojewódzki": _K.GOVERNMENT,
    "Gmina Brzezina Mała": _K.LOCAL_GOVERNMENT,
    "Miasto Wierzbnica": _K.LOCAL_GOVERNMENT,
    "Powiat wierzbnicki": _K.LOCAL_GOVERNMENT,
    "Konwent Wójtów i Burmistrzów": _K.COUNCIL,
    "Spółdzielnia Socjalna „Smaczna Przystań”": _K.COOPERATIVE,
    "Fundacja „Drugi Brzeg”": _K.FOUNDATION,
    "Stowarzyszenie „Warsztat za Rzeką”": _K.ASSOCIATION,
    "Centrum Integracji Społecznej w Wierzbnicy": _K.REINTEGRATION,
    "Zakład Aktywności Zawodowej „Ogrody”": _K.REINTEGRATION,
    "Wojewódzka Rada Działalności Pożytku Publicznego": _K.COUNCIL,
    "Związek Lustracyjny „Wspólnota”": _K.COOPERATIVE,
    "Instytut Badań nad Pracą": _K.RESEARCH,
    "Akademia Nadodrzańska": _K.UNIVERSITY,
    "Szkoła Wyższa im. Stefanii Nowickiej": _K.UNIVERSITY,
    "Związek Zawodowy „Solidarna Praca”": _K.TRADE_UNION,
    "Izba Przedsiębiorców Pogranicza": _K.EMPLOYERS,
    "Porozumienie Pracodawców Zachodu": _K.EMPLOYERS,
    "Tygodnik Wierzbnicki": _K.MEDIA,
    "Spółdzielnia Socjalna „Zielony Warsztat”": _K.COOPERATIVE,
    "Stowarzyszenie „Wieś Razem”": _K.ASSOCIATION,
    "Fundacja „Bliżej”": _K.FOUNDATION,
    "Klub Integracji Społecznej w Brzezinie Małej": _K.REINTEGRATION,
}

HOLDERS = (
    Holder(1, "Alicja", "Brzozowska-Lis", "dyrektorka departamentu", "Urząd Marszałkowski",
           role=Role.SECRETARY, role_label="sekretarzyni"),
    Holder(1, "Tomasz", "Wierzejewski", "członek zarządu województwa", "Urząd Marszałkowski"),
    Holder(2, "Grzegorz", "Olszanka", "kierownik oddziału", "Urząd Wojewódzki"),
    Holder(3, "Danuta", "Kolasińska-Wrona", "wójtka", "Gmina Brzezina Mała",
           "Konwent Wójtów i Burmistrzów"),
    Holder(3, "Michał", "Zatorny", "zastępca burmistrza", "Miasto Wierzbnica",
           "Konwent Wójtów i Burmistrzów", role=Role.FIRST_VICE_CHAIR,
           role_label="zastępca przewodniczącej"),
    Holder(3, "Ewa", "Łąkowska", "członkini zarządu powiatu", "Powiat wierzbnicki"),
    Holder(3),
    Holder(4, "Barbara", "Świątnicka", "prezeska zarządu",
           "Spółdzielnia Socjalna „Smaczna Przystań”", role=Role.CHAIR,
           role_label="przewodnicząca",
           profile="Od dziewięciu lat prowadzi spółdzielnię socjalną, która gotuje dla szkół. "
           "W komitecie zajmuje się klauzulami społecznymi w zamówieniach."),
    Holder(4, "Łukasz", "Domaradz", "prezes", "Fundacja „Drugi Brzeg”",
           profile="Kieruje fundacją, która szkoli osoby wracające na rynek pracy."),
    Holder(4, "Żaneta", "Mielewczyk", "koordynatorka", "Stowarzyszenie „Warsztat za Rzeką”"),
    Holder(4, "Piotr", "Ćwiertnia", "kierownik",
           "Centrum Integracji Społecznej w Wierzbnicy"),
    Holder(4, "Iwona", "Stachurzanka", "dyrektorka", "Zakład Aktywności Zawodowej „Ogrody”"),
    Holder(5, "Krzysztof", "Jaworzniak", "członek rady", "Fundacja „Bliżej”",
           "Wojewódzka Rada Działalności Pożytku Publicznego"),
    Holder(6, "Elżbieta", "Podgórniak", "wiceprezeska", "Związek Lustracyjny „Wspólnota”"),
    Holder(7),
    Holder(8, "Joanna", "Śliwowska-Reck", "profesorka uczelni", "Akademia Nadodrzańska",
           title="dr hab.",
           profile="Bada, jak samorządy zlecają usługi społeczne. Uczy ekonomii społecznej."),
    Holder(8, "Wojciech", "Żurawnicki", "adiunkt", "Szkoła Wyższa im. Stefanii Nowickiej",
           title="dr"),
    Holder(9, "Renata", "Gawęcka", "przewodnicząca zarządu regionu",
           "Związek Zawodowy „Solidarna Praca”"),
    Holder(10, "Andrzej", "Holeksa-Maj", "dyrektor biura", "Izba Przedsiębiorców Pogranicza"),
    Holder(10, "Sylwia", "Pakulanka", "ekspertka", "Porozumienie Pracodawców Zachodu"),
)  # fmt: skip

#: Who held the seat of the named person before, until the given month of the term.
PREDECESSOR = Holder(
    3, "Stanisław", "Rębacz", "członek zarządu powiatu", "Powiat wierzbnicki"
)  # fmt: skip
SUCCESSOR = "Łąkowska"
#: A deputy and whose.
DEPUTY = Holder(2, "Magdalena", "Ickiewicz", "inspektorka wojewódzka", "Urząd Wojewódzki")
PRINCIPAL = "Olszanka"

#: Last names of members by the position of the group among working groups; the first leads.
WORKING_GROUPS = (
    ("Zatorny", "Holeksa-Maj", "Domaradz", "Kolasińska-Wrona", "Pakulanka"),
    ("Mielewczyk", "Żurawnicki", "Jaworzniak", "Gawęcka"),
    ("Ćwiertnia", "Stachurzanka", "Olszanka", "Świątnicka", "Śliwowska-Reck"),
)
COORDINATING = ("Świątnicka", "Brzozowska-Lis", "Zatorny", "Mielewczyk", "Ćwiertnia")

#: Institutions that take part in the tiers below the statutory body, by the tier's position.
TIERS = {
    2: ("Tygodnik Wierzbnicki", "Akademia Nadodrzańska", "Fundacja „Bliżej”",
        "Spółdzielnia Socjalna „Zielony Warsztat”", "Stowarzyszenie „Wieś Razem”"),
    3: ("Klub Integracji Społecznej w Brzezinie Małej", "Gmina Brzezina Mała",
        "Stowarzyszenie „Warsztat za Rzeką”"),
}  # fmt: skip


@transaction.atomic
def seat_demo_people(committee) -> int:
    """Fill a demonstration term of ``committee`` once; return how many memberships were made.

    Where the current demonstration term already exists nothing is touched, so that whatever
    somebody changed in it stays.
    """
    starts_on, ends_on = demo_term_dates(timezone.localdate())
    terms = Term.objects.filter(committee__translation_key=committee.translation_key)
    if terms.filter(name__contains=LABEL, starts_on=starts_on).exists():
        return 0
    before = Membership.objects.count()
    body = committee.statutory_body or committee
    term = Term.objects.create(
        committee_id=committee.pk,
        name=f"{starts_on.year}–{ends_on.year}, {LABEL}",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _Cast(committee, body, term).play()
    return Membership.objects.count() - before


def demo_term_dates(today: date) -> tuple[date, date]:
    """Return first and last day of the demonstration term that runs ``today``."""
    first = FIRST_TERM
    while today >= first.replace(year=first.year + TERM_YEARS):
        first = first.replace(year=first.year + TERM_YEARS)
    return first, date(first.year + TERM_YEARS, 5, 31)


class _Cast:
    """Seats the invented people: the statutory body, then its groups, then the other tiers."""

    def __init__(self, committee, body, term):
        self.committee, self.body, self.term = committee, body, term
        key = committee.translation_key
        self.sectors = list(Sector.objects.filter(committee__translation_key=key))
        self.members: dict[str, Membership] = {}

    def play(self):
        for number, holder in enumerate(HOLDERS, start=1):
            seat = self._seat(number, holder)
            if holder.last_name == SUCCESSOR:
                self._succession(seat, number, holder)
            elif holder.last_name:
                self._join(self.body, holder, seat=seat, sort_order=number)
        self._join(self.body, DEPUTY, deputy_for=self.members[PRINCIPAL])
        self._groups()
        self._other_tiers()

    def _seat(self, number, holder):
        has_sector = holder.sector <= len(self.sectors)
        return Seat.objects.create(
            body_id=self.body.pk,
            term=self.term,
            sector=self.sectors[holder.sector - 1] if has_sector else None,
            sort_order=number,
        )

    def _succession(self, seat, number, holder):
        handover = self.term.starts_on.replace(month=10, day=1)
        self._join(
            self.body,
            PREDECESSOR,
            seat=seat,
            sort_order=number,
            ends_on=handover.replace(month=9, day=30),
            end_reason=EndReason.REPRESENTED,
        )
        self._join(self.body, holder, seat=seat, sort_order=number, starts_on=handover)

    def _join(self, body, holder, **values):
        person = Person.objects.filter(
            first_name=holder.first_name, last_name=holder.last_name
        ).first()
        if person is None:
            person = Person.objects.create(
                first_name=holder.first_name,
                last_name=holder.last_name,
                academic_title=holder.title,
                has_public_profile=bool(holder.profile),
                consented_on=self.term.starts_on if holder.profile else None,
                about=ABOUT + holder.profile,
            )
        values.setdefault("role", holder.role)
        values.setdefault("role_label", holder.role_label)
        membership = self._save(
            body,
            person=person,
            position=holder.position,
            organisation=_organisation(holder.organisation),
            represents=_organisation(holder.represents),
            **values,
        )
        self.members.setdefault(holder.last_name, membership)

    def _save(self, body, **values):
        membership = Membership(body_id=body.pk, term=self.term, **values)
        membership.full_clean()
        membership.save()
        return membership

    def _groups(self):
        working = list(WORKING_GROUPS)
        groups = pages_of(GroupPageMixin).descendant_of(self.committee).order_by("path")
        for group in groups.specific():
            if group.is_former:
                continue
            if group.kind == GroupKind.COORDINATING:
                self._group(group, COORDINATING, Role.COORDINATOR, "koordynatorka")
            elif working:
                self._group(group, working.pop(0), Role.LEADER, "")

    def _group(self, group, last_names, first_role, label):
        for number, last_name in enumerate(last_names, start=1):
            seated = self.members[last_name]
            self._save(
                group,
                person=seated.person,
                position=seated.position,
                organisation=seated.organisation,
                role=first_role if number == 1 else Role.MEMBER,
                role_label=label if number == 1 else "",
                sort_order=number,
            )

    def _other_tiers(self):
        for tier in pages_of(TierPageMixin).child_of(self.committee).specific():
            if tier.pk == self.body.pk:
                continue
            for number, name in enumerate(TIERS.get(tier.position, ()), start=1):
                self._save(tier, organisation=_organisation(name), sort_order=number)


def _organisation(name: str):
    if not name:
        return None
    return Organisation.objects.get_or_create(name=name, defaults={"kind": ORGANISATIONS[name]})[0]
