"""The code to copy into another site, and the addresses behind it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .showing import Shown

#: What a frame of ours may do on the site that shows it: speak to WordPress (``embed.js``), and
#: let readers follow links and save a calendar.
SANDBOX = (
    "allow-scripts allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation allow-downloads"
)


def address(request, name: str, kind: str, pk: int) -> str:
    """The full address of a part: ``name`` is ``embed`` or ``fragment``."""
    return request.build_absolute_uri(reverse(f"rkres_wagtail:{name}", args=[kind, pk]))


def frame(request, kind: str, pk: int, shown: Shown, width: int | str, height: int) -> SafeString:
    """The ``iframe`` of a part, with a title for screen readers."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" sandbox="{}"></iframe>',
        address(request, "embed", kind, pk),
        shown.title,
        width,
        height,
        SANDBOX,
    )
