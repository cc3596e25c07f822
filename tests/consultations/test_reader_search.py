"""Whoever looks for a word of the text or the report finds the consultation."""

from __future__ import annotations

from wagtail.search import index as search_index

from tests.factories.consultations import ConsultationReportFactory
from tests.meetings.public import html_of
from tests.support.database import committed


@committed
def test_words_that_are_published_and_no_others(client, committee, consultation, version):
    page = consultation(title="Program 2030", rounds=[{"closed": True}])
    version(page, number=1, sections=[{"words": "Ginące pszczelarstwo"}])
    version(page, number=2, sections=[{"words": "Odradza się wikliniarstwo"}])
    version(page, number=3, published_at=None, sections=[{"words": "Tajne kowalstwo"}])
    ConsultationReportFactory(consultation=page, lead="Wpłynęła uwaga o garncarstwie.")
    search_index.insert_or_update_object(page)
    search = f"{committee.get_url()}szukaj/?q="
    for word in ("wikliniarstwo", "garncarstwie"):
        assert page.title in html_of(client, f"{search}{word}"), word
    for word in ("pszczelarstwo", "kowalstwo"):
        assert page.title not in html_of(client, f"{search}{word}"), word
