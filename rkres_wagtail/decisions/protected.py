"""Decisions that nothing may delete, and what they keep from being deleted (DESIGN, rule 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..bodies.moving import tie
from ..deletion import advise, protect
from .querysets import decision_model, decisions

_DECISIONS = ngettext_lazy("%(count)d decision", "%(count)d decisions", "count")
_DISPATCHES = ngettext_lazy(
    "%(count)d addressee of a decision", "%(count)d addressees of decisions", "count"
)
_PUBLISHED = ngettext_lazy(
    "%(count)d decision that was published", "%(count)d decisions that were published", "count"
)


def published(rows):
    """Of decisions, those that the public has seen."""
    return rows.filter(first_published_at__isnull=False)


@tie
def has_decisions(page) -> bool:
    """Whether a body in ``page`` has decided: its kinds and register are its committee's."""
    try:
        return decisions().filter(body__path__startswith=page.path).exists()
    except (AttributeError, LookupError, TypeError, ValueError):
        return False  # a check says what is wrong with the setting


def register() -> None:
    protect(
        "rkres_wagtail.Dispatch",
        "decision",
        _DISPATCHES,
        advice=_(
            "What to do: a decision that no longer holds is replaced by another one, in whose "
            "form it is named; it stays in the register. An addressee that was entered by "
            "mistake is removed in the tab “Addressees and answers”."
        ),
    )
    protect(
        "rkres_wagtail.Dispatch",
        "answer_document",
        ngettext_lazy("%(count)d answer", "%(count)d answers", "count"),
        advice=_("What to do: first choose another file in that answer, or none."),
    )
    try:
        model = decision_model()
    except (AttributeError, LookupError, TypeError, ValueError):
        return  # checks say what is wrong with the setting
    _protect_around(model._meta.label)
    protect(
        model._meta.label,
        model._meta.pk.name,
        _PUBLISHED,
        where=published,
        own=True,
        advice=_(
            "What to do: a decision that no longer holds is replaced by another one, in whose "
            "form it is named. Only what was published by mistake may be unpublished."
        ),
    )


def _protect_around(label: str) -> None:
    """A body, a meeting, a kind and a replaced decision that a decision names."""
    named = _("What to do: leave it, or first choose another one in those decisions.")
    protect(label, "body", _DECISIONS, advice=named)
    protect(label, "meeting", _DECISIONS, advice=named)
    protect(
        label,
        "supersedes",
        ngettext_lazy(
            "%(count)d decision that replaced it", "%(count)d decisions that replaced it", "count"
        ),
        advice=_("What to do: leave it; the public sees that another one has replaced it."),
    )
    protect(label, "kind", _DECISIONS)
    advise(
        "rkres_wagtail.DecisionKind",
        _("What to do: rename the kind, or first choose another one in those decisions."),
    )
