"""One request to the form: the blocks, what is wrong with them, and what the page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ...conf import settings
from ...consultations.course import deadline, opening
from ...consultations.reader import published
from ...consultations.reader.context import frame
from ...form_stamps import DECOY
from ...public import Gate
from ..choices import Asked
from . import reading, stamps
from .arrival import Arrival
from .forms import RemarkForm
from .openness import Opening

TEMPLATE = "rkres_wagtail/remarks/online/form.html"
#: Blocks that are read at all: more of them no browser sends.
_MOST_BLOCKS = 100
#: Letters of a section that is shown unfolded.
_SHORT = 1500


@dataclass
class Block:
    """One remark of the form: its fields, and the section that was read."""

    key: int
    number: int
    form: RemarkForm
    #: What was read, as the reader shows it.
    section: object = None
    #: False where a block above shows the same text.
    shows_text: bool = True

    @property
    def is_short(self) -> bool:
        """Whether the text of the section leaves the fields within sight."""
        letters = sum(len(strip_tags(part.html)) for part in self.section.parts)
        return letters < _SHORT and all(part.kind == "text" for part in self.section.parts)

    @property
    def anchor(self) -> str:
        return f"rkres-uwaga-{self.key}"


class FormPage(Arrival):
    def __init__(self, page, request, gate: Gate, opening: Opening):
        super().__init__(page, request, gate, opening)
        self.problems: list[dict] = []
        self.blocks: list[Block] = []
        self.sent_already = ""
        self.tells_of_newer = False

    # A form that is opened ------------------------------------------------------------------

    def open(self) -> None:
        query = self.request.GET
        self.reading = reading.by_number(self.page.source, self.gate, query.get("wersja", ""))
        self.stamp = stamps.fresh(self.page.pk, self.gate.now)
        self.author = self.author_form(None)
        anchor = query.get("czesc", "")
        initial = {"section": anchor} if anchor in self.reading.texts else {}
        self.blocks = [Block(1, 1, self._remark(1, None, initial))]
        self.tells_of_newer = self.reading.is_superseded

    # A form that comes back ------------------------------------------------------------------

    def receive(self) -> None:
        """Read what was typed; nothing is checked yet."""
        data = self.request.POST
        self.receive_hidden(
            version=data.get("version", ""),
            latest=data.get("latest", ""),
            stamp=data.get("stamp", ""),
            decoy=data.get(DECOY, ""),
        )
        self.author = self.author_form(data)
        keys = [int(each) for each in data.getlist("block") if each.isascii() and each.isdecimal()]
        keys = list(dict.fromkeys(each for each in keys if 0 < each < 10_000))[:_MOST_BLOCKS]
        self._set_blocks(keys or [1], data)
        self.tells_of_newer = self.reading.is_superseded

    @property
    def verb(self) -> str:
        """Which button was pressed; Enter in a field sends."""
        verb = self.request.POST.get("do", "")
        return verb if verb == "add" or verb.startswith("remove-") else "send"

    def change_blocks(self) -> None:
        """One block more, or one less; nothing is said of what is still missing."""
        keys = [each.key for each in self.blocks]
        if self.verb == "add" and len(keys) < settings.REMARK_MAX_PER_SENDING:
            keys.append(max(keys) + 1)
        elif self.verb != "add":
            keys = [each for each in keys if f"remove-{each}" != self.verb] or [max(keys) + 1]
        # Fields that hold what was typed, without being bound: so nothing is called wrong yet.
        data = self.request.POST
        typed = {block.key: block.form.typed for block in self.blocks}
        self.blocks = [
            Block(key, number, self._remark(key, None, typed.get(key)))
            for number, key in enumerate(keys, 1)
        ]
        author = self.author
        self.author = self.author_form(None, {name: author[name].value() for name in author.fields})
        self.tells_of_newer = self.reading.is_superseded and bool(data)

    def check(self) -> bool:
        """Whether everything is filled in as it should be; else ``problems`` says what is not."""
        filled = [each for each in self.blocks if not each.form.is_empty]
        self.blocks = filled or self.blocks[:1]
        for number, block in enumerate(self.blocks, 1):
            block.number = number
            prefix = _("Remark %(number)d, ") % {"number": number} if len(self.blocks) > 1 else ""
            block.form.is_valid()
            self.problems += block.form.problems(prefix)
        self.author.is_valid()
        self.problems += self.author.problems()
        self.check_whole(len(self.blocks))
        if self.problems and self.stamp.is_too_old(self.gate.now):
            self.stamp = self.stamp.renewed(self.gate.now)
        return not self.problems

    @property
    def remarks(self) -> list:
        return [block.form.remark for block in self.blocks]

    def say(self, text: str, *, about: str = "") -> None:
        self.problems.append({"id": "", "text": text})

    # Parts -----------------------------------------------------------------------------------

    def _remark(self, key: int, data, initial=None) -> RemarkForm:
        return self.remark_form(data, prefix=f"r{key}", initial=initial)

    def _set_blocks(self, keys: list[int], data) -> None:
        self.blocks = [
            Block(key, number, self._remark(key, data)) for number, key in enumerate(keys, 1)
        ]

    # What it shows ---------------------------------------------------------------------------

    def render(self, status: int, **extra):
        """The page with everything that was typed; where no round is open, to be copied."""
        shown = self.reading.shown([each.form.anchor for each in self.blocks], self.gate)
        seen = set()
        for block in self.blocks:
            block.section = shown.get(block.form.anchor)
            block.shows_text = block.form.anchor not in seen
            seen.add(block.form.anchor)
            block.form.tie()
        self.author.tie()
        frame_of_page = frame(self.page, self.request)
        context = {
            **frame_of_page,
            "canonical_url": self._canonical_url(),
            "opening": self.opening,
            "form_state": self.opening.state,
            "opens": opening(self.opening.round.starts_at) if self.opening.round else "",
            "until": deadline(self.opening.round.ends_at) if self.opening.round else "",
            "closed": self._closed(frame_of_page["course"]),
            "is_post": self.request.method == "POST",
            "rules": self.rules,
            "asks_for_place": self.rules.place != Asked.NO,
            "reading": self.reading,
            "tells_of_newer": self.tells_of_newer,
            "document_url": self._document_url(),
            "changes_url": self._changes_url(),
            "author": self.author,
            "blocks": self.blocks,
            "can_add": len(self.blocks) < settings.REMARK_MAX_PER_SENDING,
            "next_anchor": f"rkres-uwaga-{max((each.key for each in self.blocks), default=0) + 1}",
            "stamp": self.stamp.text(),
            "decoy": DECOY,
            "problems": self.problems,
            "sent_already": self.sent_already,
            **extra,
        }
        response = self.page.render(self.request, context_overrides=context, template=TEMPLATE)
        response.status_code = status
        return response

    @staticmethod
    def _closed(course) -> str:
        return deadline(course.ends_at) if course.ends_at else ""

    def _canonical_url(self) -> str:
        """One form, whichever section it was opened for."""
        source = self.page.source
        url = source.get_full_url(self.request)
        return f"{url}{source.reverse_subpage('remark_form')}" if url else ""

    def _document_url(self) -> str:
        version = self.reading.version
        if version is None:
            return ""
        return published.address_of(self.page, version, request=self.request)

    def _changes_url(self) -> str:
        """What has changed between the version that is read and the newest one."""
        if not self.reading.is_superseded:
            return ""
        base = published.comparison_address(self.page, request=self.request)
        return f"{base}?od={self.reading.version.number}&do={self.reading.latest.number}"
