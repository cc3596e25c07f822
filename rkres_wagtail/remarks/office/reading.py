"""What a remark says, what its author read, and what the public will read."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ...consultations.document.words import lines_of
from ...consultations.models import DocumentVersion, SectionText
from ..models import Remark
from ..publication.texts import public_text, trace_of


@dataclass(frozen=True)
class Text:
    label: str
    text: str


def texts_of(row) -> list[Text]:
    """Filled texts of a remark, or of what it said before, in the order of the form."""
    return _texts(lambda name: getattr(row, name))


def _texts(read) -> list[Text]:
    labels = {
        name: capfirst(str(Remark._meta.get_field(name).verbose_name))
        for name in ("place", *Remark.TEXTS)
    }
    return [Text(label, text) for name, label in labels.items() if (text := read(name))]


@dataclass(frozen=True)
class Preview:
    """What the public reads: the texts, or the neutral trace in their place."""

    texts: list[Text]
    trace: str
    author: str


def preview_of(remark: Remark, moderation: str, block_reason: str, hidden_passages: str) -> Preview:
    """As if this were saved."""
    row = copy(remark)
    row.moderation, row.block_reason = moderation, block_reason
    row.hidden_passages = hidden_passages
    return Preview(
        _texts(lambda name: public_text(row, name)), trace_of(row), row.submission.public_author
    )


@dataclass(frozen=True)
class Read:
    """The section as its author read it, and what became of it since."""

    heading: str
    version: int
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_by_author(remark: Remark, page) -> Read | None:
    """None where the remark is bound to no section; three queries."""
    if remark.section_id is None:
        return None
    texts = SectionText.objects.filter(identity=remark.section_id).select_related("version")
    known = sorted(texts, key=lambda each: each.version.number)
    own = next((each for each in known if each.version_id == remark.version_id), None)
    notes = []
    if own is None:
        notes.append(_("The text that the author read is no longer kept."))
    elif remark.section_digest and own.digest != remark.section_digest:
        notes.append(_("The text of this version has changed since the author read it."))
    notes += _of_the_newest(own, known, page)
    shown = own or (known[-1] if known else None)
    if shown is None:
        return Read(_("(a section without a text)"), 0, [], notes)
    return Read(shown.heading, shown.version.number, lines_of(shown.content), notes)


def _of_the_newest(own, known: list, page) -> list[str]:
    published = DocumentVersion.objects.of(page).published(timezone.now())
    newest = published.aggregate(number=Max("number"))["number"]
    if own is None or newest is None or newest <= own.version.number:
        return []
    later = next((each for each in known if each.version.number == newest), None)
    if later is None:
        return [_("Version %(number)d has no such section any more.") % {"number": newest}]
    if later.digest != own.digest:
        return [_("Version %(number)d says something else here.") % {"number": newest}]
    return []
