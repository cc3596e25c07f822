"""The host's colours: whatever is asked for, everything can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rkres_wagtail.embeds.colours import (
    AUTO,
    DARK,
    LIGHT,
    Colours,
    contrast,
    parse,
    to_hex,
)

SHADE = st.tuples(*[st.integers(0, 255)] * 3)


def blocks(css: str) -> list[dict[str, str]]:
    found = re.findall(r":root \{ ([^}]*) \}", css)
    return [
        dict(line.split(": ") for line in block.strip().rstrip(";").split("; ")) for block in found
    ]


def unreadable(css: str) -> list[str]:
    """Pairs below the contrast that WCAG 2.2 AA asks of text."""
    found = []
    for block in blocks(css):
        ground = parse(block["--rkres-ground"])
        tinted = parse(block["--rkres-surface"])
        for name in ("ink", "accent", "muted"):
            for under in (ground, tinted):
                if contrast(parse(block[f"--rkres-{name}"]), under) < 4.5:
                    found.append(f"{name} on {to_hex(under)}: {block}")
    return found


@given(ground=st.none() | SHADE, ink=st.none() | SHADE, accent=st.none() | SHADE,
       theme=st.sampled_from([LIGHT, DARK, AUTO]))  # fmt: skip
def test_nothing_is_ever_unreadable(ground, ink, accent, theme):
    css = Colours(ground, ink, accent, 4, theme).stylesheet()
    assert not unreadable(css)


def test_contrast_is_that_of_the_recommendation():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(parse("767676"), parse("fff")) == pytest.approx(4.54, abs=0.01)


def test_good_colours_are_left_alone():
    css = Colours(parse("fdf6e3"), parse("222222"), parse("0055aa"), 8).stylesheet()
    (block,) = blocks(css)
    assert block["--rkres-ground"] == "#fdf6e3"
    assert block["--rkres-ink"] == "#222222"
    assert block["--rkres-accent"] == "#0055aa"
    assert block["--rkres-radius"] == "8px"
    assert block["color-scheme"] == "light"


def test_text_that_could_not_be_read_gives_way():
    (block,) = blocks(Colours(parse("fff"), parse("eee"), parse("ffee00")).stylesheet())
    assert block["--rkres-ground"] == "#ffffff"
    assert block["--rkres-ink"] == "#1b1b1b"
    assert block["--rkres-accent"] == "#1d4f91"


def test_a_dark_ground_makes_a_dark_page():
    (block,) = blocks(Colours(parse("102030"), theme=LIGHT).stylesheet())
    assert block["color-scheme"] == "dark"


def test_the_readers_choice_is_followed_when_asked_for():
    css = Colours(theme=AUTO).stylesheet()
    assert [block["color-scheme"] for block in blocks(css)] == ["light", "dark"]
    assert "@media (prefers-color-scheme: dark)" in css


@pytest.mark.parametrize(
    "text", ["", "red", "ff", "fffff", "#", "12345g", "fff;", " fff", "fff\n", "\uff10\uff10\uff10"]
)
def test_only_hexadecimal(text):
    with pytest.raises(ValueError):
        parse(text)


def test_the_stylesheet_by_address(client, db):
    response = client.get("/rkres/embed/kolory.css?tlo=123456&tekst=ffffff")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "--rkres-ground: #123456" in response.content.decode()
