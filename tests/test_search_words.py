"""Which words find which: the table that the search promises, and what it must not mix up."""

from __future__ import annotations

import itertools
import time

import pytest

from rkres_wagtail import search_exceptions
from rkres_wagtail.search import build_query, normalise, tokens, words_of
from rkres_wagtail.text import fold

#: Forms of one word; each finds every other, with and without diacritics.
FAMILIES = """
społeczna społecznej społeczny społecznego społecznych społeczne społeczną społecznymi
łódź łodzi łodzią
ekonomia ekonomii ekonomię ekonomią
uchwała uchwały uchwale uchwałę uchwałą uchwał uchwałom uchwałami uchwałach
posiedzenie posiedzenia posiedzeniu posiedzeniem posiedzeń posiedzeniach
komitet komitetu komitetowi komitetem komitecie komitety komitetów komitetach
podkomitet podkomitetu podkomitecie podkomitety
grupa grupy grupie grupę grupą grup grupach
zespół zespołu zespole zespołem zespoły zespołów zespołach
członek członka członkowi członkiem członku członkowie członków członkom członkami członkini
podmiot podmiotu podmiocie podmioty podmiotów podmiotom podmiotami
spółdzielnia spółdzielni spółdzielnię spółdzielnią spółdzielnie spółdzielniom
rozwój rozwoju rozwojowi rozwojem
województwo województwa województwu województwie województwem województw województwach
rekomendacja rekomendacji rekomendację rekomendacją rekomendacje rekomendacjach
konsultacje konsultacji konsultacjom konsultacjami konsultacjach konsultacja
uwaga uwagi uwadze uwagę uwagą uwag uwagom uwagami
program programu programie programem programy programów programach
stanowisko stanowiska stanowisku stanowiskiem stanowisk stanowiskach
opinia opinii opinię opinią opinie opiniach
sprawozdanie sprawozdania sprawozdaniu sprawozdaniem sprawozdań sprawozdaniach
przedsiębiorstwo przedsiębiorstwa przedsiębiorstwie przedsiębiorstw przedsiębiorstwami
reintegracja reintegracji reintegrację reintegracją
laboratorium laboratoria laboratoriów laboratoriach
forum fora forów forach
kadencja kadencji kadencję kadencją kadencje kadencjach
przewodniczący przewodniczącego przewodniczącemu przewodniczącym przewodnicząca przewodniczącej
wiceprzewodniczący wiceprzewodniczącego wiceprzewodnicząca wiceprzewodniczących
prezydium prezydia prezydiów
rada rady radzie radę radą rad radach
ustawa ustawy ustawie ustawę ustaw
umowa umowy umowie umowę umów umowach
osoba osoby osobie osobę osób osobom osobami
usługa usługi usłudze usług usługach
organizacja organizacji organizacje organizacjom
fundacja fundacji fundacje fundacjom
stowarzyszenie stowarzyszenia stowarzyszeń stowarzyszeniom
strategia strategii strategie strategią
projekt projektu projekcie projekty projektów
statut statutu statucie statuty
regulamin regulaminu regulaminie regulaminy
wniosek wniosku wnioskiem wnioski wniosków wnioskach
ośrodek ośrodka ośrodku ośrodki ośrodków
urząd urzędu urzędzie urzędy urzędów
zarząd zarządu zarządzie zarządowi
samorząd samorządu samorządzie samorządów
marszałek marszałka marszałkowi marszałkiem marszałkowie
wojewoda wojewody wojewodzie wojewodowie
powiat powiatu powiecie powiaty powiatów
gmina gminy gminie gminę gmin gminom
miasto miasta mieście miast miastach
wieś wsi wsiach
sektor sektora sektorze sektory sektorów
szczebel szczebla szczeblu szczeble szczebli
przedstawiciel przedstawiciela przedstawiciele przedstawicieli przedstawicielom
pełnomocnik pełnomocnika pełnomocnicy pełnomocników
ekspert eksperta eksperci ekspertów ekspercie
mieszkaniec mieszkańca mieszkańcy mieszkańców
zastępca zastępcy zastępców zastępczyni
zarządzenie zarządzenia zarządzeniu zarządzeń
rozporządzenie rozporządzenia rozporządzeń
zatrudnienie zatrudnienia zatrudnieniu zatrudnieniem
wykluczenie wykluczenia wykluczeniu wykluczeniem
wsparcie wsparcia wsparciu wsparciem
współpraca współpracy współpracę współpracą
partnerstwo partnerstwa partnerstwie partnerstw
polityka polityki polityce polityką
spółka spółki spółce spółek spółkom
potrzeba potrzeby potrzebie potrzeb
fundusz funduszu fundusze funduszy funduszami
nabór naboru naborze nabory
protokół protokołu protokole protokoły
dokument dokumentu dokumencie dokumenty dokumentów
kobieta kobiety kobiecie kobiet
student studenta studenci studentów
rok roku lata lat latach
dziecko dziecka dzieci dzieciom
gorzów gorzowa gorzowie gorzowem
zielona zielonej zieloną
góra góry górze górą
lubuski lubuskiego lubuskiej lubuskie lubuscy
wojewódzki wojewódzkiego wojewódzkiej wojewódzcy
"""

#: Words that look alike and are not.
STRANGERS = """
komitet komisja
województwo wojewoda
konsultacja konsultant
uchwała chwała
uwaga waga
opinia opieka
posiedzenie siedzenie
rozwój rozwód
forum forma
forum fortuna
statut status
spółdzielnia spółka
spółka społeczna
program prognoza
rada radny
rada radom
rada praca
praca prawo
organ organizacja
organ organista
kadencja kandydat
prezydium prezydent
plan planeta
akt aktor
łódź lody
łódź lód
grupa gruby
zespół zespawać
miasto mistrz
cel cela
sektor sekta
partner parter
region religia
lubuski lubelski
szkolenie szkoła
nabór wybór
wniosek wiosna
rynek rzeka
rok rów
osoba osoka
członek człowiek
stanowisko stan
seminarium senior
gmina gniew
usługa sługa
świat święto
"""


def _finds(query: str, text: str) -> bool:
    return bool(set(tokens(query)) & set(tokens(text)))


@pytest.mark.parametrize("family", FAMILIES.strip().splitlines(), ids=lambda line: line.split()[0])
def test_forms_of_a_word_find_each_other(family):
    forms = family.split()
    missed = [
        (query, text)
        for query, text in itertools.product([*forms, *map(fold, forms)], repeat=2)
        if not _finds(query, text)
    ]
    assert missed == []


@pytest.mark.parametrize("pair", STRANGERS.strip().splitlines())
def test_words_that_look_alike_stay_apart(pair):
    one, other = pair.split()
    assert not _finds(one, other)
    assert not _finds(fold(one), other)


def test_case_does_not_matter():
    assert tokens("SPOŁECZNEJ") == tokens("społecznej")
    assert tokens("Łódź") == tokens("ŁÓDŹ") == tokens("lodz")


def test_tokens_are_words_for_every_database():
    """Three letters at least (MariaDB), no stop word, no English ending (PostgreSQL)."""
    for word in ("i", "3", "to", "as", "the", "nr", "running", "Київ", "a" * 500, "007", "0"):
        for token in tokens(word):
            assert 3 <= len(token) <= 62
            assert token.startswith("q")
            assert token.endswith("x")
            assert token.isalnum()


def test_a_number_finds_itself_and_its_parts():
    indexed = set(normalise("uchwała nr 23/278/15 z 17.03.2015 r.").split())
    for query in ("23/278/15", "278/15", "23/278"):
        (number,) = [token for token in normalise(query).split() if "z" in token][-1:] or [None]
        assert number in indexed
    assert set(normalise("17.3.2015").split()) <= indexed
    assert normalise("278/23").split()[0] not in indexed


def test_rules_of_the_exceptions_table():
    table = search_exceptions.EXCEPTIONS
    assert all(form == fold(form) and form for form in table)
    # A form belongs to one paradigm, and its first form to itself.
    assert {table[lemma] for lemma in table.values()} == set(table.values())
    assert not set(table) & search_exceptions.STOP_WORDS


def test_query_words():
    assert words_of("Konsultacje w sprawie LPRES") == ["Konsultacje", "sprawie", "LPRES"]
    assert words_of("w i na") == ["w", "i", "na"]
    assert words_of('"" <> -- ;\x00 🐝 ()*+~') == []
    assert len(words_of("słowo " * 2000)) <= 12
    assert build_query("🐝") is None
    assert build_query("") is None
    assert build_query(None) is None


def test_one_long_unbroken_run_is_indexed_at_once():
    start = time.perf_counter()
    normalise("a" * 50_000)
    # Half a minute, while each letter was looked at as the start of a number.
    assert time.perf_counter() - start < 2
