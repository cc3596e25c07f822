"""What a front end needs to draw the form of one consultation, and to say when it is open."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

from wagtail.rich_text import expand_db_html

from ...conf import settings
from ...consultations.course import deadline, opening
from ...consultations.reader import published
from ...form_stamps import DECOY
from ...public import Gate
from ...remarks.choices import Asked, AuthorKind
from ...remarks.models import Remark
from ...remarks.online import links, stamps
from ...remarks.online.arrival import takes_anonymous
from ...remarks.online.forms import AuthorForm, RemarkForm
from ...remarks.online.openness import OPEN, Opening
from ...remarks.online.reading import Reading
from ...representations import absolute
from .body import most_bytes

_LONGEST_LINE = 255


def describe(page, gate: Gate, opening_: Opening, reading: Reading, language: str) -> dict:
    """The answer to a GET; its ``stamp`` is null while no remarks are taken."""
    stamp = stamps.fresh(page.pk, gate.now) if opening_.is_open else None
    until = gate.now + timedelta(hours=settings.REMARK_FORM_HOURS)
    return {
        "consultation": {"id": page.pk, "title": page.title, "html_url": page.full_url},
        "language": language,
        **_times(opening_),
        "form_url": absolute(links.form_url(page), gate),
        "privacy_clause": _clause(opening_.rules),
        "rules": {
            "must_confirm": opening_.rules.must_confirm,
            "takes_anonymous": takes_anonymous(page),
            "max_remarks": settings.REMARK_MAX_PER_SENDING,
            "max_chars": settings.REMARK_MAX_CHARS,
            "max_line_chars": _LONGEST_LINE,
            "max_bytes": most_bytes(),
            "min_seconds": settings.REMARK_MIN_SECONDS,
        },
        "author": _author(page, opening_.rules),
        "columns": _columns(opening_.rules, reading),
        "document": _document(page, gate, reading),
        "decoy": DECOY,
        "stamp": stamp.text() if stamp else None,
        "stamp_expires_at": until.isoformat() if stamp else None,
    }


def _times(found: Opening) -> dict[str, Any]:
    round_, course = found.round, found.course
    closes_at = course.closing_of(round_) if round_ else course.ends_at
    return {
        "state": found.state,
        "is_open": found.state == OPEN,
        "opens_at": round_.starts_at.isoformat() if round_ else None,
        "opens_text": opening(round_.starts_at) if round_ else "",
        "closes_at": closes_at.isoformat() if closes_at else None,
        "closes_text": deadline(closes_at) if closes_at else "",
    }


def _clause(rules) -> dict[str, str]:
    """``id`` changes with every word of the clause, so that a kept copy is known to be old."""
    html = expand_db_html(rules.privacy_clause)
    return {"id": sha256(html.encode()).hexdigest()[:16], "html": html}


def _author(page, rules) -> dict[str, Any]:
    is_named = not takes_anonymous(page)
    form = AuthorForm(None, must_confirm=rules.must_confirm, takes_anonymous=not is_named)
    kind = form.fields["author_kind"]
    kinds = [{"value": value, "label": str(label)} for value, label in kind.choices]
    everybody = [each["value"] for each in kinds]
    entities = [value for value in everybody if value != AuthorKind.PERSON]
    required = {
        "organisation": entities,
        "name": [AuthorKind.PERSON.value] if is_named else [],
        "email": everybody if rules.must_confirm else [],
    }
    fields = [
        {
            "name": name,
            "label": str(field.label),
            "help": str(field.help_text),
            "required_of": required.get(name, []),
        }
        for name, field in form.fields.items()
        if name != "author_kind"
    ]
    return {"kinds": kinds, "label": str(kind.label), "fields": fields}


def _columns(rules, reading: Reading) -> list[dict[str, str]]:
    """Fields of one remark in the order of the form; a section that is chosen is place enough."""
    form = RemarkForm(None, rules=rules, reading=reading)
    found = []
    for name in ("section", "place", *Remark.TEXTS):
        field = form.fields.get(name)
        asked = Asked.OPTIONAL
        if field is None:
            asked = Asked.NO
        elif name not in ("section", "content"):
            asked = getattr(rules, name)
        base = field or RemarkForm.base_fields[name]
        found.append(
            {
                "name": name,
                "label": str(base.label),
                "help": str(base.help_text),
                "asked": str(asked),
            }
        )
    return found


def _document(page, gate: Gate, reading: Reading) -> dict[str, Any] | None:
    """The version that is described, with its sections; null where nothing is published yet."""
    version, latest = reading.version, reading.latest
    if version is None or latest is None:
        return None
    return {
        "version": version.pk,
        "number": version.number,
        "name": reading.name,
        "html_url": absolute(published.address_of(page, version), gate),
        "latest": {"version": latest.pk, "number": latest.number},
        "sections": [
            {"anchor": anchor, "heading": text.heading, "level": text.level}
            for anchor, text in reading.texts.items()
        ],
    }
