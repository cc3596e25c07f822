"""What is offered to who joins: the verbs on an offer and its consents.

Permissions are the callers' matter; ``user`` is who is named in the log (None: a program).
"""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...bodies.services import lock_body
from ...remarks.office.clause import blanks
from ...remarks.rules import clean_text
from ...remarks.services import ChangedMeanwhile
from ..models import ConsentText, JoiningOffer
from . import log

TEXTS = ("asks", "gives", "leaving", "how")
FIELDS = (
    *TEXTS, "is_online", "organisation", "sector", "position", "motivation", "attachment",
    "attachment_label", "contact_email", "retention_months",
)  # fmt: skip

_KEYS = re.compile(r' data-block-key="[^"]*"')


def offer_of(page) -> JoiningOffer:
    """The offer of a body or call, whichever language is given; an unsaved one if none."""
    found = JoiningOffer.objects.of(page).first()
    return found or JoiningOffer(target_id=canonical_body(page).pk)


def consent_of(offer: JoiningOffer) -> ConsentText | None:
    """The version that people read today."""
    return offer.consents.first() if offer.pk else None


@transaction.atomic
def save_offer(
    *, page, values: dict, clause: str = "", statement: str = "", seen: datetime | None, user
) -> JoiningOffer:
    """Change ``FIELDS`` and, where its words differ, add a version of the consent.

    It holds at once. ``seen`` is ``changed_at`` of what the editor saw (None: there was nothing).
    Versions are never changed; with neither clause nor statement the last one stays. Raises
    ``ValidationError`` by field; nothing is written then.
    """
    page = lock_body(page)
    offer = offer_of(page)
    if offer.pk and offer.changed_at != seen:
        raise ChangedMeanwhile
    before = {name: getattr(offer, name) for name in FIELDS}
    for name in FIELDS:
        setattr(offer, name, values.get(name, before[name]))
    for name in TEXTS:
        if _words(getattr(offer, name)) == _words(before[name]):
            setattr(offer, name, before[name])
    last = consent_of(offer)
    fresh = _fresh_consent(last, clause, clean_text(statement))
    _check(offer, last, fresh)
    changed = [name for name in FIELDS if getattr(offer, name) != before[name]]
    if offer.pk and not changed and fresh is None:
        return offer
    offer.save()
    if changed:
        log.say(page, "offer_change", user, fields=changed)
    if fresh is not None:
        fresh.offer, fresh.created_by = offer, log.known(user)
        fresh.save()
        log.say(page, "consent_new", user, number=fresh.number)
    return offer


def _fresh_consent(last: ConsentText | None, clause: str, statement: str) -> ConsentText | None:
    """An unsaved version where the words are other ones than those of the last."""
    has_clause = bool(strip_tags(clause or "").replace("\xa0", " ").strip())
    if not has_clause and not statement:
        return None
    if not statement:
        raise ValidationError({"statement": _("Write what people tick; the clause needs it.")})
    if not has_clause:
        raise ValidationError({"clause": _("Write the privacy clause; the statement needs it.")})
    if last and _words(last.clause) == _words(clause) and last.statement == statement:
        return None
    return ConsentText(
        clause=clause, statement=statement, number=last.number + 1 if last is not None else 1
    )


def _check(offer: JoiningOffer, last: ConsentText | None, fresh: ConsentText | None) -> None:
    offer.full_clean(exclude=["target"])
    if not offer.is_online:
        return
    valid = fresh or last
    if valid is None:
        message = _(
            "The form cannot be open without a consent: write the privacy clause and the statement "
            "below first. People must read them where they give their data."
        )
        raise ValidationError({"is_online": message})
    if left := blanks(valid.clause):
        text = _("Complete the blanks of the privacy clause first: %(blanks)s.")
        raise ValidationError({"clause": text % {"blanks": ", ".join(left[:10])}})


def _words(html: str) -> str:
    """Without the names that the editor of rich text gives to paragraphs anew each time."""
    return _KEYS.sub("", html or "")
