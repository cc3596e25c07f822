"""The text, the comparison and the report as readers meet them: axe, policy, reflow."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from rkres_wagtail.consultations.models import SectionLineage
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.consultations import (
    ConsultationReportFactory,
    SectionTextFactory,
    VersionFileFactory,
)
from tests.meetings.public import document, image
from tests.meetings.test_public_look import ENDLESS, LONG, overflow

from .test_reader_page import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "<p>Wspieramy podmioty<sup>1</sup> w powiatach.</p><ol><li>doradztwo<ul><li>na wsi</li></ul>"
    "</li><li>dotacje<sup>1</sup></li></ol>"
)


def section(version, position, words="", **fields):
    return SectionTextFactory(
        version=version,
        position=position,
        content=[
            ("text", RichText(f"{TEXT}<p>{words}</p>")),
            ("table", {**TABLE, "data": [row * 4 for row in TABLE["data"]]}),
            ("note", {"number": "1", "text": RichText("<p>Dane GUS.</p>")}),
        ],
        **fields,
    )


@pytest.fixture
def consultation(live_site):
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    page = ConsultationPageFactory(parent=index, title=LONG, slug="lpres", rounds=[{}])
    first = DocumentVersionFactory(consultation=page, number=1)
    second = DocumentVersionFactory(consultation=page, number=2, is_erratum=True, changes="Nowe.")
    old = [section(first, n, level=n % 3 + 1, title=f"Część {n}") for n in range(12)]
    for n, text in enumerate(old[:-1]):
        kwargs = {"identity": text.identity, "title": f"Część {n}", "level": text.level}
        section(second, n, words=ENDLESS if n == 2 else "", **kwargs)
    SectionLineage.objects.create(
        version=second, kind="merge", source=old[-1].identity, target=old[0].identity
    )
    SectionTextFactory(
        version=second,
        position=30,
        content=[("image", {"image": image(), "alt_text": "Wykres", "caption": "Rys. 1"})],
    )
    VersionFileFactory(version=second, document=document("Projekt"))
    return page


@pytest.fixture
def reported(consultation):
    page = ConsultationPageFactory(
        parent=consultation.get_parent(), slug="akt", rounds=[{"overdue": True}]
    )
    result = ("result", {"label": ENDLESS, "count": 6})
    ConsultationReportFactory(consultation=page, results=[result], text=f"<p>{ENDLESS}</p>")
    return page


def test_accessible_at_both_widths_and_obeys_the_policy(
    strict_page, live_site, consultation, reported, axe
):
    base = live_site.url + quote(consultation.get_url())
    addresses = [
        f"{base}dokument/", f"{base}dokument/wersja-1/", f"{base}dokument/porownanie/",
        f"{base}dokument/porownanie/?od=9&do=x", f"{live_site.url}{reported.get_url()}raport/",
    ]  # fmt: skip
    for url in addresses:
        for width in (1280, 360, 320):
            strict_page.set_viewport_size({"width": width, "height": 800})
            assert strict_page.goto(url).status == 200
            assert strict_page.locator("h1").count() == 1
            assert overflow(strict_page) <= 0, (url, width)
            if width != 320:
                axe(strict_page)


def test_from_the_contents_to_a_note_and_back_without_script(new_context, live_site, consultation):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_site.url}{quote(consultation.get_url())}dokument/")
    contents = page.get_by_role("navigation", name="Spis treści dokumentu")
    contents.get_by_role("link", name="Część 3").click()
    assert "#czesc-" in page.url
    here = page.locator("section:target")
    here.locator("[role=doc-noteref]").first.click()
    assert "-przypis-1" in page.url
    page.locator("li:target [role=doc-backlink]").first.click()
    assert page.url.endswith("-przypis-1-1")


def test_words_say_what_colour_shows(page, live_site, consultation):
    page.goto(f"{live_site.url}{quote(consultation.get_url())}dokument/porownanie/")
    added = page.locator("ins").first
    assert "dodano:" in added.inner_text() or "dodano:" in added.text_content()
    assert "1 usunięta" in page.locator("#rkres-summary + p").inner_text()


def test_the_office_screens(
    page, live_site, consultation, reported, admin_user, browser_login, axe
):
    closed = ConsultationPageFactory(
        parent=consultation.get_parent(), slug="wsk", rounds=[{"overdue": True}]
    )
    browser_login(admin_user)
    views = "wagtailsnippets_rkres_wagtail_consultationreport"
    from rkres_wagtail.consultations.models import ConsultationReport

    report = ConsultationReport.objects.get()
    report.save_revision()
    addresses = [
        reverse("rkres_report_start", args=[closed.pk]), reverse(f"{views}:add"),
        reverse(f"{views}:list"), reverse(f"{views}:edit", args=[report.pk]),
    ]  # fmt: skip
    for address in addresses:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{live_site.url}{address}")
            assert overflow(page) <= 0, (address, width)
            axe(page, admin=True)
