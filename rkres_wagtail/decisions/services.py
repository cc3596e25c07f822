"""Verbs of decisions: add an addressee, record an answer, correct, remove; usual kinds.

Check, do in one transaction, log in the history of the decision. Permissions are the callers'
matter; ``user`` is who is named in the log (None: a program). The log carries no office note.
"""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import front_caches
from ..bodies.rules import canonical_body
from .models import DecisionKind, Dispatch
from .presets import PRESETS

#: What is said of an addressee, and what of the answer.
SENT_FIELDS = ("addressee", "sent_on", "office_note")
ANSWER_FIELDS = ("state", "answered_on", "answered_by", "answer", "answer_document")


@transaction.atomic
def add_dispatch(decision, *, user, **values) -> Dispatch:
    """Note that ``decision`` went to an addressee; ``values`` are fields of ``Dispatch``.

    Raises ``ValidationError`` by field.
    """
    page = _locked(decision)
    last = Dispatch.objects.of(page).aggregate(last=Max("sort_order"))["last"]
    row = Dispatch(decision_id=page.pk, sort_order=0 if last is None else last + 1)
    return _write(row, values, "rkres_wagtail.dispatch_add", user)


@transaction.atomic
def change_dispatch(row: Dispatch, *, user, **values) -> Dispatch:
    """Correct an addressee and what is known of the answer. Raises ``ValidationError``."""
    return _write(_fresh(row), values, "rkres_wagtail.dispatch_edit", user)


@transaction.atomic
def record_answer(
    row: Dispatch,
    *,
    state: str,
    answered_on,
    user,
    answered_by: str = "",
    answer: str = "",
    document=None,
    **sent,
) -> Dispatch:
    """Enter what the addressee answered (requirement 35). Raises ``ValidationError`` by field.

    ``sent`` may correct what is said of the addressee (``SENT_FIELDS``) at the same time.
    """
    if answered_on is None:
        raise ValidationError({"answered_on": _("Say of which day the answer is.")})
    values = {
        "state": state,
        "answered_on": answered_on,
        "answered_by": answered_by,
        "answer": answer,
        "answer_document": document,
    }
    return _write(_fresh(row), sent | values, "rkres_wagtail.dispatch_answer", user)


@transaction.atomic
def remove_dispatch(row: Dispatch, *, user) -> None:
    """Delete an addressee that was entered by mistake; one that answered stays."""
    row = _fresh(row)
    if row.is_answered:
        raise ValidationError(
            _(
                "“%(name)s” has answered, so the entry stays. Correct it, or first clear the "
                "answer where it was entered by mistake."
            )
            % {"name": row.addressee}
        )
    _log(row, "rkres_wagtail.dispatch_remove", user)
    page = row.decision
    row.delete()
    front_caches.forget(page, and_parent=True)


def add_usual_kinds(committee, *, user=None) -> list[DecisionKind]:
    """Give a committee that has no kinds of decisions the usual ones; else nothing."""
    committee = canonical_body(committee)
    if DecisionKind.objects.of(committee).exists():
        return []
    made = []
    with transaction.atomic(), translation.override(committee.locale.language_code):
        for order, preset in enumerate(PRESETS, start=1):
            kind = DecisionKind(
                committee=committee,
                name=str(preset.name),
                name_plural=str(preset.name_plural),
                description=str(preset.description),
                sort_order=order,
            )
            kind.full_clean()
            kind.save()
            log(instance=kind, action="wagtail.create", user=user, content_changed=True)
            made.append(kind)
    return made


def on_index_published(sender, instance, revision=None, **kwargs) -> None:
    """Receiver of ``page_published``: a register without kinds would have nothing to choose."""
    from .pages import DecisionIndexPageMixin

    if isinstance(instance, DecisionIndexPageMixin) and instance.committee is not None:
        add_usual_kinds(instance.committee, user=getattr(revision, "user", None))


# Helpers --------------------------------------------------------------------------------------


def _locked(page):
    """The page locked, so that two clerks who add at once are served one after the other."""
    Page = swapper.load_model("wagtailcore", "Page")
    return Page.objects.select_for_update().get(pk=canonical_body(page).pk)


def _fresh(row: Dispatch) -> Dispatch:
    """The row as it is now, its decision locked."""
    _locked(row.decision)
    try:
        return Dispatch.objects.select_related("decision").get(pk=row.pk)
    except Dispatch.DoesNotExist:
        raise ValidationError(_("This entry has been deleted in the meantime.")) from None


def _write(row: Dispatch, values: dict, action: str, user) -> Dispatch:
    was_answered = bool(row.answer_recorded_at)
    for name, value in values.items():
        setattr(row, name, value)
    row.addressee = " ".join(row.addressee.split())
    row.full_clean()
    if not row.is_answered:
        row.answer_recorded_at = None
    elif not was_answered:
        row.answer_recorded_at = timezone.now()
    row.save()
    _log(row, action, user)
    # The register shows the addressees, too.
    front_caches.forget(row.decision, and_parent=True)
    return row


def _log(row: Dispatch, action: str, user) -> None:
    data = {"addressee": row.addressee, "state": str(row.get_state_display())}
    if row.answered_on:
        data["answered_on"] = row.answered_on.isoformat()
    log(instance=row.decision.specific, action=action, user=user, data=data)
