"""Columns of a table of remarks: how forms head them, and by what they are known again."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...text import clean_text, fold
from ..choices import Asked

#: What a row says of the remark, and of who sent it (in tables of many senders only).
TEXTS = ("place", "quote", "content", "proposed", "justification")
SENDER = ("author", "organisation", "name", "kind", "email", "channel", "received")

LABELS = {
    "number": pgettext_lazy("column of a form", "No."),
    "place": gettext_lazy("Part of the document (chapter, point, page)"),
    "quote": gettext_lazy("Present wording"),
    "content": pgettext_lazy("column of a form", "Remark"),
    "proposed": gettext_lazy("Proposed wording"),
    "justification": gettext_lazy("Justification"),
    "author": gettext_lazy("Who sent it"),
    "organisation": gettext_lazy("Name of the entity"),
    "name": gettext_lazy("First name and surname"),
    "kind": gettext_lazy("Kind of sender"),
    "email": gettext_lazy("E-mail"),
    "channel": gettext_lazy("Way it came in"),
    "received": gettext_lazy("Day of receipt"),
}
#: A column that was looked at and is none of these, e.g. the office's own position.
OTHER = "other"

NAME_OF_BOTH = (
    r"imie.*(podmiot|organizac|instytuc|nazwa)",
    r"(podmiot|organizac|instytuc|nazwa).*imie",
)
#: In this order; words are folded: lower case, without accents and signs.
PATTERNS = {
    OTHER: ("stanowisk", "odpowiedz", "rozstrzygni", "sposob rozpatrzenia", "position", "response"),
    "number": ("^(l ?p|nr|numer|no|nr uwagi|numer uwagi|poz|pozycja)$",),
    "content": ("^(tresc|opis|przedmiot) (uwag|zgloszon)",),
    "email": ("e ?mail", "adres elektroniczny", "poczta elektroniczna"),
    "kind": (
        "(rodzaj|typ|kategoria|status) (podmiot|zglasz|autor|nadawc)",
        "kind of",
        "^rodzaj$",
    ),
    "channel": (
        "kanal",
        "droga wplywu",
        "(sposob|forma) (wplyw|zglosz|przeslan|zlozen)",
        "^channel",
        "way it",
    ),
    "received": (
        "(data|dzien|termin) (wplyw|otrzyman|zglosz|zlozen|przeslan)",
        "^data$",
        "received",
        "receipt",
    ),
    "place": (
        "czesc|jednostk|rozdzial|miejsce|punkt|strona|fragment|artykul|paragraf",
        "part of|section|chapter|^place",
    ),
    "quote": (
        r"(obecn|dotychczasow|aktualn|istniejac)\w* (brzmieni|zapis|tresc|tekst)",
        r"(brzmieni|zapis|tresc)\w* (obecn|dotychczasow|aktualn|w projekcie|projektu)",
        "cytat|present wording|current",
    ),
    "proposed": ("propon|propozycj|sugerowan|postulowan|nowe brzmienie|propos|suggest",),
    "justification": ("uzasadn|argument|justif|rationale|reason",),
    "author": NAME_OF_BOTH,
    "name": ("imie|nazwisk|first name|surname",),
    "organisation": ("nazwa|organizac|instytuc|organi[sz]ation|entity",),
    "author ": ("podmiot|zglaszaj|autor|nadawc|wnioskodawc|kto zglasza|author|sender|who sent",),
    "content ": ("uwag|tresc|komentarz|opini|remark|comment|wniosek",),
}
#: A key may stand in two places: the second is for words that mean it when nothing else fits.
_PATTERNS = tuple((key.strip(), re.compile("|".join(words))) for key, words in PATTERNS.items())
_SIGNS = re.compile(r"[^a-z0-9]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: A heading is short; a remark that speaks of its justification is none.
MAX_HEADING = 160


def columns_of(rules) -> list[str]:
    """Columns of a consultation's own form."""
    asked = [name for name in TEXTS if name == "content" or getattr(rules, name) != Asked.NO]
    return ["number", *asked]


def heading(name: str, rules) -> str:
    """The label, with a word where the column must be filled in."""
    label = str(LABELS[name])
    must = name == "content" or (name in TEXTS and getattr(rules, name) == Asked.REQUIRED)
    return _("%(label)s (required)") % {"label": label} if must else label


def bare(text: str) -> str:
    """Folded words with one space between them, without what stands in brackets."""
    folded = fold(text[:MAX_HEADING])
    without = _BRACKETS.sub(" ", folded)
    return _SIGNS.sub(" ", without).strip() or _SIGNS.sub(" ", folded).strip()


def known(text: str) -> str:
    """The key of the column with this heading; empty where it is none that we know."""
    text = clean_text(text)
    if not text or len(text) > MAX_HEADING:
        return ""
    words = bare(text)
    return next((key for key, pattern in _PATTERNS if pattern.search(words)), "")


def mapping_of(headings) -> list[str]:
    """Keys of a row of headings; the same one twice is taken where it stands first."""
    keys, seen = [], set()
    for text in headings:
        key = known(text)
        keys.append("" if key in seen else key)
        seen.add(key)
    return ["" if key == OTHER else key for key in keys]


def is_heading(headings) -> bool:
    """Whether a row heads a table of remarks: two columns that we know, one of them a text."""
    keys = [key for key in mapping_of(headings) if key]
    has_remark = "content" in keys or "proposed" in keys
    filled = sum(bool(text.strip()) for text in headings)
    return has_remark and (len(keys) >= 2 or filled == 1 and keys == ["content"])
