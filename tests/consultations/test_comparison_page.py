"""Two versions compared on a page, section by section."""

from __future__ import annotations

import random

import pytest
from django.core.cache import cache

from rkres_wagtail.consultations.models import DocumentVersion
from rkres_wagtail.consultations.reader import changes, published
from tests.factories.consultations import SectionTextFactory
from tests.meetings.public import html_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(consultation):
    return consultation(title="Program 2030", slug="program", rounds=[{}])


@pytest.fixture
def both(opened, version):
    """Five sections; in the second version one of each fate."""
    first, second = version(opened, number=1), version(opened, number=2, kind="consulted")
    old = [
        SectionTextFactory(
            version=first, position=n, number=str(n + 1), title=f"Tytuł {n + 1}",
            words=f"Wspieramy pięć podmiotów w powiecie {n + 1}.",
        )
        for n in range(5)
    ]  # fmt: skip

    def again(n, position, **fields):
        fields = {"number": str(n + 1), "title": f"Tytuł {n + 1}", **fields}
        words = fields.pop("words", f"Wspieramy pięć podmiotów w powiecie {n + 1}.")
        return SectionTextFactory(
            version=second, identity=old[n].identity, position=position, words=words, **fields
        )

    again(0, 0)
    again(3, 1)
    again(1, 2, words="Wspieramy dziesięć podmiotów w powiecie 2.")
    again(2, 3, title="Inny tytuł", number="3a")
    SectionTextFactory(version=second, position=4, number="6", title="Słowniczek", words="Nowe.")
    return first, second


def address(page, query="") -> str:
    return f"{page.get_url()}dokument/porownanie/{query}"


def test_each_fate_in_words(client, opened, both):
    html = html_of(client, address(opened))
    said = text_of(html)
    assert "Co się zmieniło od wersji 1 do wersji 2" in said
    assert (
        "Części: 1 zmieniona, 1 nowa, 1 usunięta, 1 przeniesiona, "
        "1 z innym tytułem lub numerem, 1 bez zmian."
    ) in said
    assert "2. Tytuł 2 zmieniona treść Wspieramy usunięto: pięć koniec usuniętego fragmentu" in said
    assert "dodano: dziesięć koniec dodanego fragmentu" in said
    assert "3a. Inny tytuł zmieniony tytuł zmieniony numer Wcześniej: 3. Tytuł 3" in said
    assert "4. Tytuł 4 przeniesiono" in said
    assert "5. Tytuł 5 część usunięta" in said and "6. Słowniczek nowa część" in said
    assert "1 część bez zmian 1. Tytuł 1" in said
    # A removed section is read where it was last.
    gone = both[0].texts.get(position=4)
    assert f"{opened.get_url()}dokument/wersja-1/#{gone.identity.anchor}" in html


def test_the_other_way_round_is_the_same(client, opened, both):
    assert text_of(html_of(client, address(opened, "?od=2&do=1"))) == text_of(
        html_of(client, address(opened, "?od=1&do=2"))
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?od=9&do=1", "Nie ma takiej wersji."),
        ("?od=x&do=%00", "Nie ma takiej wersji."),
        ("?od=٣&do=2", "Nie ma takiej wersji."),
        ("?od=-1&do=99999999999999999999", "Nie ma takiej wersji."),
        ("?od=<script>&do=2", "Nie ma takiej wersji."),
        ("?od=2&do=2", "To ta sama wersja."),
        ("?od=3&do=1", "Nie ma takiej wersji."),
    ],
)
def test_what_cannot_be_compared_is_said(client, opened, both, version, query, message):
    version(opened, number=3, published_at=None, sections=[{"words": "Tajny szkic"}])
    html = html_of(client, address(opened, query))
    assert message in text_of(html)
    assert "Część po części" not in html and "Tajny" not in html and "<script>&" not in html


def test_one_chosen_version_gets_its_neighbour(client, opened, both):
    assert "od wersji 1 do wersji 2" in text_of(html_of(client, address(opened, "?do=1")))


def test_a_single_version(client, opened, version):
    version(opened, number=1, sections=1)
    assert "Jest tylko jedna wersja" in text_of(html_of(client, address(opened)))


def test_hostile_words_stay_words(client, opened, both):
    from wagtail.rich_text import RichText

    text = both[1].texts.get(number="6")
    text.content = [("text", RichText("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"))]
    text.title = "<b>x</b>"
    text.is_being_written = True  # past what keeps a frozen text
    text.save()
    html = html_of(client, address(opened))
    assert "<script>alert" not in html and "<b>x</b>" not in html


def test_what_was_compared_is_kept(client, opened, both, monkeypatch):
    html_of(client, address(opened))
    calls = []
    monkeypatch.setattr(changes, "compare_lines", lambda *_: calls.append(1) or [])
    html_of(client, address(opened))
    assert not calls
    cache.clear()
    html_of(client, address(opened))
    assert calls == [1]


@pytest.mark.parametrize("seed", range(8))
def test_every_section_has_one_fate(opened, version, seed):
    """Whatever was shuffled, dropped and added, each identity stands in the comparison once."""
    rng = random.Random(seed)
    first, second = version(opened, number=1), version(opened, number=2)
    old = [SectionTextFactory(version=first, position=n) for n in range(rng.randint(1, 9))]
    kept = [text for text in old if rng.random() < 0.7]
    rng.shuffle(kept)
    for n, text in enumerate(kept):
        SectionTextFactory(
            version=second, position=n, identity=text.identity, number=text.number,
            title=text.title, content=text.content,
        )  # fmt: skip
    SectionTextFactory(version=second, position=99)
    versions = DocumentVersion.objects.order_by("number")
    rows = changes.changes_of(*(published.texts_of(each) for each in versions))
    seen = [row.text.identity_id for row in rows]
    assert len(seen) == len(set(seen))
    assert {row.old.identity_id for row in rows if row.old} == {t.identity_id for t in old}
    assert [row.new.pk for row in rows if row.new] == [t.pk for t in published.texts_of(second)]
    stayed = [row.old.position for row in rows if row.old and row.new and not row.is_moved]
    assert stayed == sorted(stayed)
    assert sum(row.is_new for row in rows) == 1
