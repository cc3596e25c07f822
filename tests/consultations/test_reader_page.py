"""The consulted text as the public reads it."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction
from wagtail.rich_text import RichText

from rkres_wagtail import slots
from rkres_wagtail.consultations.models import SectionIdentity, SectionLineage
from tests.factories.consultations import SectionTextFactory, VersionFileFactory
from tests.meetings.public import document, html_of, image, text_of
from tests.meetings.test_public_languages import translate

pytestmark = pytest.mark.django_db

TABLE = {
    "data": [["Cel", "2026", "2027"], ["Zatrudnienie", "10", None], ["", "12", "14"]],
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_header_choice": "both",
    "table_caption": "Wskaźniki celu 1",
    "mergeCells": [{"row": 1, "col": 0, "rowspan": 2, "colspan": 1}],
    "cell": [],
}


@pytest.fixture
def opened(consultation):
    return consultation(title="Program 2030", slug="program", rounds=[{}])


def address(page, tail="dokument/") -> str:
    return f"{page.get_url()}{tail}"


def text_section(version, html="<p>Treść.</p>", **fields):
    return SectionTextFactory(version=version, content=[("text", RichText(html))], **fields)


# What is shown -----------------------------------------------------------------------------------


def test_the_whole_text_with_real_headings(client, opened, version):
    made = version(opened, number=1)
    text_section(made, title="Diagnoza", number="1", level=1, position=0)
    text_section(made, title="Zatrudnienie", number="1.1", level=2, position=1)
    text_section(made, title="Głęboko", number="", level=5, position=2)
    text_section(made, title="Cele", number="2.", level=1, position=3)
    html = html_of(client, address(opened))
    assert re.findall(r"<(h\d)>([^<]+)</h\d>", html)[:5] == [
        ("h1", "Program\xa02030") if "Program\xa02030" in html else ("h1", "Program 2030"),
        ("h2", "1. Diagnoza"), ("h3", "1.1. Zatrudnienie"), ("h4", "Głęboko"), ("h2", "2. Cele"),
    ]  # fmt: skip
    for text in made.texts.select_related("identity"):
        assert html.count(f'<section id="{text.identity.anchor}"') == 1
        assert f'<li><a href="#{text.identity.anchor}">' in html
    said = text_of(html)
    assert "otwarte · zostało 12 dni" in said and "Jak zgłosić uwagi" in said
    assert "Wersja 1 (projekt do konsultacji) · opublikowano" in said
    assert "najnowsza" not in said


def test_a_table_with_headers_spans_and_no_markup_of_its_own(client, opened, version):
    value = {**TABLE, "data": [*TABLE["data"], ["<script>x</script>", "=1+1", "a\nb"]]}
    made = version(opened, number=1)
    SectionTextFactory(version=made, content=[("table", value)])
    html = re.sub(r"(?<=>)\s+(?=<)", "", html_of(client, address(opened)))
    assert "<caption><span>Wskaźniki celu 1</span></caption>" in html
    assert '<th scope="col">2026</th>' in html
    assert '<th scope="rowgroup" rowspan="2">Zatrudnienie</th>' in html
    assert "<tr><td>12</td><td>14</td></tr>" in html
    assert 'role="group" tabindex="0" aria-label="Wskaźniki celu 1"' in html
    assert "&lt;script&gt;" in html and "<script>x" not in html


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"data": None},
        {"data": [[]]},
        {"data": ["x", 5]},
        {"data": [["a"]], "mergeCells": [{"row": 0, "col": 0, "rowspan": 9**9, "colspan": 9**9}]},
        {"data": [["a"]], "mergeCells": [{"row": "x"}, None, {"row": -1, "col": 0}]},
        {"data": [["a"], ["b"]], "first_row_is_table_header": True, "mergeCells": "x"},
    ],
)
def test_a_broken_table_breaks_nothing(value):
    from rkres_wagtail.consultations.reader.tables import table_of

    table_of(value)


def test_footnotes_lead_there_and_back(client, opened, version):
    made = version(opened, number=1)
    html = "<p>Raz<sup>1</sup>, dwa <sup>1)</sup>, m<sup>2</sup></p>"
    note = {"number": "1", "text": RichText("<p>Dane <b>GUS</b>.</p>")}
    for position in (0, 1):
        SectionTextFactory(
            version=made, position=position, content=[("text", RichText(html)), ("note", note)]
        )
    page = html_of(client, address(opened))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    references = re.findall(r'<a id="([^"]+)" href="#([^"]+)" role="doc-noteref"', page)
    assert len(references) == 4
    for own, target in references:
        assert target in ids and f'href="#{own}" role="doc-backlink"' in page
    assert "m<sup>2</sup>" in page


def test_a_figure_with_what_it_shows(client, opened, version):
    made = version(opened, number=1)
    figure = {"image": image(), "alt_text": 'Wykres "A" <b>', "caption": "Rys. 1"}
    SectionTextFactory(version=made, content=[("image", figure)])
    html = html_of(client, address(opened))
    assert 'alt="Wykres &quot;A&quot; &lt;b&gt;"' in html
    assert "<figcaption>Rys. 1</figcaption>" in html


def test_a_square_metre_is_no_footnote(client, opened, version):
    made = version(opened, number=1)
    html = (
        "<p>Lokal ma 40 m<sup>2</sup>, sala 9 <b>km</b><sup>2</sup>, zbiornik 3 dm<sup>3</sup>.</p>"
        "<p>Program<sup>2</sup>, a system<sup>2</sup> i sam<sup>3</sup>.</p>"
    )
    notes = [("note", {"number": str(n), "text": RichText(f"<p>{n}</p>")}) for n in (2, 3)]
    SectionTextFactory(version=made, content=[("text", RichText(html)), *notes])
    page = html_of(client, address(opened))
    assert "40 m<sup>2</sup>" in page.replace("\xa0", " ")
    assert "<b>km</b><sup>2</sup>" in page and "dm<sup>3</sup>" in page
    assert page.count('role="doc-noteref"') == 3


def figure_section(made, picture):
    figure = {"image": picture, "alt_text": "Bezrobocie spada.", "caption": "Rys. 1"}
    return SectionTextFactory(version=made, content=[("image", figure)])


def test_a_figure_of_a_closed_collection_is_said_in_words(client, opened, version):
    closed = Collection.get_first_root_node().add_child(name="Wewnętrzne")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    picture = image()
    picture.collection = closed
    picture.save()
    figure_section(version(opened, number=1), picture)
    html = html_of(client, address(opened))
    assert "Bezrobocie spada." in text_of(html) and "Rys. 1" in text_of(html)
    assert "<figure" in html and "alt=" not in html.split("<figure")[1].split("</figure>")[0]


def test_a_figure_that_is_gone_is_said_in_words(client, opened, version):
    from django.db import connection as base

    picture = image()
    figure_section(version(opened, number=1), picture)
    with base.cursor() as cursor:  # past everything that refuses it
        cursor.execute(f"DELETE FROM {picture._meta.db_table} WHERE id = %s", [picture.pk])
    html = html_of(client, address(opened))
    assert "Bezrobocie spada." in text_of(html) and "Rys. 1" in text_of(html)


def test_an_older_version_says_so_and_leads_to_the_latest(client, opened, version):
    version(opened, number=1, sections=2)
    version(opened, number=2, sections=2, kind="consulted", is_erratum=True)
    old = html_of(client, address(opened, "dokument/wersja-1/"))
    assert "To nie jest najnowsza wersja." in text_of(old)
    assert f'href="{address(opened)}"' in old
    assert f'<link rel="canonical" href="{opened.full_url}dokument/wersja-1/">' in old
    for tail in ("dokument/", "dokument/wersja-2/"):
        new = html_of(client, address(opened, tail))
        assert f'<link rel="canonical" href="{opened.full_url}dokument/">' in new
        assert "poprawka w trakcie konsultacji" in text_of(new)
        assert f"{address(opened, 'dokument/porownanie/')}?od=1&amp;do=2" in new


def test_a_state_that_is_over(client, consultation, version):
    closed = consultation(rounds=[{"closed": True}])
    version(closed, number=1, sections=1)
    assert "uwagi analizowane" in text_of(html_of(client, address(closed))).replace(
        "analiza uwag", "uwagi analizowane"
    )


def test_other_rooms_may_add_to_each_section(client, opened, version, monkeypatch):
    monkeypatch.setitem(slots._providers, "section_foot", [])
    seen = []

    @slots.provider("section_foot")
    def button(context):
        seen.append((context["section"].text.pk, context["version"].pk))
        return "Zgłoś uwagę"

    made = version(opened, number=1, sections=3)
    html = html_of(client, address(opened))
    assert html.count("Zgłoś uwagę") == 3
    assert seen == [(text.pk, made.pk) for text in made.texts.order_by("position")]


def test_what_is_gone_stays_as_a_tombstone(client, opened, version):
    first = version(opened, number=1)
    gone = text_section(first, title="Finansowanie", number="3", position=0)
    kept = text_section(first, title="Cele", number="2", position=1)
    hidden = version(opened, number=2, published_at=None)
    text_section(hidden, title="Nigdy nieopublikowana", position=0)
    second = version(opened, number=3)
    text_section(second, title="Cele i środki", number="2", identity=kept.identity)
    SectionLineage.objects.create(
        version=second, kind="merge", source=gone.identity, target=kept.identity
    )
    html = html_of(client, address(opened))
    said = text_of(html)
    assert "Części, których nie ma w tej wersji" in said
    assert "3. Finansowanie" in said and "Ostatnio w: wersja 1" in said
    assert "Połączono ją z częścią „2. Cele i środki”." in said
    assert f"{address(opened, 'dokument/wersja-1/')}#{gone.identity.anchor}" in html
    assert "Nigdy nieopublikowana" not in said
    assert "Części, których" not in text_of(html_of(client, address(opened, "dokument/wersja-1/")))


def test_what_a_draft_did_is_not_told(client, opened, version):
    first = version(opened, number=1)
    gone, kept = text_section(first, position=0), text_section(first, position=1, title="Zostaje")
    second = version(opened, number=2, published_at=None)
    SectionLineage.objects.create(
        version=second, kind="merge", source=gone.identity, target=kept.identity
    )
    third = version(opened, number=3)
    text_section(third, title="Zostaje", identity=kept.identity)
    assert "Połączono" not in text_of(html_of(client, address(opened)))


# Leaks -------------------------------------------------------------------------------------------


def test_what_is_not_published_is_not_there(client, opened, version):
    assert client.get(address(opened)).status_code == 404
    version(opened, number=1, published_at=None, sections=1)
    for tail in ("dokument/", "dokument/wersja-1/", "dokument/porownanie/"):
        assert client.get(address(opened, tail)).status_code == 404
    for tail in ("dokument/wersja-7/", "dokument/wersja-x/", "dokument/wersja-99999999999999/"):
        assert client.get(address(opened, tail)).status_code == 404


def test_a_draft_above_the_latest_changes_nothing(client, opened, version):
    version(opened, number=1, sections=1)
    version(opened, number=2, published_at=None, sections=[{"words": "Tajny szkic"}])
    html = html_of(client, address(opened))
    assert "wersja-2" not in html and "Tajny" not in html and "najnowsza" not in html


def test_a_page_that_is_hidden_hides_its_text(client, opened, version):
    version(opened, number=1, sections=1)
    PageViewRestriction.objects.create(page=opened, restriction_type="login")
    assert client.get(address(opened)).status_code == 302
    PageViewRestriction.objects.all().delete()
    type(opened).objects.filter(pk=opened.pk).update(expire_at=timezone.now())
    assert client.get(address(opened)).status_code == 404
    type(opened).objects.filter(pk=opened.pk).update(expire_at=None, live=False)
    assert client.get(address(opened)).status_code == 404


def test_files_pass_the_gate_of_their_collection(client, opened, version):
    made = version(opened, number=1, sections=1)
    closed = Collection.get_first_root_node().add_child(name="Zamknięte")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    VersionFileFactory(version=made, document=document("Uchwała"))
    VersionFileFactory(version=made, document=document("Skan"), access="not_accessible")
    VersionFileFactory(version=made, document=document("Tajny", collection=closed))
    said = text_of(html_of(client, address(opened)))
    assert "Uchwała (PDF, 2,0 KB) plik dostępny cyfrowo" in said
    assert "Skan (PDF, 2,0 KB) plik niedostępny cyfrowo" in said
    assert "Tajny" not in said


# Preview -----------------------------------------------------------------------------------------


def preview(made) -> str:
    from django.urls import reverse

    return reverse("rkres_document_preview", args=[made.pk])


def test_an_editor_reads_a_draft_before_it_is_published(admin_client, opened, version):
    made = version(opened, number=1, published_at=None, sections=[{"words": "Tajny szkic"}])
    html = html_of(admin_client, preview(made))
    assert "Tajny szkic" in html and "Szkic." in text_of(html)
    assert 'rel="canonical"' not in html


def test_nobody_else_reads_it(client, opened, version):
    made = version(opened, number=1, published_at=None, sections=1)
    assert client.get(preview(made)).status_code == 302
    for query in ("?podglad=1", "?preview=1"):
        assert client.get(address(opened) + query).status_code == 404


def test_a_publisher_who_may_not_edit_reads_it_too(admin_client, opened, version, monkeypatch):
    from wagtail.models import PagePermissionTester

    made = version(opened, number=1, published_at=None, sections=[{"words": "Tajny szkic"}])
    monkeypatch.setattr(PagePermissionTester, "can_edit", lambda self: False)
    assert "Tajny szkic" in html_of(admin_client, preview(made))


def test_a_preview_of_nothing(admin_client):
    from django.urls import reverse

    assert admin_client.get(reverse("rkres_document_preview", args=[10**9])).status_code == 404


# Languages, search, cost --------------------------------------------------------------------------


def test_a_translated_page_shows_the_same_text(client, committee, index, opened, version):
    version(opened, number=1, sections=[{"words": "Treść po polsku."}])
    english = Locale.objects.get_or_create(language_code="en")[0]
    translate(committee, english, "Committee")
    translate(index, english, "Consultations")
    page = translate(opened, english, "Programme 2030")
    said = text_of(html_of(client, address(page)))
    assert "Treść po polsku." in said
    assert "12 days left" in said and "Version 1 (draft for consultation)" in said
    assert "Programme 2030" in said


def test_words_of_the_latest_published_version_only(opened, version):
    version(opened, number=1, sections=[{"words": "Dawne brzmienie"}])
    version(opened, number=2, sections=[{"words": "Obecne brzmienie", "title": "Cel"}])
    version(opened, number=3, published_at=None, sections=[{"words": "Tajny szkic"}])
    words = opened.public_document_text
    assert "Obecne brzmienie" in words and "Cel" in words
    assert "Dawne" not in words and "szkic" not in words


def with_much_in_them(made, count: int, linked, file, picture) -> None:
    link = (
        f'<p><a linktype="page" id="{linked.pk}">a</a><a linktype="document" id="{file.pk}">b</a>'
    )
    for position in range(count):
        SectionTextFactory(
            version=made,
            position=position,
            level=position % 3 + 1,
            content=[
                ("text", RichText(f"{link} {position}<sup>1</sup></p>")),
                ("table", TABLE),
                ("image", {"image": picture, "alt_text": "Wykres", "caption": ""}),
                ("note", {"number": "1", "text": RichText(link)}),
            ],
        )


def test_sixty_sections_cost_what_five_do(client, opened, consultation, version):
    other, linked, file, picture = consultation(rounds=[{}]), opened, document(), image()
    costs = []
    for page, count in ((opened, 5), (other, 60)):
        first = version(page, number=1)
        with_much_in_them(first, count, linked, file, picture)
        VersionFileFactory(version=first, document=file)
        second = version(page, number=2)
        with_much_in_them(second, count, linked, file, picture)
        row = []
        for tail in ("dokument/", "dokument/wersja-1/", "dokument/porownanie/"):
            html_of(client, address(page, tail))
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                html_of(client, address(page, tail))
            row.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            assert "Wykres" in page.public_document_text
        costs.append([*row, len(queries)])
    assert costs[0] == costs[1]
    assert SectionIdentity.objects.count() == 130
