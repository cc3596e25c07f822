"""Finds what a filled list names among what the register has: people, organisations, seats …

Names are compared folded ("LODZ" is "Łódź"); more than one match is never guessed at.
"""

from __future__ import annotations

from collections import defaultdict

from django.utils import translation
from django.utils.translation import gettext as _

from ...numerals import roman
from ..choices import Role
from ..models import Membership, Organisation, Person, Seat, Sector, Term
from ..tree import committee_of
from .cells import CellError, key_of, read_text, spellings


class Register:
    """What exists for one body, fetched once for a whole list."""

    def __init__(self, body):
        self.body = body
        self.committee = committee_of(body)
        self.memberships = list(
            Membership.objects.of(body).select_related("term", "person", "organisation", "seat")
        )
        key = self.committee.translation_key if self.committee else None
        of_committee = {"committee__translation_key": key}
        self.sectors = list(Sector.objects.filter(**of_committee).select_related("committee"))
        self.terms = list(Term.objects.filter(**of_committee).select_related("committee"))
        self.seats = list(
            Seat.objects.filter(body__translation_key=body.translation_key).select_related(
                "sector", "institution"
            )
        )
        self._people, self._people_by_pk = defaultdict(list), {}
        for person in Person.objects.order_by("pk"):
            self._people[key_of(f"{person.last_name} {person.first_name}")].append(person)
            self._people_by_pk[person.pk] = person
        self._organisations = defaultdict(list)
        for organisation in Organisation.objects.order_by("pk"):
            for key in {key_of(organisation.name), key_of(organisation.short_name)} - {""}:
                self._organisations[key].append(organisation)
        self._roles = _role_spellings(self.committee)

    # People and organisations ------------------------------------------------------------

    def person(self, *, first_name, last_name, academic_title, person_id, notes: list[str]):
        """The person a row names: one of the register or a new one; None if it names nobody."""
        first, last = read_text(first_name, 100), read_text(last_name, 150)
        title = read_text(academic_title, 60)
        if not first and not last:
            if person_id or title:
                raise CellError(_("The first and last name are missing."))
            return None
        if not first or not last:
            raise CellError(_("Both the first and the last name are needed."))
        key = key_of(f"{last} {first}")
        if not key:
            raise CellError(_("This is not a name: %s.") % f"{first} {last}"[:60])
        found = self._people[key]
        if person_id not in (None, ""):
            return self._numbered(person_id, key)
        exact = [one for one in found if (one.first_name, one.last_name) == (first, last)]
        if len(exact) == 1:
            return exact[0]
        if len(found) > 1:
            raise CellError(self._which(found))
        if found:
            if found[0].pk:
                notes.append(_("Taken for %s, who is in the register.") % found[0].full_name)
            return found[0]
        person = Person(first_name=first, last_name=last, academic_title=title)
        found.append(person)
        notes.append(_("New person."))
        return person

    def _numbered(self, person_id, key: str):
        number = str(person_id).strip()
        is_key = number.isascii() and number.isdigit() and len(number) < 19
        person = self._people_by_pk.get(int(number)) if is_key else None
        if person is None or person not in self._people[key]:
            raise CellError(_("Nobody of this name has the number %s.") % number[:20])
        return person

    def _which(self, people) -> str:
        rows = Membership.objects.filter(person__in=people).select_related("organisation", "body")
        where = {row.person_id: str(row.organisation or row.body) for row in rows}
        options = "; ".join(
            f"{person.pk} – {person.full_name}"
            + (f" ({where[person.pk]})" if person.pk in where else "")
            for person in people
        )
        return _(
            "Several people have this name. Write the number of the right one in the column "
            "“person no.”: %(people)s."
        ) % {"people": options}

    def organisation(self, value):
        """The organisation of this name or short name: one of the register or a new one."""
        name = read_text(value, 255)
        if not name:
            return None
        key = key_of(name) or name
        found = self._organisations[key]
        exact = [one for one in found if name in (one.name, one.short_name)]
        if len(exact) == 1:
            return exact[0]
        if len(found) > 1:
            names = "; ".join(one.name for one in found)
            raise CellError(
                _("Several organisations have this name: %s. Write the full name.") % names
            )
        if not found:
            found.append(Organisation(name=name))
        return found[0]

    # What the committee has --------------------------------------------------------------

    def sector(self, value):
        return self._one(value, self.sectors, lambda sector: [sector.name])

    def term(self, value):
        return self._one(value, self.terms, _term_spellings)

    def seat(self, value):
        return self._one(value, self.seats, lambda seat: [seat.label], first=True)

    def seats_like(self, seat: Seat) -> list[Seat]:
        """``seat`` and the other seats of its name."""
        return [one for one in self.seats if key_of(one.label) == key_of(seat.label)]

    def role(self, value) -> tuple[str, str] | None:
        """``(role, wording)``; the wording is kept where it is one form of several."""
        text = read_text(value, 150)
        if not text:
            return None
        if key_of(text) not in self._roles:
            labels = ", ".join(str(label) for label in Role.labels)
            raise CellError(
                _("“%(value)s” is not a role. Expected one of: %(labels)s.")
                % {"value": text[:60], "labels": labels}
            )
        role, is_form = self._roles[key_of(text)]
        return role, text if is_form else ""

    def _one(self, value, items, spell, *, first=False):
        text = read_text(value, 500)
        if not text:
            return None
        found = [item for item in items if key_of(text) in _keys(spell(item))]
        if len(found) == 1 or (found and first):
            return found[0]
        if found:
            raise CellError(_("Several have this name: %s.") % text[:80])
        known = ", ".join(dict.fromkeys(str(spell(item)[0]) for item in items)) or "–"
        raise CellError(
            _("“%(value)s” is not known here. Expected one of: %(known)s.")
            % {"value": text[:80], "known": known}
        )


def _keys(spelled) -> set[str]:
    return {key_of(text) for text in spelled}


def _term_spellings(term) -> list[str]:
    spelled = [term.label, term.years, term.name]
    for language in ("pl", "en"):
        with translation.override(language):
            spelled += [str(term.label), str(term.years)]
    if term.ordinal:
        spelled += [roman(term.ordinal), str(term.ordinal)]
    return [str(text) for text in spelled if text]


def _role_spellings(committee) -> dict[str, tuple[str, bool]]:
    """Spelling -> (role, whether it is one form of a label that names several)."""
    known: dict[str, tuple[str, bool]] = {}
    for role, label in Role.choices:
        for spelling in spellings(label) | {key_of(role)}:
            known[spelling] = (role, False)
        for language in ("pl", "en", translation.get_language()):
            with translation.override(language):
                forms = str(label).split("/")
            for form in forms:
                known.setdefault(key_of(form), (role, True))
    labels = committee.specific.role_labels if committee else []
    for block in labels:
        key = key_of(block.value.get("label") or "")
        if key:
            known[key] = (block.value["role"], False)
    return known
