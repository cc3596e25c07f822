"""Who sends a form: its fields, how they are headed, and what people write in them."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy, pgettext_lazy

from ..choices import AuthorKind, Channel
from .columns import MAX_HEADING, NAME_OF_BOTH, bare

#: Fields of a form in their order.
FIELDS = ("kind", "name", "organisation", "email", "is_name_public", "wants_result")
LABELS = {
    "kind": gettext_lazy("Who sends the remarks (put an X at one)"),
    "name": gettext_lazy("First name and surname"),
    "organisation": gettext_lazy("Name of the entity"),
    "email": gettext_lazy("E-mail"),
    "is_name_public": gettext_lazy(
        "I agree that my first name and surname are shown in the report (private persons)"
    ),
    "wants_result": gettext_lazy("Please tell me by e-mail when the report is published"),
}
YES, NO = pgettext_lazy("box of a form", "yes"), pgettext_lazy("box of a form", "no")
KINDS = (AuthorKind.PERSON, AuthorKind.ORGANISATION, AuthorKind.GOVERNMENT)

_FIELDS = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("is_name_public", r"zgadzam|wyrazam|zgod[aey]|\bi agree|consent"),
        ("wants_result", r"powiadom|zawiadom|poinform|please tell|notify"),
        ("email", r"e ?mail|poczta elektroniczna|adres elektroniczny"),
        ("kind", r"^kto (zglasza|sklada)|rodzaj|typ podmiotu|kategoria|who sends|kind of"),
        ("author", "|".join(NAME_OF_BOTH)),
        ("organisation", r"podmiot|organizac|instytuc|entity|organi[sz]ation"),
        ("name", r"imie|nazwisk|first name|surname"),
        ("author", r"zglaszaj|autor|author|sender"),
    )
)  # fmt: skip
_KINDS = (
    (AuthorKind.INTERNAL, r"wewnetrz|internal"),
    (AuthorKind.GOVERNMENT, r"samorzad|jst\b|gmin|powiat|wojewod|urzad|local gov|government"),
    (AuthorKind.PERSON, r"osob\w* (fizyczn|prywatn)|mieszkan|obywatel|prywatn|private|person"),
    (AuthorKind.ORGANISATION, r"organizac|podmiot|stowarzysz|fundac|spoldzieln|przedsieb|instytuc"
     r"|osob\w* prawn|organi[sz]ation|entity|ngo|owes"),
)  # fmt: skip
_CHANNELS = (
    (Channel.E_DELIVERY, r"epuap|doreczen|skrzynk"),
    (
        Channel.ONLINE,
        r"online|on line|internet|elektroniczny formularz|formularz elektroniczny|www",
    ),
    (Channel.EMAIL, r"e ?mail|poczta? elektroniczn|^mail"),
    (Channel.POST, r"poczt|listown|list\b|post"),
    (Channel.ORALLY, r"ustn|telefon|protokol|orally"),
    (Channel.IN_PERSON, r"osobis|kancelari|biur|in person"),
    (Channel.MEETING, r"spotkan|posiedzen|konferenc|debat|warsztat|meeting"),
    (Channel.OTHER, r"^inn|other"),
)
_TICKED = re.compile(r"\[\s*[xXvV+✓✔☒]\s*\]|[☒☑✓✔✗✘]|(?<!\w)[xX](?=\s|$)")
_BOX = re.compile(r"\[[\s_]*\]|[☐□]")


def field(label: str) -> str:
    """The field with this label; empty where it is none."""
    text = bare(label) if len(label.strip()) <= MAX_HEADING else ""
    return next((key for key, pattern in _FIELDS if text and pattern.search(text)), "")


def _match(text: str, patterns) -> list[str]:
    words = bare(text)
    return [str(key) for key, pattern in patterns if re.search(pattern, words)]


def _chosen(text: str) -> str:
    """What is ticked of boxes one below another; the text itself where there are none."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if ticked := [line for line in lines if _TICKED.search(line)]:
        # Several boxes in one line: from the tick to the next box.
        return "\n".join(_after_tick(line) for line in ticked)
    return "\n".join(line for line in lines if not _BOX.search(line))


def _after_tick(line: str) -> str:
    match = _TICKED.search(line)
    after = _BOX.split(line[match.end() :])[0]
    before = _BOX.split(line[: match.start()])[-1]
    return after if re.search(r"\w", after) else before


def kind_of(text: str) -> str:
    """An ``AuthorKind`` of a form's boxes or of a word; empty where it is not clear."""
    chosen = _chosen(text)
    found = [kind for line in chosen.split("\n") for kind in _match(line, _KINDS)[:1]]
    return found[0] if len(set(found)) == 1 else ""


def channel_of(text: str) -> str:
    return next(iter(_match(text, _CHANNELS)), "")


def is_yes(text: str) -> bool:
    """Only what plainly says so: consent is never guessed."""
    chosen = _chosen(text)
    words = set(bare(chosen).split())
    if words & {"nie", "no", "not"}:
        return False
    return bool(words & {"tak", "yes", "t", "zgadzam", "wyrazam"}) or bool(
        _TICKED.search(text) and not words
    )
