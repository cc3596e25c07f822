"""Text and HTML of a message from one pair of templates."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.utils import translation

TEMPLATES = "rkres_wagtail/emails/"


def site_name(site) -> str:
    """How the site is called, in a subject and under a text."""
    return site.site_name or getattr(django_settings, "WAGTAIL_SITE_NAME", "") or site.hostname


def render_message(
    name: str, context: dict, *, site, why: str = "", language: str | None = None
) -> dict[str, str]:
    """Return ``{"text": …, "html": …}``, to be passed on to ``enqueue``.

    ``name`` stands for ``templates/rkres_wagtail/emails/<name>.txt`` and ``.html``, which
    extend ``base.txt`` and ``base.html`` and fill their block ``content``. ``why`` says, in one
    sentence, why the reader gets this. ``language`` is that of the site's pages by default.
    """
    language = language or site.root_page.locale.language_code
    with translation.override(language):
        whole = {
            "site": site,
            "site_name": site_name(site),
            "site_url": site.root_url,
            "why": why,
            "language": language,
            **context,
        }
        text = render_to_string(f"{TEMPLATES}{name}.txt", whole)
        html = render_to_string(f"{TEMPLATES}{name}.html", whole)
    return {"text": _tidied(text), "html": html.strip() + "\n"}


def _tidied(text: str) -> str:
    """No more than one empty line at once, none at the ends: tags leave lines behind."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
