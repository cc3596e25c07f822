"""Sections of a file find the identities that are there, and nothing else takes them."""

from __future__ import annotations

import random

import pytest

from rkres_wagtail.consultations.importing.matching import Face, match, out_of_order
from rkres_wagtail.consultations.importing.plan import NEW, Fate, make_plan
from rkres_wagtail.consultations.importing.reading import ReadSection
from rkres_wagtail.consultations.importing.services import import_sections
from rkres_wagtail.consultations.models import SectionLineage

pytestmark = pytest.mark.django_db

WORDS = (
    "program region spółdzielnia fundacja powiat gmina zatrudnienie usługa wsparcie doradztwo "
    "szkolenie dotacja inkubator partnerstwo wolontariat seniorzy młodzież rynek praca integracja "
    "klaster rozwój lider sieć wskaźnik budżet monitoring ewaluacja umowa konkurs"
).split()


def section(title, *words, number="", level=1) -> ReadSection:
    html = "".join(f"<p>{text}</p>" for text in words)
    return ReadSection(title, number, level, [("text", html)] if html else [])


def imported(version, sections, user=None, **kwargs):
    version.refresh_from_db()
    return import_sections(
        version=version, sections=sections, edits=version.edits, user=user, **kwargs
    )


def identities(version) -> dict[str, int]:
    return {row.title: row.identity_id for row in version.texts.all()}


def fates(plan) -> list[list]:
    return [row.fates for row in plan.rows]


BASIC = [
    section("Diagnoza", "W regionie działa sto podmiotów.", number="1"),
    section("Otoczenie", "Gminy mają plany i strategie.", number="1.1", level=2),
    section("Zasoby", "Ludzie, budynki, wiedza i pieniądze.", number="1.2", level=2),
    section("Cele", "Więcej miejsc pracy w spółdzielniach.", number="2"),
]


@pytest.fixture
def filled(draft, admin_user):
    imported(draft, BASIC, admin_user)
    return draft


def test_the_first_import_makes_identities(filled):
    rows = list(filled.texts.all())
    assert [(row.position, row.level, row.number, row.title) for row in rows] == [
        (0, 1, "1", "Diagnoza"),
        (1, 2, "1.1", "Otoczenie"),
        (2, 2, "1.2", "Zasoby"),
        (3, 1, "2", "Cele"),
    ]
    assert len({row.identity_id for row in rows}) == 4


def test_the_same_again_changes_nothing(filled):
    before = list(filled.texts.values())
    assert make_plan(filled, BASIC).does_nothing
    imported(filled, BASIC)
    assert list(filled.texts.values()) == before


def test_a_form_improved_by_hand_stays_while_the_words_are_the_same(filled):
    row = filled.texts.get(title="Cele")
    row.content = [("text", "<p>Więcej <b>miejsc pracy</b> w spółdzielniach.</p>")]
    row.save()
    assert make_plan(filled, BASIC).does_nothing
    imported(filled, BASIC)
    assert "<b>" in str(filled.texts.get(title="Cele").content)


def test_a_form_improved_by_hand_stays_when_only_the_number_changes(filled):
    row = filled.texts.get(title="Cele")
    row.content = [("text", "<p>Więcej <b>miejsc pracy</b> w spółdzielniach.</p>")]
    row.save()
    imported(filled, [*BASIC[:3], section("Cele", "Więcej miejsc pracy w spółdzielniach.")])
    row.refresh_from_db()
    assert row.number == ""
    assert "<b>" in str(row.content)


def linked(address: str) -> list[ReadSection]:
    words = f'Więcej <a href="{address}">miejsc pracy</a> w spółdzielniach.'
    return [*BASIC[:3], section("Cele", words, number="2")]


def test_another_target_of_a_link_is_a_change(filled):
    imported(filled, linked("https://example.org/stary"))
    plan = imported(filled, linked("https://example.org/nowy"))
    assert plan.rows[3].changes == ["odnośniki"]
    assert "https://example.org/nowy" in str(filled.texts.get(title="Cele").content)
    assert make_plan(filled, linked("https://example.org/nowy")).does_nothing


def test_a_link_added_by_hand_stays(filled):
    imported(filled, linked("https://example.org/"))
    assert make_plan(filled, BASIC).does_nothing


def test_signs_of_direction_do_not_reach_titles_and_numbers(draft):
    imported(draft, [section("Ce\u202ele\u2066", "Tekst.", number="1\u202e"), section("\u202e")])
    assert list(draft.texts.values_list("number", "title")) == [("1", "Cele"), ("", "–")]


def test_what_becomes_of_each(filled):
    before = identities(filled)
    edited = [
        BASIC[0],
        section("Zasoby", "Ludzie, budynki, wiedza i pieniądze.", number="1.1", level=2),
        section("Otoczenie", "Gminy mają plany, strategie i programy.", number="1.2", level=2),
        section("Słownik", "Podmiot to organizacja.", number="2"),
    ]
    plan = imported(filled, edited)
    assert fates(plan) == [
        [Fate.SAME],
        [Fate.CHANGED],
        [Fate.CHANGED, Fate.MOVED],
        [Fate.NEW],
    ]
    assert plan.rows[1].changes == ["numer"]
    assert plan.rows[2].changes == ["numer", "tekst"]
    assert [known.text.title for known in plan.removed] == ["Cele"]
    after = identities(filled)
    assert {title: after[title] for title in ("Diagnoza", "Zasoby", "Otoczenie")} == {
        title: before[title] for title in ("Diagnoza", "Zasoby", "Otoczenie")
    }
    assert after["Słownik"] not in before.values()
    moved = SectionLineage.objects.filter(version=filled, kind="move")
    assert [(row.source_id, row.target_id) for row in moved] == [(before["Otoczenie"],) * 2]


def test_a_renamed_section_with_the_same_words_stays_itself(filled):
    before = identities(filled)
    edited = [*BASIC[:3], section("Kierunki", "Więcej miejsc pracy w spółdzielniach.", number="2")]
    plan = imported(filled, edited)
    assert plan.rows[3].changes == ["nagłówek"]
    assert identities(filled)["Kierunki"] == before["Cele"]


def test_another_text_under_another_title_is_new(filled):
    edited = [*BASIC[:3], section("Słownik", "Podmiot to organizacja pozarządowa.", number="2")]
    assert fates(make_plan(filled, edited))[3] == [Fate.NEW]


def test_a_section_under_another_one_has_moved(filled):
    edited = [BASIC[0], BASIC[1], BASIC[3], BASIC[2]]
    plan = make_plan(filled, edited)
    assert sum(Fate.MOVED in each for each in fates(plan)) == 1


def test_an_empty_version_continues_the_one_before(filled, draft, version):
    second = version(draft.consultation, draft=True, number=draft.number + 1)
    plan = make_plan(second, BASIC)
    assert plan.is_first
    assert not plan.removed
    imported(second, BASIC)
    assert identities(second) == identities(filled)
    assert filled.texts.count() == 4


def test_a_section_removed_from_a_later_version_comes_back_as_itself(filled, version):
    second = version(filled.consultation, draft=True, number=filled.number + 1, based_on=filled)
    imported(second, BASIC)
    imported(second, BASIC[:3])
    assert second.texts.count() == 3
    imported(second, BASIC)
    assert identities(second) == identities(filled)


def test_choices_overrule(filled):
    before = identities(filled)
    plan = make_plan(filled, BASIC)
    keys = {row.known.text.title: row.known.key for row in plan.rows}
    choices = {0: keys["Diagnoza"], 1: NEW, 2: keys["Otoczenie"], 3: keys["Cele"]}
    imported(filled, BASIC, choices=choices)
    after = identities(filled)
    assert after["Zasoby"] == before["Otoczenie"]
    assert after["Otoczenie"] not in before.values()


def test_pictures_of_the_site_stay(filled):
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    image = get_image_model().objects.create(title="Wykres", file=get_test_image_file())
    row = filled.texts.get(title="Cele")
    row.content = [
        *((child.block_type, child.value) for child in row.content),
        ("image", {"image": image, "alt_text": "Słupki rosną.", "caption": ""}),
    ]
    row.save()
    plan = imported(filled, [*BASIC[:3], section("Cele", "Zupełnie inne słowa.", number="2")])
    assert plan.rows[3].kept_images == 1
    kinds = [child.block_type for child in filled.texts.get(title="Cele").content]
    assert kinds == ["text", "image"]


# Random edits ---------------------------------------------------------------------------------


def random_document(dice, count: int) -> list[ReadSection]:
    found = []
    for at in range(count):
        words = " ".join(f"{dice.choice(WORDS)}{dice.randrange(999)}" for _word in range(25))
        found.append(section(f"Część {dice.choice(WORDS)} {at}", words, number=str(at + 1)))
    return found


def edit(dice, sections):
    """Some sections go, some come, some move, some change a word; numbers are counted anew."""
    kept = [each for each in sections if dice.random() > 0.15]
    changed = []
    for each in kept:
        if dice.random() < 0.2:
            words = each.content[0][1].removeprefix("<p>").removesuffix("</p>").split()
            words[dice.randrange(len(words))] = "zmienione"
            each = section(each.title, " ".join(words))
        changed.append(each)
    if len(changed) > 3:
        changed.insert(dice.randrange(len(changed)), changed.pop(dice.randrange(len(changed))))
    for number, each in enumerate(random_document(dice, 2)):
        each.title = f"Nowość {dice.randrange(10**9)} {number}"
        changed.insert(dice.randrange(len(changed) + 1), each)
    return [
        ReadSection(each.title, str(at + 1), 1, each.content) for at, each in enumerate(changed)
    ]


@pytest.mark.parametrize("seed", range(8))
def test_identities_hold_over_random_edits(seed, draft):
    dice = random.Random(seed)
    sections = random_document(dice, 12)
    imported(draft, sections)
    for _step in range(3):
        before = identities(draft)
        sections = edit(dice, sections)
        imported(draft, sections)
        after = identities(draft)
        assert list(after) == [each.title for each in sections]
        common = before.keys() & after.keys()
        assert {title: before[title] for title in common} == {
            title: after[title] for title in common
        }
        new = after.keys() - before.keys()
        assert not {after[title] for title in new} & set(before.values())


def test_three_hundred_by_three_hundred_is_bounded():
    import time

    dice = random.Random(1)

    def faces(salt):
        return [
            Face(str(at), f"{salt} {dice.choice(WORDS)} {at}", [
                " ".join(dice.choice(WORDS) + str(dice.randrange(99)) for _word in range(200))
            ])
            for at in range(300)
        ]  # fmt: skip

    begun = time.monotonic()
    match(faces("stare"), faces("nowe"))
    assert time.monotonic() - begun < 20


def test_what_has_moved_and_no_more():
    assert out_of_order([0, 1, None, 2]) == set()
    assert out_of_order([1, 2, 3, 0]) == {3}
    assert out_of_order([3, 0, 1, 2]) == {0}
    assert out_of_order([]) == set()
