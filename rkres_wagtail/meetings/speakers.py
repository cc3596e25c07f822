"""Who speaks, at the end of a line of an agenda; taken out of it only where that is clear."""

from __future__ import annotations

import re

from .given_names import GIVEN_NAMES

_MARKER = re.compile(
    r"[\s,;–—(\[-]+(?:ref\.|referuje:?|(?:referent|prelegent)(?:ka)?:|prowadz(?:i|ący|ąca):)"
    r"\s*(?P<who>\S.*)$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[](?P<who>[^()\[\]]+)[)\]]\s*\.?$")
_DASH = re.compile(r"\s+[–—-]\s+(?P<who>(?:(?!\s[–—-]\s).)+)$")
_TITLES = r"(?:(?:dr|hab|prof|mgr|inż|lic|ks|p|pan|pani|adw|mec)\b\.?\s+)"
_CAPITAL = r"[A-ZĄĆĘŁŃÓŚŹŻ]"
_WORD = rf"{_CAPITAL}[^\W\d_]+"
_NAME = re.compile(
    rf"(?P<titles>{_TITLES}*)(?P<first>{_WORD}|{_CAPITAL}\.)(?:\s+(?:{_WORD}|{_CAPITAL}\.))?"
    rf"\s+{_WORD}(?:\s?[-–]\s?{_WORD})?"
)
_TITLES_ANY_CASE = re.compile(_TITLES, re.IGNORECASE)
_AFFILIATION = re.compile(r"(?P<name>[^,()]+?)\s*(?:,\s*(?P<after>.+)|\((?P<inside>[^()]+)\))?$")
_LOOSE_ENDS = " \t,;:–—-"


def split_speaker(text: str) -> tuple[str, str, str]:
    """``text`` without the speaker, the speaker and the affiliation; the latter may be empty.

    "ref. …" names a speaker whatever follows. After a dash or in brackets, only a given name or
    a degree makes two capitalised words a person: "– Zielona Góra, Urząd" is a place.
    """
    marked = _MARKER.search(text)
    if marked is not None:
        who = _unwrapped(marked["who"], text[marked.start() : marked.start("who")])
        found = _AFFILIATION.match(who)
        if found is not None and len(found["name"].split()) <= 8:
            return _parts(text, marked, found)
    for pattern in (_BRACKETS, _DASH):
        match = pattern.search(text)
        found = _AFFILIATION.match(match["who"].strip()) if match is not None else None
        if found is not None and is_person(found["name"]) and not _names_another(found):
            return _parts(text, match, found)
    return text, "", ""


def is_person(text: str) -> bool:
    """Whether ``text`` is nothing but the name of one person, beyond doubt."""
    lowered = _TITLES_ANY_CASE.sub(lambda match: match[0].lower(), text.strip())
    match = _NAME.fullmatch(lowered)
    if match is None:
        return False
    return bool(match["titles"]) or match["first"].lower() in GIVEN_NAMES


def _names_another(found: re.Match) -> bool:
    """Whether what would be the affiliation holds a second person."""
    after = found["after"] or ""
    return any(is_person(part) for part in after.split(","))


def _unwrapped(who: str, before: str) -> str:
    """What follows the marker, without the bracket that was opened before it and a full stop."""
    who = who.strip()
    if any(sign in before for sign in "([") and who.rstrip(".")[-1:] in (")", "]"):
        who = who.rstrip(".")[:-1]
    return who.strip()


def _parts(text: str, match: re.Match, found: re.Match) -> tuple[str, str, str]:
    title = text[: match.start()].rstrip(_LOOSE_ENDS)
    if not title:
        return text, "", ""
    affiliation = (found["after"] or found["inside"] or "").strip()
    return title, found["name"].strip(), affiliation
