"""Which remarks are suggested as alike; counting how many are answered."""

from __future__ import annotations

import random
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from rkres_wagtail.remarks.answering import likeness
from rkres_wagtail.remarks.answering.grouping import groups_of
from rkres_wagtail.remarks.answering.likeness import group_alike, in_words, sketch_of, words_of
from rkres_wagtail.remarks.answering.progress import Tally, progress_of
from rkres_wagtail.remarks.models import Remark
from rkres_wagtail.remarks.services import correct
from tests.factories import DocumentVersionFactory
from tests.factories.remarks import (
    RemarkFactory,
    ResponseFactory,
    ResponseStatusFactory,
)

WORDS = [f"{a}{b}{c}" for a in "bcdfgklmnprst" for b in "aeiouy" for c in "lmnrstwz"]
LONG = (
    "Prosimy o dopisanie w rozdziale trzecim spółdzielni socjalnych prowadzonych przez gminy, bo "
    "bez nich cel programu nie zostanie osiągnięty, a środki przepadną."
)


def text(rng: random.Random, count: int) -> list[str]:
    return [rng.choice(WORDS) for _each in range(count)]


def mark(words) -> str:
    return " ".join(words)


@pytest.mark.parametrize("seed", range(20))
def test_likeness_is_symmetric_whole_for_the_same_and_none_for_others(seed):
    rng = random.Random(seed)
    one, other = text(rng, rng.randint(1, 200)), text(rng, rng.randint(1, 200))
    a, b = sketch_of(one), sketch_of(other)
    assert likeness.likeness(a, a) == 1
    assert likeness.likeness(a, b) == likeness.likeness(b, a)
    strange = sketch_of([f"x{word}" for word in one])
    assert likeness.likeness(a, strange) < 0.05


@pytest.mark.parametrize("seed", range(20))
def test_the_estimate_is_near_the_true_share_of_word_pairs(seed):
    rng = random.Random(seed)
    one = text(rng, 300)
    other = list(one)
    for _each in range(rng.randint(0, 60)):
        other[rng.randrange(300)] = rng.choice(WORDS)
    pairs = [set(zip(each, each[1:], strict=False)) for each in (one, other)]
    true = len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1])
    assert abs(likeness.likeness(sketch_of(one), sketch_of(other)) - true) < 0.25


@pytest.mark.parametrize("seed", range(10))
def test_each_is_in_one_group_at_most_and_the_same_are_together(seed):
    rng = random.Random(seed)
    bases = [text(rng, rng.randint(5, 60)) for _each in range(10)]
    rows = []
    for key in range(200):
        words = list(rng.choice(bases)) if rng.random() < 0.8 else text(rng, 30)
        if rng.random() < 0.3:
            words[rng.randrange(len(words))] = "zmiana"
        rows.append((key, mark(words), [mark(words)]))
    groups = group_alike(rows)
    members = [key for group in groups for key, _alike in group.members]
    assert len(members) == len(set(members))
    where = {key: place for place, group in enumerate(groups) for key, _alike in group.members}
    by_mark: dict[str, set] = {}
    for key, fingerprint, _texts in rows:
        by_mark.setdefault(fingerprint, set()).add(where.get(key))
    assert all(len(places) == 1 for places in by_mark.values())
    for group in groups:
        assert group.members[0][1] == 1 and all(0.5 <= each[1] <= 1 for each in group.members)


def test_words_say_how_alike():
    small = LONG.replace("trzecim", "czwartym")
    other = "Wnosimy o skreślenie całego załącznika drugiego."
    rows = [(1, "a", [LONG]), (2, "b", [small]), (3, "a", [LONG]), (4, "c", [other])]
    (group,) = group_alike(rows)
    assert [key for key, _alike in group.members] == [1, 2, 3]
    said = [in_words(alike) for _key, alike in group.members]
    assert said[0] == said[2] == in_words(1) and said[1] != said[0]


def test_accents_case_and_signs_do_not_tell_texts_apart():
    assert words_of(["Łódź – TAK!"]) == words_of(["lodz, tak"])


def test_ten_thousand_in_seconds():
    rng = random.Random(1)
    bases = [text(rng, rng.randint(20, 150)) for _each in range(300)]
    rows = []
    for key in range(10_000):
        words = list(rng.choice(bases)) if key % 2 else ["prosze", "o", "zmiane", *text(rng, 60)]
        rows.append((key, mark(words), [mark(words)]))
    start = time.monotonic()
    groups = group_alike(rows)
    assert sum(map(len, groups)) >= 4_900
    assert time.monotonic() - start < 20


def test_words_that_all_share_do_not_make_it_slow():
    rng = random.Random(2)
    start = time.monotonic()
    same = "Zgłaszam uwagę do projektu programu i proszę o jej uwzględnienie".split()
    rows = [(key, f"{key}", [mark([*same, *text(rng, 40)])]) for key in range(3_000)]
    group_alike(rows)
    assert time.monotonic() - start < 15


# Of a consultation -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_groups_of_a_consultation_leave_out_what_needs_no_answer(consultation):
    for _each in range(3):
        RemarkFactory(consultation=consultation, content=LONG)
    RemarkFactory(consultation=consultation, content=LONG, withdrawn=True)
    RemarkFactory(consultation=consultation, content=LONG, junk=True)
    RemarkFactory(consultation=consultation, content="Całkiem inna sprawa, bez związku.")
    (group,) = groups_of(consultation)
    assert len(group) == 3


@pytest.mark.django_db
def test_a_corrected_text_is_compared_anew(consultation):
    one = RemarkFactory(consultation=consultation, content=LONG)
    RemarkFactory(consultation=consultation, content=LONG)
    assert len(groups_of(consultation)) == 1
    correct(remark=one, texts={"content": "Wycofuję się z tego i proszę o coś innego."})
    assert groups_of(consultation) == []


# Progress --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        ((0, 0), "żadna uwaga nie wymaga stanowiska"),
        ((1, 1), "odniesiono się do 1 z 1 uwagi"),
        ((0, 1), "odniesiono się do 0 z 1 uwagi"),
        ((2, 3), "odniesiono się do 2 z 3 uwag"),
        ((42, 42), "odniesiono się do 42 z 42 uwag"),
        ((21, 21), "odniesiono się do 21 z 21 uwag"),
    ],
)
def test_progress_in_words(tally, said):
    with translation.override("pl"):
        assert Tally(*tally).text.replace("\xa0", " ") == said


@pytest.mark.django_db
def test_progress_per_section_and_in_total(consultation, consultations):
    version = DocumentVersionFactory(consultation=consultation, sections=[
        {"number": "1", "title": "Diagnoza"}, {"number": "2", "title": "Cele"},
    ])  # fmt: skip
    first, second = (text.identity for text in version.texts.order_by("position"))
    rows = [RemarkFactory(consultation=consultation, section=second) for _each in range(2)]
    rows.append(RemarkFactory(consultation=consultation, section=first))
    RemarkFactory(consultation=consultation)
    RemarkFactory(consultation=consultation, withdrawn=True)
    ResponseFactory(consultation=consultation, remarks=rows[:1])
    rejected = ResponseStatusFactory(committee=consultations.committee, rejected=True)
    ResponseFactory(consultation=consultation, remarks=rows[2:3], status=rejected, reasons="")
    progress = progress_of(consultation)
    assert (progress.total.answered, progress.total.total) == (1, 4)
    said = [(each.label, each.answered, each.total) for each in progress.sections]
    assert said[:2] == [("1. Diagnoza", 0, 1), ("2. Cele", 1, 2)] and said[2][1:] == (0, 1)
    assert progress.total.total == Remark.objects.of(consultation).to_answer().count()


@pytest.mark.django_db
def test_progress_takes_two_queries_whatever_there_is(consultation):
    version = DocumentVersionFactory(consultation=consultation, sections=10)
    for text_of in version.texts.all():
        RemarkFactory(consultation=consultation, section=text_of.identity)
    with CaptureQueriesContext(connection) as caught:
        progress_of(consultation)
    assert len(caught) == 2
