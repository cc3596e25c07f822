"""What an editor must know of a read file before saving it, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .reading import ReadDocument

#: Lost words that are listed.
LISTED = 40


def warnings_of(document: ReadDocument) -> list[str]:
    """The most serious first; empty where everything was taken over."""
    found = []
    if document.lost:
        found.append(_lost(document.lost))
    if not document.has_headings:
        found.append(
            _(
                "No headings were found, so the whole text is one section. People can answer only "
                "the whole of it then. Better give the headings a style (Heading 1, Heading 2 …) "
                "in the word processor and choose the file again; or split the section here."
            )
        )
    found += [_told(document, key, text) for key, text in _texts(document).items()]
    found += _images(document)
    return [text for text in found if text]


def _lost(words: list[str]) -> str:
    text = ngettext(
        "%(count)d word of the file is missing below. Check: %(words)s",
        "%(count)d words of the file are missing below. Check: %(words)s",
        len(words),
    ) % {"count": len(words), "words": ", ".join(words[:LISTED])}
    return f"{text} …" if len(words) > LISTED else f"{text}."


def _told(document: ReadDocument, key: str, text: str) -> str:
    return text % {"count": document.told[key]} if document.told[key] else ""


def _texts(document: ReadDocument) -> dict[str, str]:
    told = document.told
    return {
        "changes": ngettext(
            "The file has %(count)d tracked change: insertions were accepted, deletions left out.",
            "The file has %(count)d tracked changes: insertions were accepted, deletions left out.",
            told["changes"],
        ),
        "comments": ngettext(
            "%(count)d comment was left out.",
            "%(count)d comments were left out.",
            told["comments"],
        ),
        "hidden": ngettext(
            "%(count)d piece of hidden text was left out.",
            "%(count)d pieces of hidden text were left out.",
            told["hidden"],
        ),
        "contents": ngettext(
            "%(count)d line of contents was left out.",
            "%(count)d lines of contents were left out.",
            told["contents"],
        ),
        "empty_notes": ngettext(
            "%(count)d footnote has no text in the file, so only its number came along.",
            "%(count)d footnotes have no text in the file, so only their numbers came along.",
            told["empty_notes"],
        ),
        "relabelled": ngettext(
            "%(count)d item within a list has a letter or a Roman number in the file; here it gets "
            "the number that the page gives it.",
            "%(count)d items within lists have letters or Roman numbers in the file; here they get "
            "the numbers that the page gives them.",
            told["relabelled"],
        ),
        "parts": ngettext(
            "The file holds %(count)d other file as a part of its text, which is not read. Paste "
            "its text in the word processor.",
            "The file holds %(count)d other files as parts of its text, which are not read. Paste "
            "their text in the word processor.",
            told["parts"],
        ),
        "macros": _("The file holds macros. They were neither run nor saved."),
    }


def _images(document: ReadDocument) -> list[str]:
    found = []
    with_images = [each for each in document.sections if each.images]
    if with_images:
        count = sum(each.images for each in with_images)
        found.append(
            ngettext(
                "%(count)d picture, chart or drawing is not imported; add it by hand, with a "
                "description, in: %(sections)s.",
                "%(count)d pictures, charts or drawings are not imported; add them by hand, with "
                "descriptions, in: %(sections)s.",
                count,
            )
            % {"count": count, "sections": _named(with_images)}
        )
    with_equations = [each for each in document.sections if each.equations]
    if with_equations:
        found.append(
            _("Equations came as plain signs; check them in: %(sections)s.")
            % {"sections": _named(with_equations)}
        )
    return found


def _named(sections) -> str:
    names = [_("“%s”") % each.heading[:60] for each in sections[:10]]
    return ", ".join(names) + (" …" if len(sections) > 10 else "")
