"""Who was asked to read minutes is kept (DESIGN, rule 4); minutes themselves, the room keeps."""

from __future__ import annotations

from django.utils.translation import ngettext_lazy

from ...deletion import protect


def register() -> None:
    protect(
        "rkres_wagtail.MinutesReader",
        "person",
        ngettext_lazy(
            "%(count)d round in which the person was sent minutes",
            "%(count)d rounds in which the person was sent minutes",
            "count",
        ),
    )
