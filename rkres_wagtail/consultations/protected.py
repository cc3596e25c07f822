"""Consultations that nothing may delete, and what they keep from being deleted (DESIGN, rule 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.images import get_image_model_string

from ..deletion import advise, protect, protect_uses
from .querysets import consultation_model

_CONSULTATIONS = ngettext_lazy("%(count)d consultation", "%(count)d consultations", "count")
_PAGE = _(
    "What to do: a consultation stays, also when it is over or was abandoned; record how it ended. "
    "Rounds that have not begun, and versions that were not published, may be removed first."
)


def published(rows):
    """Of consultations or reports, those that the public has seen."""
    return rows.filter(first_published_at__isnull=False)


def read_by_the_public(versions):
    """Of versions of documents, those that were published."""
    return versions.filter(published_at__isnull=False)


def register() -> None:
    _protect_rows()
    _protect_texts()
    try:
        model = consultation_model()
    except (AttributeError, LookupError, TypeError, ValueError):
        return  # checks say what is wrong with the setting
    named = _("What to do: leave it, or first choose another one in those consultations.")
    for field in ("body", "audience", "kind", "initiating_act"):
        protect(model._meta.label, field, _CONSULTATIONS, advice=named)
    protect(
        model._meta.label,
        model._meta.pk.name,
        ngettext_lazy(
            "%(count)d consultation that was published",
            "%(count)d consultations that were published",
            "count",
        ),
        where=published,
        own=True,
        advice=_PAGE,
    )


def _protect_texts() -> None:
    """What the public has read, and its figures."""
    from .document.figures import published_uses

    protect(
        "rkres_wagtail.DocumentVersion",
        "id",
        ngettext_lazy(
            "%(count)d version of a document that was published",
            "%(count)d versions of a document that were published",
            "count",
        ),
        where=read_by_the_public,
        own=True,
        advice=_("What to do: leave it, and publish a new version."),
    )
    protect_uses(
        get_image_model_string(),
        published_uses,
        ngettext_lazy(
            "%(count)d section of a published document",
            "%(count)d sections of published documents",
            "count",
        ),
        advice=_("What to do: leave it. A new version may show another image."),
    )


def _protect_rows() -> None:
    rows = (
        ("Round", ngettext_lazy("%(count)d round", "%(count)d rounds", "count")),
        ("ConsultationOutcome", ngettext_lazy("%(count)d outcome", "%(count)d outcomes", "count")),
        (
            "DocumentVersion",
            ngettext_lazy(
                "%(count)d version of a document", "%(count)d versions of a document", "count"
            ),
        ),
        ("SectionIdentity", ngettext_lazy("%(count)d section", "%(count)d sections", "count")),
        ("ConsultationReport", ngettext_lazy("%(count)d report", "%(count)d reports", "count")),
    )
    for name, label in rows:
        protect(f"rkres_wagtail.{name}", "consultation", label, advice=_PAGE)
    protect(
        "rkres_wagtail.ConsultationOutcome",
        "act",
        ngettext_lazy("%(count)d outcome", "%(count)d outcomes", "count"),
        advice=_("What to do: first choose another act in that outcome, or none."),
    )
    protect(
        "rkres_wagtail.DocumentVersion",
        "based_on",
        ngettext_lazy("%(count)d later version", "%(count)d later versions", "count"),
    )
    protect(
        "rkres_wagtail.Extension",
        "round",
        ngettext_lazy("%(count)d extension", "%(count)d extensions", "count"),
        advice=_PAGE,
    )
    sections = ngettext_lazy("%(count)d section", "%(count)d sections", "count")
    protect("rkres_wagtail.SectionText", "identity", sections, advice=_PAGE)
    for field in ("source", "target"):
        protect("rkres_wagtail.SectionLineage", field, sections, advice=_PAGE)
    protect(
        "rkres_wagtail.VersionFile",
        "document",
        ngettext_lazy(
            "%(count)d version of a document", "%(count)d versions of a document", "count"
        ),
        advice=_("What to do: first choose another file in that version; published ones stay."),
    )
    protect(
        "rkres_wagtail.ConsultationReport",
        "id",
        ngettext_lazy(
            "%(count)d report that was published", "%(count)d reports that were published", "count"
        ),
        where=published,
        own=True,
    )
    advise(
        "rkres_wagtail.ConsultationReport",
        _("What to do: leave it. A report that was published by mistake may be unpublished."),
    )
    advise(
        "rkres_wagtail.ConsultationKind",
        _("What to do: rename the kind, or first choose another one in those consultations."),
    )
