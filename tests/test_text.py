"""Folding, the order of the Polish alphabet, slugs: the same on every database."""

from __future__ import annotations

import random

import pytest
from django.db import IntegrityError

from rkres_wagtail import text
from rkres_wagtail.bodies.models import Organisation, Person
from rkres_wagtail.text import fold, plain_slug, polish_sort_key, save_with_slug, unique_slug

ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"

#: In the order in which a Polish reader expects them.
ORDERED = [
    "",
    "2 kółka",
    "007 zgłoś się",
    "10 kółek",
    "Adam",
    "Adam Żak",
    "„Adam” Żak b",
    "Adam-Żak c",
    "Adamczyk",
    "Ądam",
    "Ćwik",
    "Dąb",
    "Éclair",
    "Grupa 2",
    "Grupa 10",
    "Lublin",
    "Łąka",
    "Łódź",
    "Müller",
    "Nowak",
    "Nowak Anna",
    "Nowak-Kowalska Anna",
    "Nowakowska",
    "Oława",
    "Øresund",
    "Ósmy",
    "Śliwa",
    "Zając",
    "Ząb",
    "Źródło",
    "Żaba",
    "Żółw",
    "Київ",
    "中",
]


@pytest.mark.parametrize(
    ("given", "folded"),
    [
        ("Łódź", "lodz"),
        ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc gesla jazn"),
        ("Straße", "strasse"),
        ("Ørsted Đorđe Æ Œ", "orsted dorde ae oe"),
        ("Ło\u0301dz\u0301", "lodz"),
        ("ﬁrma", "firma"),
        ("İzmir", "izmir"),
        ("", ""),
    ],
)
def test_fold(given, folded):
    assert fold(given) == folded


def test_alphabet_sorts_in_polish_order():
    letters = list(ALPHABET)
    random.Random(1).shuffle(letters)
    assert "".join(sorted(letters, key=polish_sort_key)) == ALPHABET
    # A rank never outweighs an earlier letter.
    assert polish_sort_key("ła") < polish_sort_key("łą") < polish_sort_key("łb")


def test_names_sort_as_a_reader_expects():
    shuffled = ORDERED[:]
    random.Random(2).shuffle(shuffled)
    assert sorted(shuffled, key=polish_sort_key) == ORDERED


def test_case_quotes_and_composition_do_not_count():
    assert polish_sort_key("ŁÓDŹ") == polish_sort_key("łódź") == polish_sort_key("ło\u0301dz\u0301")
    assert polish_sort_key('"Świt"') == polish_sort_key("Świt") == polish_sort_key("  „Świt”, ")
    assert polish_sort_key("Kędzierzyn–Koźle") == polish_sort_key("Kędzierzyn - Koźle")


def test_key_is_short_ascii_and_survives_anything():
    for given in ("ż" * 400, "9" * 400, "🐝🎉", "\x00\u202e", "א", "½ ² Ⅳ", "A\ud800"):
        key = polish_sort_key(given)
        assert key.isascii()
        assert key == key.lower()
        assert len(key) <= 255


@pytest.mark.django_db
def test_database_sorts_by_the_key_as_python_does():
    names = [name for name in ORDERED if name]
    shuffled = names[:]
    random.Random(3).shuffle(shuffled)
    for name in shuffled:
        Organisation.objects.create(name=name)
    from_database = list(
        Organisation.objects.order_by("sort_key", "pk").values_list("name", flat=True)
    )
    assert from_database == sorted(names, key=polish_sort_key)


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("Rozwój społeczny", "rozwoj-spoleczny"),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("🐝🎉", "zapas"),
        ("\u202eKomitet", "komitet"),
        ("Київ", "zapas"),
        ("", "zapas"),
        ("---", "zapas"),
    ],
)
def test_plain_slug(given, slug):
    assert plain_slug(given, "zapas") == slug


def test_plain_slug_is_cut_without_a_trailing_hyphen():
    slug = plain_slug("słowo " * 60, "zapas")
    assert len(slug) <= 100
    assert not slug.endswith("-")


@pytest.mark.django_db
def test_people_of_one_name_get_addresses_of_their_own():
    first = Person.objects.create(first_name="Łucja", last_name="Ćwik")
    second = Person.objects.create(first_name="ŁUCJA", last_name="ćwik")
    third = Person.objects.create(first_name="Lucja", last_name="Cwik")
    assert [first.slug, second.slug, third.slug] == ["lucja-cwik", "lucja-cwik-2", "lucja-cwik-3"]


@pytest.mark.django_db
def test_a_slug_in_other_case_counts_as_taken():
    person = Person.objects.create(first_name="Jan", last_name="Zdun")
    Person.objects.filter(pk=person.pk).update(slug="Jan-Zdun")
    assert unique_slug(Person, "Jan Zdun", "osoba") == "jan-zdun-2"


@pytest.mark.django_db
def test_a_slug_that_was_taken_meanwhile_is_chosen_anew(monkeypatch):
    """Two processes asked at the same moment; the second one to save asks again."""
    Person.objects.create(first_name="Jan", last_name="Zdun")
    answers = iter(["jan-zdun", "jan-zdun-2"])
    monkeypatch.setattr(text, "unique_slug", lambda *args: next(answers))
    late = Person(first_name="Jan", last_name="Zdun", slug="x", sort_key="x")
    save_with_slug(late, lambda: super(Person, late).save_base(), "Jan Zdun", "osoba")
    assert late.slug == "jan-zdun-2"


@pytest.mark.django_db
def test_another_integrity_error_is_not_swallowed():
    def save():
        raise IntegrityError("another rule")

    with pytest.raises(IntegrityError, match="another rule"):
        save_with_slug(Person(), save, "Jan Zdun", "osoba")


@pytest.mark.django_db
def test_a_person_renamed_keeps_only_an_address_that_the_public_knows():
    person = Person.objects.create(first_name="Anna", last_name="Nowak")
    person.last_name = "Kowalska"
    # The old name must not come to light by the page that begins now.
    person.has_public_profile = True
    person.save()
    assert Person.objects.get().slug == "anna-kowalska"
    person.last_name = "Zdun"
    person.save()
    assert Person.objects.get().slug == "anna-kowalska"
    person.has_public_profile = False
    person.save()
    person.save()
    assert Person.objects.get().slug == "anna-zdun"


@pytest.mark.django_db
def test_a_number_after_an_address_stays():
    Person.objects.create(first_name="Anna", last_name="Nowak")
    twin = Person.objects.create(first_name="Anna", last_name="Nowak")
    Person.objects.filter(slug="anna-nowak").delete()
    twin.about = "x"
    twin.save()
    assert twin.slug == "anna-nowak-2"
