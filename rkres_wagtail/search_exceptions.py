"""Words of the field whose forms the stemmer does not bring together.

A paradigm is written as a dictionary would: the part that stays, then the endings, parted by
``|`` (``uchwał|a|y|ę`` means uchwała, uchwały, uchwałę; an empty ending is the part itself);
a form without ``|`` stands alone. The first form names the whole paradigm. Case and
diacritics do not matter, so what stands here is also found when typed without them.

Only words that a reader of committee pages types, and only what the rules in ``search.py``
miss or take for another word. ``tests/test_search_words.py`` holds the pairs.
"""

from __future__ import annotations

from .text import fold

#: Masculine nouns that change inside: loc. -cie, -dzie, -rze are left to the rules.
_NOUNS = """
akt||u|owi|em|y|ów|om|ami|ach akcie
białystok białegostoku białymstoku białemustokowi białymstokiem
cel||u|owi|em|e|ów|om|ami|ach
członek człon|ka|kowi|kiem|ku|kowie|ków|kom|kami|kach|kini|kinię|kinią|kinie|kiń
    człon|kiniom|kiniami|kiniach
człowiek||a|owi|iem|u ludzie ludzi ludziom ludźmi ludziach
dzień dnia dniu dniowi dniem dni dnie dniom dniami dniach
dziecko dziec|ka|ku|kiem|i|iom|iach dziećmi
ekonomi|a|i|ę|ą|o|e|om|ami|ach
gorzów gorzow|a|owi|em|ie
komitet||u|owi|em|y|ów|om|ami|ach komitecie
kraków krakow|a|owi|em|ie
łódź łodz|i|ią|ie|iom|iami|iach
miasto miast||a|u|em|om|ami|ach mieście
okręg||u|owi|iem|i|ów|om|ami|ach
osoba osob|y|ie|ę|ą|o|om|ami|ach osób
podkomitet||u|owi|em|y|ów|om|ami|ach podkomitecie
powiat||u|owi|em|y|ów|om|ami|ach powiecie
program||u|owi|em|ie|y|ów|om|ami|ach
rada rad||y|ę|ą|o|ami|ach radzie
radn|y|ego|emu|ym|i|ych|ymi|a|ej|ą|e
rok||u|owi|iem lat||a|om|ami|ach
rzeszów rzeszow|a|owi|em|ie
sejmik||u|owi|iem|i|ów|om|ami|ach
statut||u|owi|em|y|ów|om|ami|ach statucie
szczebel szczebl|a|owi|em|u|e|i|om|ami|ach
tydzień tygod|nia|niowi|niem|niu|nie|ni|niom|niami|niach
uchwała uchwał||y|ę|ą|o|om|ami|ach uchwale
umowa umow|y|ie|ę|ą|o|om|ami|ach umów
urząd urzęd|u|owi|em|zie|y|ów|om|ami|ach
usługa usług||i|ę|ą|o|om|ami|ach usłudze
uwaga uwag||i|ę|ą|o|om|ami|ach uwadze
wieś wsi wsią wsie wsiom wsiami wsiach
wojewod|a|y|zie|ę|ą|o|owie|ów|om|ami|ach
województw|o|a|u|em|ie|om|ami|ach województw
wsparcie wsparci|a|u|em|om|ami|ach wsparć
wybór wybor|u|owi|em|ze|y|ów|om|ami|ach
zastępc|a|y|ę|ą|o|ów|om|ami|ach zastępczyni||ę|ą|o|e|om|ami|ach zastępczyń
zespół zespoł|u|owi|em|y|ów|om|ami|ach zespole
źródło źródł|a|u|em|om|ami|ach źródle źródeł
"""

#: -ium, -um: nothing changes in the singular, everything in the plural.
_LATIN = """
centr|um|a|ów|om|ami|ach
for|um|a|ów|om|ami|ach
konsorcj|um|a|ów|om|ami|ach
laborator|ium|ia|iów|iom|iami|iach
memorand|um|a|ów|om|ami|ach
prezyd|ium|ia|iów|iom|iami|iach
seminar|ium|ia|iów|iom|iami|iach
stypend|ium|ia|iów|iom|iami|iach
"""

#: Adjectives that serve as nouns, both genders.
_ADJECTIVES = """
przewodnicząc|y|ego|emu|ym|ych|ymi|a|ej|ą|e
wiceprzewodnicząc|y|ego|emu|ym|ych|ymi|a|ej|ą|e
współprzewodnicząc|y|ego|emu|ym|ych|ymi|a|ej|ą|e
"""

#: -cja, -sja, -zja: gen. -cji. The stem of "konsultant" or "kandydat" is another.
_CJA = """
ankietyzacja certyfikacja deklaracja delegacja deinstytucjonalizacja dotacja edukacja
ewaluacja federacja fundacja informacja instytucja integracja inwestycja kadencja komisja
koncepcja konferencja konsultacja koordynacja lustracja nowelizacja organizacja prezentacja
promocja publikacja realizacja rekomendacja rehabilitacja reintegracja rezolucja sekcja sesja
subwencja wersja wizja
"""
_CJA_ENDINGS = ("ja", "ji", "ję", "ją", "jo", "je", "jom", "jami", "jach")

#: -nie, -cie: gen. pl. -ń. They end as adjectives do.
_NIE = """
działanie finansowanie głosowanie kształcenie mieszkanie odwołanie porozumienie posiedzenie
postanowienie powołanie wykluczenie rozporządzenie sprawozdanie spotkanie stowarzyszenie szkolenie
ubezpieczenie wskazanie wydarzenie wystąpienie zadanie zaproszenie zarządzenie zatrudnienie
zgłoszenie zgromadzenie
"""
_NIE_ENDINGS = ("nie", "nia", "niu", "niem", "ń", "niom", "niami", "niach")

#: Words too common to ask for; dropped from a query that has others.
STOP_WORDS = frozenset(
    fold(word)
    for word in (
        "a aby ale bez by być czy dla do go i ich ja jak jako jest już każdy które który lub ma"
        " mi między na nad nie niż nr o od oraz po pod poprzez przed przez przy są się ta tak te"
        " tego tej ten to tu tych tym u w we wraz z za ze że"
        " a an and by for from in is of on or the to with"
    ).split()
)


def _expand(text: str) -> list[list[str]]:
    """Return the paradigms of ``text``, one for each line; an indented line continues."""
    paradigms: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if not line.startswith(" "):
            paradigms.append([])
        for word in line.split():
            stem, *endings = word.split("|")
            paradigms[-1] += [stem + ending for ending in endings] or [stem]
    return paradigms


def _build() -> dict[str, str]:
    table: dict[str, str] = {}
    paradigms = [
        *_expand(_NOUNS),
        *_expand(_LATIN),
        *_expand(_ADJECTIVES),
        *([word[:-2] + ending for ending in _CJA_ENDINGS] for word in _CJA.split()),
        *([word[:-3] + ending for ending in _NIE_ENDINGS] for word in _NIE.split()),
    ]
    for forms in paradigms:
        for form in forms:
            table.setdefault(fold(form), fold(forms[0]))
    return table


#: Folded form -> folded first form of its paradigm.
EXCEPTIONS: dict[str, str] = _build()
