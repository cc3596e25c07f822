"""Comparing texts: what is shown gives both of them back, whatever was changed."""

from __future__ import annotations

import random
import time

import pytest

from rkres_wagtail.consultations.reader.comparing import (
    ADDED,
    MOST_TOKENS,
    REMOVED,
    SAME,
    compare_lines,
    compare_words,
)

WORDS = "rozwój ekonomii społecznej w regionie , . – 35% osób i podmiotów; „cel” 2.1 żółć".split()


def _paragraph(rng, least=0, most=40) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, most)))


def _edited(rng, text: str) -> str:
    words = text.split(" ")
    for _ in range(rng.randint(0, 4)):
        at = rng.randint(0, len(words))
        words[at : at + rng.randint(0, 3)] = _paragraph(rng, 0, 3).split()
    return " ".join(words)


def _given_back(lines) -> tuple[list[str], list[str]]:
    """The old and the new text; a line that is wholly of one side is none of the other's."""
    old, new = [], []
    for line in lines:
        kinds = {piece.kind for piece in line.pieces}
        if kinds != {ADDED}:
            old.append(line.without(ADDED))
        if kinds != {REMOVED}:
            new.append(line.without(REMOVED))
    return old, new


@pytest.mark.parametrize("seed", range(60))
def test_both_texts_come_back(seed):
    rng = random.Random(seed)
    old = [_paragraph(rng, 1) for _ in range(rng.randint(0, 12))]
    new = [_edited(rng, text) or "x" for text in old if rng.random() > 0.2]
    for _ in range(rng.randint(0, 3)):
        new.insert(rng.randint(0, len(new)), _paragraph(rng, 1))
    if rng.random() < 0.3:
        rng.shuffle(new)
    lines = compare_lines(old, new)
    if all(piece.text for line in lines for piece in line.pieces):
        assert _given_back(lines) == (old, new)


@pytest.mark.parametrize("seed", range(60))
def test_one_paragraph_comes_back_to_the_letter(seed):
    rng = random.Random(1000 + seed)
    old = _paragraph(rng, 1, 300)
    new = _edited(rng, old)
    line = compare_words(old, new)
    assert line.without(ADDED) == old
    assert line.without(REMOVED) == new


def test_a_word_is_a_word():
    line = compare_words(
        "Wspieramy pięć podmiotów rocznie.", "Wspieramy dziesięć podmiotów rocznie."
    )
    assert [(p.kind, p.text) for p in line.pieces] == [
        (SAME, "Wspieramy "),
        (REMOVED, "pięć"),
        (ADDED, "dziesięć"),
        (SAME, " podmiotów rocznie."),
    ]


def test_neighbouring_changes_are_one():
    line = compare_words("Do 2024 roku trzy nowe ośrodki.", "Do 2024 roku pięć małych ośrodki.")
    assert [p.kind for p in line.pieces] == [SAME, REMOVED, ADDED, SAME]
    assert line.pieces[1].text == "trzy nowe"


def test_what_has_nothing_in_common_is_replaced_whole():
    lines = compare_lines(["Ala ma kota."], ["Zarząd przyjmie program."])
    assert [[p.kind for p in line.pieces] for line in lines] == [[REMOVED], [ADDED]]


def test_a_paragraph_without_end_is_replaced_at_once():
    rng = random.Random(5)
    old = " ".join(rng.choice(WORDS) for _ in range(MOST_TOKENS * 20))
    start = time.perf_counter()
    line = compare_words(old, old + " x")
    assert time.perf_counter() - start < 1
    assert [p.kind for p in line.pieces] == [REMOVED, ADDED]


@pytest.mark.parametrize("word", ["a", "a b"])
def test_the_same_word_a_thousand_times_takes_no_time(word):
    old, new = [word] * 2000, [word] * 1500 + ["c"] * 700
    start = time.perf_counter()
    assert _given_back(compare_lines(old, new)) == (old, new)
    compare_words(" ".join(["a"] * 700), " ".join(["a"] * 600 + ["b"] * 90))
    assert time.perf_counter() - start < 5


def test_sixty_sections_of_three_hundred_words():
    rng = random.Random(7)
    vocabulary = [f"słowo{number}" for number in range(800)] + WORDS * 20
    sections = []
    for _ in range(60):
        old = [" ".join(rng.choice(vocabulary) for _ in range(75)) for _ in range(4)]
        sections.append((old, [_edited(rng, text) for text in old]))
    start = time.perf_counter()
    for old, new in sections:
        assert _given_back(compare_lines(old, new)) == (old, new)
    assert time.perf_counter() - start < 5
