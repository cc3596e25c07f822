"""Public language versions of a page: ``hreflang`` in its head and in the sitemap."""

from __future__ import annotations

from collections import defaultdict

import swapper
from django.conf import settings
from django.db.models import Count
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant


def alternates_of(page, gate, request) -> list[tuple[str, str]]:
    """Languages and addresses of ``page``, itself among them; nothing where it is the only one.

    ``x-default`` is the version in the site's own language. One query, none on a site of one
    language. An alias is no version: it says what its source says.
    """
    if not _is_multilingual():
        return []
    pages = gate.pages(
        _base_page().objects.filter(translation_key=page.translation_key), any_locale=True
    )
    return _alternates(pages.select_related("locale"), request)


def in_sitemap(page, gate, request) -> list[dict[str, str]]:
    """The same as Django's sitemap takes it; read once for all pages of the gate's site."""
    if not _is_multilingual():
        return []
    found = gate.once("sitemap.languages", lambda: _in_several(gate))
    alternates = _alternates(found.get(page.translation_key, ()), request)
    return [{"lang_code": code, "location": url} for code, url in alternates]


def _in_several(gate) -> dict:
    """Key of every page that the public finds in more than one language -> its versions."""
    pages = gate.pages(_base_page().objects.all(), any_locale=True)
    counted = pages.order_by().values("translation_key").annotate(rkres_count=Count("pk"))
    keys = counted.filter(rkres_count__gt=1).values("translation_key")
    found = defaultdict(list)
    for page in pages.filter(translation_key__in=keys).select_related("locale"):
        found[page.translation_key].append(page)
    return found


def _alternates(pages, request) -> list[tuple[str, str]]:
    urls = {page.locale.language_code: page.get_full_url(request) for page in pages}
    urls = {code: url for code, url in sorted(urls.items()) if url}
    if len(urls) < 2:
        return []
    default = urls.get(_own_language())
    return [*urls.items(), *([("x-default", default)] if default else [])]


def _own_language() -> str:
    try:
        return get_supported_content_language_variant(settings.LANGUAGE_CODE)
    except LookupError:
        return ""


def _is_multilingual() -> bool:
    return getattr(settings, "WAGTAIL_I18N_ENABLED", False) and len(get_content_languages()) > 1


def _base_page():
    return swapper.load_model("wagtailcore", "Page")
