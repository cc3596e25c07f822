"""What of taking part keeps other things from being deleted (DESIGN, rule 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..deletion import protect
from .querysets import call_model


def published(rows):
    return rows.filter(first_published_at__isnull=False)


def register() -> None:
    declarations = ngettext_lazy("%(count)d declaration", "%(count)d declarations", "count")
    documents = ngettext_lazy("%(count)d document to read", "%(count)d documents to read", "count")
    readers = ngettext_lazy("%(count)d reader", "%(count)d readers", "count")
    for field in ("target", "consent", "sector", "membership"):
        protect("rkres_wagtail.Declaration", field, declarations)
    for field in ("consultation", "body"):
        protect("rkres_wagtail.Assignment", field, documents)
    for field in ("assignment", "person"):
        protect("rkres_wagtail.AssignedReader", field, readers)
    consents = ngettext_lazy("%(count)d consent", "%(count)d consents", "count")
    protect("rkres_wagtail.ConsentText", "offer", consents)
    try:
        model = call_model()
    except (AttributeError, LookupError, TypeError, ValueError):
        return  # checks say what is wrong with the setting
    calls = ngettext_lazy("%(count)d call", "%(count)d calls", "count")
    protect(
        model._meta.label, "body", calls, advice=_("What to do: first choose another body there.")
    )
    protect(
        model._meta.label,
        model._meta.pk.name,
        ngettext_lazy(
            "%(count)d call that was published", "%(count)d calls that were published", "count"
        ),
        where=published,
        own=True,
        advice=_("What to do: a call stays, also when it is over; say what came of it."),
    )
