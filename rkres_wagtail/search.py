"""Search that Polish readers need, the same on every database.

A text is indexed as its words with endings and diacritics taken off (``tokens``), beside what
Wagtail indexes of it; a query is asked both ways. So "społecznej" and "spolecznej" find
"społeczna" on pages of ours and of every model that inherits ``PolishIndexed``, and the host's
other pages are found as they were before.

A token is written ``q…x``: no database takes such a word for a stop word, for too short, or
for one to take an English ending off.
"""

from __future__ import annotations

import itertools
import re
from html import unescape

import snowballstemmer
import swapper
from django.utils import translation
from django.utils.html import strip_tags
from wagtail.search import index
from wagtail.search.query import Or, PlainText

from .search_exceptions import EXCEPTIONS, STOP_WORDS
from .text import fold

#: A longer query is cut; nobody types one.
MAX_QUERY_LENGTH = 200
MAX_QUERY_WORDS = 12
#: MariaDB indexes no longer word.
_MAX_TOKEN_LENGTH = 60
#: Sets of word forms in one query.
_MAX_CHOICES = 16
#: Rows that are asked of a search engine that is no database (see ``matching``).
_MAX_FOREIGN_RESULTS = 1000

_WORD = re.compile(r"[^\W_]+")
#: An act's number, "23/278/15": found as a whole, and by any run of its parts.
#: Looked for at the start of a word only; within a long one each letter would be a start.
_NUMBER = re.compile(r"(?<![^\W_])[^\W_]+(?:/[^\W_]+)+")
_TAG_END = re.compile(r"(?=</?(?:p|h[1-6]|li|ul|ol|br|div|td|th|tr)\b)", re.IGNORECASE)

_stemmer = snowballstemmer.stemmer("polish")


def _stem(word: str) -> str:
    """Stem ``word`` and undo the changes that Polish makes at the end of a stem."""
    stem = fold(_stemmer.stemWord(word))
    if len(stem) < 4:
        return stem
    if stem.endswith("um") and len(stem) > 5:  # kworum, kwora; muzeum, muzea
        stem = stem[:-2]
    if stem.endswith("i"):  # opinia, opinii
        stem = stem[:-1]
    if word.endswith("iec") and stem.endswith("iec"):  # naukowiec, naukowca
        stem = f"{stem[:-3]}c"
    elif word.endswith("ek") and stem.endswith("ek") and stem[-3] != "i":  # wniosek, wniosku
        stem = f"{stem[:-2]}k"
    if stem.endswith("c") and not stem.endswith("sc"):  # polityka, polityce
        return f"{stem[:-1]}k"
    if stem.endswith(("dz", "rz")):  # zarząd, zarządzie; sektor, sektorze
        return stem[:-1]
    return stem


#: Endings of folded words that the stemmer takes for other ones -> what to stem instead.
_ENDINGS = (
    ("cie", "t"),  # projekcie -> projekt
    ("ci", "t"),  # eksperci -> ekspert
    ("scy", "ski"),  # lubuscy -> lubuski
    ("dzcy", "dzki"),  # wojewódzcy -> wojewódzki
    ("owie", ""),  # dyrektorowie -> dyrektor
    ("owi", "owy"),  # zawodowi -> zawodowy
    ("ow", ""),  # podmiotów, typed without diacritics
    ("by", "ba"),  # potrzeby -> potrzeba
    ("szy", "sz"),  # funduszy -> fundusz
    ("sze", "sz"),
    ("eli", "el"),  # przedstawicieli -> przedstawiciel
)


def tokens(word: str) -> list[str]:
    """Return the tokens of one word; two words match when they share one."""
    plain = fold(word)
    if plain in EXCEPTIONS:
        return [_written(f"q{EXCEPTIONS[plain]}")]
    if any(char.isdigit() for char in plain):
        return [_written(plain.lstrip("0") or "0")]
    candidates = [word.lower(), plain]
    candidates += [
        plain[: -len(ending)] + instead
        for ending, instead in _ENDINGS
        if plain.endswith(ending) and len(plain) - len(ending) >= 2
    ]
    return list(dict.fromkeys(_written(_stem(candidate)) for candidate in candidates))


def _written(token: str) -> str:
    return f"q{token[:_MAX_TOKEN_LENGTH]}x"


def _runs(number: str) -> list[str]:
    """Return the tokens of all runs of two or more parts of an act's number, the whole first."""
    parts = [fold(part).lstrip("0") or "0" for part in number.split("/")][:6]
    return [
        _written("z".join(parts[start : start + length]))
        for length in range(len(parts), 1, -1)
        for start in range(len(parts) - length + 1)
    ]


def normalise(text: str) -> str:
    """Return the tokens of the words of ``text`` and of its acts' numbers, parted by spaces."""
    found = [token for number in _NUMBER.findall(text) for token in _runs(number)]
    found += [token for word in _WORD.findall(text) for token in tokens(word)]
    return " ".join(found)


def plain(html: str) -> str:
    """Return the text of ``html``; blocks do not run into each other."""
    return unescape(strip_tags(_TAG_END.sub(" ", html)))


class PolishIndexed(index.Indexed):
    """Adds one search field with the tokens of ``polish_search_fields``.

    A name is that of a field (rich text and StreamFields give their text), a property or a
    method without arguments. A word of the first field weighs three times as much.
    A model adds ``*PolishIndexed.search_fields`` to its own ``search_fields``.

    And one for search as you type, in choosers and listings: the folded
    ``polish_autocomplete_fields``, so that "lodz" finds "Łódź"; fold the query, too.
    """

    polish_search_fields: list[str] = []
    polish_autocomplete_fields: list[str] = []
    search_fields = [
        index.SearchField("polish_search_text"),
        index.AutocompleteField("polish_autocomplete_text"),
    ]

    @property
    def polish_autocomplete_text(self) -> str:
        text = fold(" ".join(self._polish_text(name) for name in self.polish_autocomplete_fields))
        # PostgreSQL takes "23/278/15" for one word, which nobody types from its beginning.
        return " ".join(_WORD.findall(text))

    @property
    def polish_search_text(self) -> str:
        # Words of ours in it, e.g. an act's kind, are indexed in Polish whoever saves.
        with translation.override("pl"):
            texts = [self._polish_text(name) for name in self.polish_search_fields]
        return normalise(" ".join([*texts[:1] * 2, *texts]))

    def _polish_text(self, name: str) -> str:
        value = getattr(self, name, None)
        if callable(value):
            value = value()
        if hasattr(value, "stream_block"):
            value = " ".join(map(str, value.stream_block.get_searchable_content(value)))
        return plain(str(value or ""))


def words_of(query: str) -> list[str]:
    """Return the words of ``query`` that count: without signs, stop words and excess."""
    words = _WORD.findall(str(query or "")[:MAX_QUERY_LENGTH])
    counting = [word for word in words if fold(word) not in STOP_WORDS]
    return (counting or words)[:MAX_QUERY_WORDS]


def build_query(query: str, *, operator: str = "and"):
    """Return what to hand to ``.search()`` for ``query``; None when no word is in it.

    Every word must be found in one of its forms (``operator="or"``: any of the words), or
    all of them just as they are typed, for pages without Polish index.
    """
    words = words_of(query)
    if not words:
        return None
    numbers = _NUMBER.findall(str(query)[:MAX_QUERY_LENGTH])[:MAX_QUERY_WORDS]
    in_numbers = {part for number in numbers for part in _WORD.findall(number)}
    groups = [_runs(number)[:1] for number in numbers]
    groups += [tokens(word) for word in words if word not in in_numbers]
    if operator == "or":
        return PlainText(" ".join([*itertools.chain(*groups), *words]), operator="or")
    choices = [PlainText(" ".join(choice)) for choice in itertools.product(*_bounded(groups))]
    return Or([*choices, PlainText(" ".join(words))])


def _bounded(groups: list[list[str]]) -> list[list[str]]:
    """Cut the forms of later words so that not more than ``_MAX_CHOICES`` sets of them remain.

    Sets of forms, because a query of "any of these and any of those" loses its brackets on
    SQLite.
    """
    bounded, choices = [], 1
    for group in groups:
        taken = group if choices * len(group) <= _MAX_CHOICES else group[:1]
        choices *= len(taken)
        bounded.append(taken)
    return bounded


def matching(model, query: str, *, operator: str = "and"):
    """Return a queryset of the ``model``'s objects that match, the best first.

    A plain queryset, so that any filter (the gate's, an adopter's) can follow and the
    database paginates. Restricts nothing: never show it without the gate.
    """
    built = build_query(query, operator=operator)
    if built is None:
        return model._default_manager.none()
    from wagtail.search.backends import get_search_backend

    results = get_search_backend().search(built, model._default_manager.all())
    if hasattr(results, "get_queryset"):
        return results.get_queryset()
    return _from_engine(model, results)


def _from_engine(model, results):
    """Matches of a search engine that is no database: the best thousand, in its order."""
    from django.db.models import Case, IntegerField, Value, When

    keys = [obj.pk for obj in results[:_MAX_FOREIGN_RESULTS]]
    queryset = model._default_manager.filter(pk__in=keys)
    if not keys:
        return queryset
    place = Case(
        *(When(pk=key, then=Value(number)) for number, key in enumerate(keys)),
        output_field=IntegerField(),
    )
    return queryset.order_by(place)


def search_pages(query: str, request, *, under=None):
    """Return the public pages of this site and language that match, the best first.

    For the host's own search page: finds the committee's pages and the host's. ``under``
    limits to one page and what stands below it. Base pages; call ``.specific()`` as needed.
    """
    from .public import Gate

    Page = swapper.load_model("wagtailcore", "Page")
    pages = Gate.of(request).pages(matching(Page, query))
    return pages if under is None else pages.descendant_of(under, inclusive=True)
