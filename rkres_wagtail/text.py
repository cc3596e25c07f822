"""Polish text: folding and the order of the alphabet, the same on every database."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable

from django.db import IntegrityError, router, transaction
from django.utils.text import slugify

#: Letters that Unicode does not take apart.
_UNFOLDED = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ø": "o", "ŧ": "t", "þ": "th"}
    | {"æ": "ae", "œ": "oe"}
)

#: Rank of a letter after its plain sister: ą follows a, ź precedes ż.
_RANKS = {"ą": "a1", "ć": "c1", "ę": "e1", "ł": "l1", "ń": "n1", "ó": "o1", "ś": "s1"}
_RANKS |= {"ź": "z1", "ż": "z2"}

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_/]+")
#: How often a slug that was taken meanwhile is chosen anew.
_ATTEMPTS = 5
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNITS = re.compile(r"[0-9]+|.", re.DOTALL)
#: Letters that no text may hold: databases and XML refuse them.
_CONTROL = dict.fromkeys(code for code in range(32) if code not in (9, 10, 13))
_CONTROL |= dict.fromkeys((0x7F, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))


def fold(text: str) -> str:
    """Lower-case ``text`` and drop its diacritics: ``"Łódź"`` -> ``"lodz"``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNFOLDED))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def capitalised(text: str) -> str:
    """``text`` with a capital first; a word with a capital of its own stays: ``ePUAP``."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    return text if word != word.lower() else text[:1].upper() + text[1:]


def clean_text(text: str) -> str:
    """Without control characters, with one kind of line break, stripped."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL).strip()


def without_directions(text: str) -> str:
    """Drop the invisible characters that turn round all that follows them in the same line.

    Letters that are written from right to left keep their direction by themselves.
    """
    return _DIRECTIONS.sub("", text)


def polish_sort_key(text: str, *, length: int = 255) -> str:
    """Return an ASCII key that sorts ``text`` as a Polish dictionary does.

    Word by word (a hyphen parts words), numbers by value and before letters, letters of other
    languages with their plain sisters, other alphabets last; quotes and signs do not count.

    Kept in a column, because collations differ between databases: code points on SQLite,
    whatever the cluster has on PostgreSQL, ł after z in MariaDB's default.
    """
    normal = unicodedata.normalize("NFC", text).casefold()
    words = _SEPARATORS.sub(" ", normal).strip()
    return "".join(map(_sort_unit, _UNITS.findall(words)))[:length]


def _sort_unit(unit: str) -> str:
    """Key of one letter, separator or run of digits: ``0`` < ``1`` (numbers) < letters < ``zz``."""
    if unit == " ":
        return "00"
    if unit in _RANKS:
        return _RANKS[unit]
    key = []
    for plain in [unit] if unit.isdecimal() and unit.isascii() else fold(unit):
        if plain.isascii() and plain.isalpha():
            key.append(f"{plain}0")
        elif plain.isascii() and plain.isdecimal():
            digits = plain.lstrip("0")[:99]
            key.append(f"1{len(digits):02}{digits}")
        elif plain.isalnum():
            key.append(f"zz{ord(plain):05x}")
    return "".join(key)


def plain_slug(text: str, fallback: str, *, length: int = 100) -> str:
    """Return an ASCII, lower-case slug of ``text``; ``fallback`` where nothing is left.

    A name of emoji alone still gets an address; ASCII in one case, because MariaDB takes
    "ó" and "o" for the same.
    """
    return slugify(fold(text))[:length].strip("-") or fallback


def unique_slug(model, text: str, fallback: str) -> str:
    """Return a slug of ``text`` that no row of ``model`` has: ``anna-nowak``, ``anna-nowak-2``.

    Two processes may be given the same one at the same moment; ``save_with_slug`` asks again.
    """
    base = plain_slug(text, fallback)
    slugs = model._default_manager.filter(slug__istartswith=base).values_list("slug", flat=True)
    taken = {slug.lower() for slug in slugs}
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in itertools.count(2) if f"{base}-{n}" not in taken)


def save_with_slug(instance, save: Callable[[], None], text: str, fallback: str) -> None:
    """Call ``save()`` with a free slug on ``instance``, again when another took it meanwhile."""
    for attempt in range(_ATTEMPTS):
        instance.slug = unique_slug(type(instance), text, fallback)
        try:
            with transaction.atomic(using=router.db_for_write(type(instance))):
                return save()
        except IntegrityError:
            taken = type(instance)._default_manager.filter(slug=instance.slug).exists()
            if attempt == _ATTEMPTS - 1 or not taken:
                instance.slug = ""
                raise
