"""The code to copy into another site, and the addresses behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..representations import absolute, gate_for
from .parts import kinds
from .routing import target_of
from .showing import Shown, Wanted, show

#: What a frame of ours may do on the site that shows it: speak to WordPress (``embed.js``), and
#: let readers follow links and save a calendar.
SANDBOX = (
    "allow-scripts allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation allow-downloads"
)


def frame(address: str, shown: Shown, width: int | str, height: int) -> SafeString:
    """The ``iframe`` of a part at its full ``address``, with a title for screen readers."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" sandbox="{}"></iframe>',
        address,
        shown.title,
        width,
        height,
        SANDBOX,
    )


@dataclass(frozen=True)
class Code:
    """What an editor copies for one part of a page."""

    title: str
    html: str


def codes_of(page) -> Iterator[Code]:
    """The code of every part that shows ``page`` to the public; of a hidden page there is none.

    Of a list that is the part of its body, of a body there are several.
    """
    gate = gate_for(None, page)
    target = target_of(page, gate)
    if target is None:
        return
    for kind in kinds().values():
        if target.pk != page.pk and kind.slug != target.kind:
            continue
        shown = show(kind.slug, target.pk, None, Wanted())
        if shown is not None:
            path = reverse("rkres_wagtail:embed", args=[kind.slug, target.pk])
            yield Code(shown.title, frame(absolute(path, gate), shown, "100%", kind.height))
