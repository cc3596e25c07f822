"""What the base template asks for: menu, languages, start page."""

from __future__ import annotations

import re

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Locale, Page, Site

register = template.Library()

#: Polish typography: one-letter words do not end a line.
_ONE_LETTER = re.compile(r"(?<![^\W\d_])([aiouwzAIOUWZ])[ \n]", re.UNICODE)


def start_page(request, language=None):
    """Return the live start page of the site in ``language`` (default: the active one)."""
    if not hasattr(request, "_start_pages"):
        request._start_pages = {}
        site = Site.find_for_request(request)
        if site:
            translations = site.root_page.get_translations(inclusive=True).live()
            request._start_pages = {
                page.locale.language_code: page for page in translations.select_related("locale")
            }
    pages = request._start_pages
    return pages.get(language or translation.get_language()) or pages.get(settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def home_page(context):
    request = context.get("request")
    return start_page(request) if request else None


@register.simple_tag(takes_context=True)
def main_menu(context):
    """Return the pages of the menu as dicts: ``page``, ``label``, ``is_current``, ``is_ancestor``.

    A page type may have an abbreviation, as the committee has; the menu prefers it.
    """
    request = context.get("request")
    home = start_page(request) if request else None
    if home is None:
        return []
    here = getattr(context.get("page"), "path", "") or ""
    pages = Page.objects.child_of(home).live().public().in_menu().order_by("path").specific()
    return [
        {
            "page": page,
            "label": getattr(page, "abbreviation", "") or page.title,
            "is_current": here == page.path,
            "is_ancestor": here.startswith(page.path),
        }
        for page in pages
    ]


@register.simple_tag(takes_context=True)
def language_links(context):
    """Return where each language of the site leads from here.

    The translation of this page, the same address of a translated view, else the start page.
    """
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    translations = {}
    if isinstance(page, Page) and page.pk:
        translations = {
            each.locale.language_code: each
            for each in page.get_translations(inclusive=True).live().select_related("locale")
        }
    is_view = page is None and request.resolver_match and not request.resolver_match.namespace
    links = []
    for code, _name in settings.LANGUAGES:
        target = translations.get(code)
        if target is None and is_view and request.resolver_match.url_name == "search":
            url = translate_url(request.get_full_path(), code)
        else:
            target = target or start_page(request, code)
            url = target.get_url(request) if target else None
        if url:
            links.append(
                {
                    "code": code,
                    "name": translation.get_language_info(code)["name_local"].capitalize(),
                    "url": url,
                    "is_active": code == translation.get_language(),
                }
            )
    return links


@register.simple_tag
def news_index():
    """Return the address-giving page of all news in the active language, if there is one."""
    from example_site.news.models import NewsIndexPage

    return NewsIndexPage.objects.live().filter(locale=Locale.get_active()).first()


@register.filter(is_safe=True)
def no_orphans(text):
    """Tie one-letter words ("w", "z", "i" …) to the word that follows."""
    return _ONE_LETTER.sub("\\1\N{NO-BREAK SPACE}", str(text))
