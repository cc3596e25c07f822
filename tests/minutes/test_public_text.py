"""Rich text as a tree: what survives, what is dropped, where links lead."""

from __future__ import annotations

import pytest

from rkres_wagtail.minutes.presentation.html import html_of
from rkres_wagtail.minutes.presentation.rich import blocks_of, clean, soup_of, words_of


def html(source: str, **kwargs) -> str:
    href = lambda attrs: attrs.get("href", "")  # noqa: E731
    return html_of(blocks_of(soup_of(source), href, **kwargs)).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("", ""),
        ("<p></p><p>  </p><h3> </h3><ul><li> </li></ul>", ""),
        ("<p>a  b\n c</p>", "<p>a b c</p>"),
        ("goły tekst", "<p>goły tekst</p>"),
        ("<p>a<br/>b<br/></p>", "<p>a<br>b</p>"),
        ("<p><b>a <i>b</i></b> c</p>", "<p><strong>a </strong><strong><em>b</em></strong> c</p>"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
         "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<h4>a</h4><h3>b</h3><h4>c</h4>", "<h3>a</h3><h3>b</h3><h4>c</h4>"),
        ("<h6>a</h6><h2>b</h2>", "<h3>a</h3><h3>b</h3>"),
        ('<p><a href="https://x.pl/">a</a></p>', '<p><a href="https://x.pl/">a</a></p>'),
        ("<p>1 < 2 & 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b</p>"),
    ],
)  # fmt: skip
def test_what_an_editor_writes(source, wanted):
    assert html(source).replace("\xa0", " ") == wanted


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>", "<style>p{}</style>", "<!-- uwaga -->", "<p><img src=x></p>",
        '<embed embedtype="media" url="https://x"/>', "<svg><text>x</text></svg>",
        "<![CDATA[x]]>", "<?php x ?>", "\x00\x1f\ud800",
    ],
)  # fmt: skip
def test_what_is_dropped(source):
    assert html(f"{source}<p>a</p>") == "<p>a</p>"


def test_markup_that_was_typed_is_text():
    assert html("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_whatever_is_nested_a_thousand_times_is_read_all_the_same():
    deep = "<div>" * 3000 + "głęboko" + "</div>" * 3000
    assert "głęboko" in html(deep)
    assert "głęboko" in html("<ul><li>" * 500 + "głęboko")


def test_headings_of_an_outcome_stand_below_its_own():
    assert html("<h3>a</h3><h4>b</h4>", level=4) == "<h4>a</h4><h5>b</h5>"


def test_short_words_are_bound_and_directions_dropped():
    assert clean("W  sprawie\u202e o\u0000wo") == "W\xa0sprawie owo"
    assert "i\xa0w" in "".join(words_of(blocks_of(soup_of("<p>i w</p>"), lambda attrs: "")))
