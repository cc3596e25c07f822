"""What must hold of a consultation's page, whoever writes it: form, API, import.

The functions raise ``ValidationError`` or answer a question; they write nothing. What the law
asks is only warned of (``cautions.py``).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..bodies.rules import closed_reason
from ..bodies.tree import committee_of, is_body
from ..decisions.rules import committee_above
from .querysets import consultation_model

#: What a copy does not take over, since it is another consultation; a translation does.
OWN_FACTS = ("announced_on", "report_due_on", "initiating_act", "principles_at", "principles_by")


#: Of those, the days that publishing one language brings to the others.
SHARED_DAYS = ("announced_on", "report_due_on")


def check_consultation(page) -> None:
    """Raise for a kind, body, audience or act that cannot be."""
    committee = committee_above(page)
    errors = _kind_errors(page, committee)
    for name in ("body", "audience"):
        errors |= _body_errors(page, name, committee)
    errors |= _act_errors(page, committee)
    if errors:
        raise ValidationError(errors)


def _is_elsewhere(page, committee) -> bool:
    """Whether ``page`` belongs to another committee than ``committee`` (None: not known)."""
    if committee is None:
        return False
    own = committee_of(page)
    return own is None or own.translation_key != committee.translation_key


def _kind_errors(page, committee) -> dict[str, str]:
    if page.kind is None or committee is None:
        return {}
    if page.kind.committee.translation_key == committee.translation_key:
        return {}
    return {"kind": _("This one belongs to another committee.")}


def _body_errors(page, name: str, committee) -> dict[str, str]:
    body = getattr(page, name)
    if body is None:
        return {}
    if not is_body(body):
        return {name: _("Choose a committee, a tier or a group.")}
    if _is_elsewhere(body, committee):
        return {name: _("“%(name)s” belongs to another committee.") % {"name": body.title}}
    reason = closed_reason(body.specific, page.announced_on)
    return {name: reason} if reason else {}


def _act_errors(page, committee) -> dict[str, str]:
    act = page.initiating_act
    if act is None or not _is_elsewhere(act.body, committee):
        return {}
    return {"initiating_act": _("This one belongs to another committee.")}


def take_facts_of_translation(page) -> None:
    """A new language version of a consultation has the dates of the one there is."""
    twins = consultation_model()._default_manager.filter(translation_key=page.translation_key)
    twin = twins.exclude(pk=page.pk).first()
    if twin is not None:
        for name in OWN_FACTS:
            setattr(page, name, getattr(twin, name))
