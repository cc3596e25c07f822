"""Builds the pages of the demonstration, each once.

Every page is known by a fixed translation key, so that one which an editor has moved, renamed
or rewritten is found again and left alone.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from example_site.news.models import NewsIndexPage, NewsPage

from . import demo_content as content
from .models import ContactSettings, HomePage, StandardPage

#: How the committee's parts stand on a start page.
_BLOCK = {"level": "2", "limit": 3, "shows_more": True, "when_empty": "tell", "heading": ""}


def key_of(name: str) -> UUID:
    """Return the translation key of the demonstration's page called ``name``."""
    return uuid5(NAMESPACE_URL, f"https://owes.example/demo/{name}")


def find(name: str, locale: Locale):
    page = Page.objects.filter(translation_key=key_of(name), locale=locale).first()
    return page.specific if page else None


def build_site(*, port: int | None = None) -> HomePage:
    """Create what is missing of the site and its pages; return the Polish start page."""
    polish = Locale.objects.get_or_create(language_code="pl")[0]
    english = Locale.objects.get_or_create(language_code="en")[0]
    home = find("home", polish) or _add(_root(), HomePage, "home", polish, content.HOME)
    site = _ensure_site(home, port)
    for slug, data in content.PAGES.items():
        model = NewsIndexPage if slug == "aktualnosci" else StandardPage
        if find(slug, polish) is None:
            _add(home, model, slug, polish, {"slug": slug, **data})
    _add_news(find("aktualnosci", polish), polish)
    home_en = find("home", english) or _add(
        _root(), HomePage, "home", english, content.ENGLISH_HOME
    )
    for slug, data in content.ENGLISH_PAGES.items():
        if find(slug, english) is None:
            _add(home_en, StandardPage, slug, english, data)
    for page in (home, home_en):
        _fill_body(page, content.HOME if page == home else content.ENGLISH_HOME)
    _ensure_contact(site, find("deklaracja-dostepnosci", polish))
    return home


def link_committee(home: HomePage, committee) -> None:
    """Let the start pages lead to the committee, where they do not yet.

    A card that leads nowhere gets it as its page, and below the cards stands what the committee
    has now: meetings and consultations.
    """
    for page in home.get_translations(inclusive=True).specific():
        changed = False
        for block in page.body:
            if block.block_type != "cards":
                continue
            for card in block.value["cards"]:
                if card["page"] is None and card["title"] in content.COMMITTEE_CARDS:
                    card["page"] = Page.objects.get(pk=committee.pk)
                    changed = True
        if changed:
            for name in content.COMMITTEE_BLOCKS:
                page.body.append((name, {**_BLOCK, "body": Page.objects.get(pk=committee.pk)}))
            page.save_revision().publish()


def _root():
    return Page.objects.get(depth=1)


def _add(parent, model, name, locale, data):
    values = {key: value for key, value in data.items() if key not in ("body", "days_ago")}
    page = model(locale=locale, translation_key=key_of(name), live=False, **values)
    if model is not HomePage and "body" in data:
        page.body = _stream(data["body"], locale)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _stream(blocks, locale):
    """Turn the content's plain data into block values."""
    return [(name, _value(name, value, locale)) for name, value in blocks]


def _value(name, value, locale):
    if name == "paragraph":
        return RichText(value)
    if name == "notice":
        return {"text": RichText(value["text"])}
    if name == "cards":
        cards = [
            {**card, "page": card["page"] and Page(pk=find(card["page"], locale).pk)}
            for card in value["cards"]
        ]
        return {**value, "cards": cards}
    return value


def _fill_body(home, data) -> None:
    """Give a start page its cards, which lead to pages made after it."""
    if not home.body and home.latest_revision and home.revisions.count() == 1:
        home.body = _stream(data["body"], home.locale)
        home.save_revision().publish()


def _add_news(index, locale) -> None:
    for slug, data in content.NEWS.items():
        if find(slug, locale) is None:
            date = timezone.localdate() - timedelta(days=data["days_ago"])
            _add(index, NewsPage, slug, locale, {"slug": slug, "date": date, **data})


def _ensure_site(home, port) -> Site:
    """Show ``home`` on the default site; Wagtail's welcome page makes room for it."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", is_default_site=True, site_name=content.SITE_NAME)
    old = site.root_page if site.root_page_id else None
    if old is None or (old.specific_class is Page and not old.get_children().exists()):
        site.root_page = home
        site.site_name = site.site_name or content.SITE_NAME
    if port and site.root_page_id == home.pk:
        site.port = port
    site.save()
    if old is not None and old.pk != site.root_page_id:
        old.delete()
    return site


def _ensure_contact(site, accessibility_page) -> None:
    contact = ContactSettings.for_site(site)
    if not contact.institution:
        for field, value in content.CONTACT.items():
            setattr(contact, field, value)
        contact.accessibility_page = accessibility_page
        contact.is_demonstration = True
        contact.save()
