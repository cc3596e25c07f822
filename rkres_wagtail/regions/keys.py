"""Keys of the profile and the model fields they fill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ..consultations.course import start_of_day
from .markup import to_rich_text

#: Polish names of voivodeships -> the codes of django-localflavor.
VOIVODESHIPS = {
    "dolnośląskie": "lower_silesia",
    "kujawsko-pomorskie": "kuyavia-pomerania",
    "lubelskie": "lublin",
    "lubuskie": "lubusz",
    "łódzkie": "lodz",
    "małopolskie": "lesser_poland",
    "mazowieckie": "masovia",
    "opolskie": "opole",
    "podkarpackie": "subcarpatia",
    "podlaskie": "podlasie",
    "pomorskie": "pomerania",
    "śląskie": "silesia",
    "świętokrzyskie": "swietokrzyskie",
    "warmińsko-mazurskie": "warmia-masuria",
    "wielkopolskie": "greater_poland",
    "zachodniopomorskie": "west_pomerania",
}


#: How a value of the file is read; None: as it is.
Reader = Callable[[Any], Any] | None
Fields = dict[str, tuple[str, Reader]]
_rich = to_rich_text
_day = date.fromisoformat

# Key of the profile (dots lead into tables) -> model field and reader.

BODY: Fields = {
    "name": ("title", None),
    "lead": ("lead", None),
    "description": ("description", _rich),
    "members": ("members_visibility", None),
    "meetings_per_year": ("meetings_per_year", None),
    "quorum": ("quorum_rule", None),
    "quorum_number": ("quorum_number", None),
    "attendance_names": ("attendance_names_public", None),
    "active_from": ("active_from", _day),
    "active_to": ("active_to", _day),
    "contact.unit": ("contact_unit", None),
    "contact.person": ("contact_person", None),
    "contact.phone": ("contact_phone", None),
    "contact.email": ("contact_email", None),
    "contact.address": ("contact_address", None),
}
COMMITTEE: Fields = {
    **BODY,
    "abbreviation": ("abbreviation", None),
    **{
        case: (f"name_{case}", None)
        for case in ("genitive", "dative", "accusative", "instrumental", "locative")
    },
    "legal_basis": ("legal_basis", _rich),
    "seats_min": ("seats_min", None),
    "seats_max": ("seats_max", None),
    "term_years": ("term_years", None),
    "words.meeting": ("meeting_label", None),
    "words.meetings": ("meeting_label_plural", None),
    "words.tier": ("tier_label", None),
    "words.tiers": ("tier_label_plural", None),
    "words.group": ("group_label", None),
    "words.groups": ("group_label_plural", None),
}
TIER: Fields = {
    **BODY,
    "for_whom": ("for_whom", None),
    "tasks": ("tasks", _rich),
    "time_needed": ("time_needed", None),
    "meeting_frequency": ("meeting_frequency", None),
    "how_to_join": ("how_to_join", _rich),
}
GROUP: Fields = {
    **BODY,
    "purpose": ("purpose", _rich),
    "area": ("area", None),
}


def _same(*names: str) -> Fields:
    return {name: (name, None) for name in names}


ORGANISATION = _same("name", "short_name", "kind", "website")
FUNDING = {**_same("name"), "text": ("text", _rich)}
SECTOR = _same("name", "description", "seats_min", "seats_max")
TERM = {
    **_same("ordinal", "name"),
    "starts_on": ("starts_on", _day),
    "ends_on": ("ends_on", _day),
}
ACT = {
    **_same("kind", "purpose", "number", "issuer", "title", "url"),
    "issued_on": ("issued_on", _day),
}
SEAT = _same("name")
MEETING_LIST = {"name": ("title", None), **_same("lead", "numbering", "agenda_template")}
#: The date, who meets and the lists of a meeting are read by ``meeting_specs``.
MEETING: Fields = {
    "name": ("title", None),
    **_same("status", "number", "lead"),
    "form": ("meeting_form", None),
    "place": ("place_name", None),
    "address": ("place_address", None),
    "description": ("description", _rich),
    "report": ("report", _rich),
}
DECISION_LIST = {"name": ("title", None), **_same("lead")}
DECISION_KIND = _same("name", "name_plural", "description")
#: Kind, body, meeting and what it replaces are read by ``decision_specs``.
DECISION: Fields = {
    "name": ("title", None),
    **_same("number", "lead", "voting"),
    "date": ("adopted_on", _day),
    "text": ("text", _rich),
    "votes.for": ("votes_for", None),
    "votes.against": ("votes_against", None),
    "votes.abstaining": ("votes_abstaining", None),
}
DISPATCH: Fields = {
    **_same("addressee", "state", "answered_by", "answer"),
    "sent_on": ("sent_on", _day),
    "answered_on": ("answered_on", _day),
}
CONSULTATION_LIST = {"name": ("title", None), **_same("lead")}
CONSULTATION_KIND = _same("name", "minimum_days", "description")
RESPONSE_STATUS = _same("name", "meaning", "needs_reasons")
#: Kind, bodies, the act and the lists of a consultation are read by ``consultation_specs``.
CONSULTATION: Fields = {
    "name": ("title", None),
    **_same(
        "lead", "authority", "host_unit", "next_steps", "legal_basis", "invited", "notified",
        "only_on_form", "signature_required", "anonymous_accepted", "receipt_date_counts",
    ),
    "text": ("description", _rich),
    "other_rules": ("other_rules", _rich),
    "announced_on": ("announced_on", _day),
    "report_due_on": ("report_due_on", _day),
    **{f"contact.{name}": (f"contact_{name}", None) for name in ("person", "phone", "email")},
}  # fmt: skip
CONSULTATION_REPORT: Fields = {
    **_same("name", "lead"),
    "published_on": ("published_on", _day),
    "text": ("text", _rich),
    "remarks": ("remarks_count", None),
    "authors": ("authors_count", None),
}
REMARK_RULES = _same(
    "place", "quote", "proposed", "justification", "must_confirm", "shows_at_once",
    "retention_months",
)  # fmt: skip
CONSULTATION_OUTCOME: Fields = {**_same("kind", "note"), "date": ("decided_on", _day)}
DOCUMENT_VERSION: Fields = {
    **_same("kind", "changes"),
    "name": ("title", None),
    "published_on": ("published_at", lambda day: start_of_day(_day(day))),
}
DOCUMENT_SECTION = _same("number", "title")
#: Levels, acts, copies and the predecessor are read by ``programme_specs``.
PROGRAMME: Fields = {
    "name": ("title", None),
    **_same("abbreviation", "scope", "state", "lead"),
    "first_year": ("starts_year", None),
    "last_year": ("ends_year", None),
    "text": ("description", _rich),
}
PROGRAMME_NODE: Fields = {**_same("number", "title", "kind"), "text": ("description", _rich)}
INDICATOR: Fields = {
    **_same("number", "name", "unit", "source", "note", "base_year", "target_year"),
    "base": ("base_value", None),
    "target": ("target_value", None),
}
#: Body, days and copies of a call are read by ``call_specs``.
CALL: Fields = {
    "name": ("title", None),
    **_same("lead", "seats_min", "seats_max", "decided_by"),
    "who": ("who_may_stand", _rich),
    "rules": ("rules", _rich),
    "settled_on": ("settled_on", _day),
    "outcome": ("outcome", _rich),
    "composition_on": ("composition_on", _day),
    **{f"contact.{name}": (f"contact_{name}", None) for name in ("person", "phone", "email")},
}
OFFER: Fields = {name: (name, _rich) for name in ("asks", "gives", "leaving", "how")}
