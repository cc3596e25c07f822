"""Programmes that nothing may delete, and what they keep from being deleted (DESIGN, rule 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..deletion import advise, protect
from .querysets import programme_model

_PAGE = _(
    "What to do: a programme stays, also when it is closed; set its state. Elements that were "
    "entered by mistake may be removed from its tree first."
)


def published(rows):
    return rows.filter(first_published_at__isnull=False)


def register() -> None:
    nodes = ngettext_lazy(
        "%(count)d element of a programme", "%(count)d elements of programmes", "count"
    )
    links = ngettext_lazy("%(count)d link of a programme", "%(count)d links of programmes", "count")
    indicators = ngettext_lazy("%(count)d indicator", "%(count)d indicators", "count")
    readings = ngettext_lazy("%(count)d reading", "%(count)d readings", "count")
    protect("rkres_wagtail.ProgrammeNode", "programme", nodes, advice=_PAGE)
    protect("rkres_wagtail.ProgrammeLink", "programme", links, advice=_PAGE)
    protect("rkres_wagtail.ProgrammeLink", "node", links)
    protect("rkres_wagtail.Indicator", "node", indicators)
    protect("rkres_wagtail.Reading", "indicator", readings)
    advise(
        "rkres_wagtail.ProgrammeNode",
        _("What to do: first remove its indicators and links, or leave it."),
    )
    advise("rkres_wagtail.Indicator", _("What to do: first remove its readings, or leave it."))
    try:
        model = programme_model()
    except (AttributeError, LookupError, TypeError, ValueError):
        return  # checks say what is wrong with the setting
    protect(
        model._meta.label,
        "predecessor",
        ngettext_lazy("%(count)d later programme", "%(count)d later programmes", "count"),
    )
    protect(
        model._meta.label,
        model._meta.pk.name,
        ngettext_lazy(
            "%(count)d programme that was published",
            "%(count)d programmes that were published",
            "count",
        ),
        where=published,
        own=True,
        advice=_PAGE,
    )
    _protect_rows(model)


def _protect_rows(model) -> None:
    named = ngettext_lazy("%(count)d programme", "%(count)d programmes", "count")
    advice = _("What to do: leave it, or first choose another one in those programmes.")
    for relation, fields in (("acts", ("act",)), ("reports", ("document", "opinion"))):
        row = model._meta.get_field(relation).related_model
        for field in fields:
            protect(row._meta.label, field, named, advice=advice)
