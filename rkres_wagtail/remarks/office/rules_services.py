"""The verb on the rules of a consultation's remarks, and what an editor is warned of."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...consultations import caching
from ..models import RemarkRules
from ..services import ChangedMeanwhile, locked_rules
from . import log
from .clause import blanks

FIELDS = (
    "is_online",
    "must_confirm",
    "shows_at_once",
    "place",
    "quote",
    "proposed",
    "justification",
    "privacy_clause",
    "retention_months",
)
#: Columns of the forms: with another set of them a form is of another edition.
COLUMNS = ("place", "quote", "proposed", "justification")


_KEYS = re.compile(r' data-block-key="[^"]*"')


@transaction.atomic
def change_rules(*, page, values: dict, seen: datetime | None, user) -> RemarkRules:
    """Change ``FIELDS``; they hold at once. ``seen`` is ``changed_at`` of what the editor saw.

    Raises by field; nothing is written then.
    """
    exists = RemarkRules.objects.of(page).exists()
    rules = locked_rules(page)
    if exists and rules.changed_at != seen:
        raise ChangedMeanwhile
    before = {name: getattr(rules, name) for name in FIELDS}
    for name in FIELDS:
        setattr(rules, name, values.get(name, before[name]))
    if _words(rules.privacy_clause) == _words(before["privacy_clause"]):
        rules.privacy_clause = before["privacy_clause"]
    changed = [name for name in FIELDS if getattr(rules, name) != before[name]]
    rules.full_clean(exclude=["consultation"])
    _check_blanks(rules)
    if not changed:
        return rules
    if any(name in COLUMNS for name in changed):
        rules.form_edition += 1
    rules.save()
    page = canonical_body(page)
    log.say(page, "remark_rules", user, fields=changed)
    caching.forget(page.translation_key)
    return rules


def _words(html: str) -> str:
    """Without the names that the editor of rich text gives to paragraphs anew each time."""
    return _KEYS.sub("", html)


def _check_blanks(rules: RemarkRules) -> None:
    left = blanks(rules.privacy_clause) if rules.is_online else []
    if left:
        text = _("Complete the blanks of the privacy clause first: %(blanks)s.")
        raise ValidationError({"privacy_clause": text % {"blanks": ", ".join(left[:10])}})


def warnings(page, rules: RemarkRules) -> list[str]:
    """Where the switches and the rules on the page say different things; nothing is refused."""
    found = []
    if rules.is_online and page.only_on_form and len(page.forms):
        found.append(
            _(
                "The page says that remarks are taken only on the form to download, but the form "
                "on this site is open. Remarks sent by it are on the form, too; say so on the page."
            )
        )
    if rules.is_online and page.signature_required:
        found.append(_("The page asks for a signature, which the form on this site cannot take."))
    if rules.is_online and page.anonymous_accepted is False and not rules.must_confirm:
        found.append(
            _(
                "The page says that anonymous remarks are not accepted. Without the confirmation "
                "by e-mail nobody knows whether a name is true."
            )
        )
    if any(block.block_type == "online_form" for block in page.channels) and rules.is_online:
        found.append(
            _(
                "Among the ways of responding the page names a form elsewhere, too. People may "
                "not know which one to use."
            )
        )
    if not rules.is_online and not len(page.channels):
        found.append(_("The form is off and the page names no other way of responding."))
    return found
