"""What an import would do: files, senders and rows as they will become remarks, and what is wrong.

Made anew from what was read and what the clerk said, at each look and once more when it is done.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...conf import settings
from ...consultations.course import course_of
from ..choices import Channel
from ..models import RemarkBatch, RemarkBatchFile, SubmissionFile
from ..services import BATCH, rules_of
from .matching import Sections
from .packing import unpacked
from .reading import Reading
from .rows import FileReader, Own, Problem, RowPlan


@dataclass
class FilePlan:
    """One file: whether it is taken over, why not, what is wrong in it, and its rows."""

    file: RemarkBatchFile
    reading: Reading
    #: Why it is left out unless the clerk says otherwise.
    left_out: str = ""
    is_included: bool = True
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rows: list[RowPlan] = field(default_factory=list)
    sendings: list = field(default_factory=list)
    #: Whether rows name senders without saying whether these are persons or entities.
    needs_kind: bool = False

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def kept_rows(self) -> list[RowPlan]:
        return [row for row in self.rows if not row.is_skipped]

    @property
    def is_ready(self) -> bool:
        return self.is_included and not self.problems

    @property
    def sender(self) -> str:
        """Who sends it, in a word; of a table of many, how many."""
        authors = {s.author for s, _remarks in self.sendings}
        return next(iter(authors)) if len(authors) == 1 else ""

    @property
    def received_at(self) -> datetime | None:
        return self.sendings[0][0].received_at if self.sendings else None

    @property
    def channel(self) -> str:
        return self.sendings[0][0].get_channel_display() if self.sendings else ""


class Plan:
    """All files of a batch; the number of queries does not depend on how many there are."""

    def __init__(self, batch: RemarkBatch, page, *, now: datetime | None = None):
        self.batch, self.page = batch, page
        self.now = now or timezone.now()
        # Of several MB each, and not needed to look through.
        self.rows = list(batch.files.defer("content").order_by("pk"))
        for row in self.rows:
            row.batch = batch

    @cached_property
    def files(self) -> list[FilePlan]:
        course, sections = course_of(self.page, now=self.now), Sections(self.page, self.now)
        rules = rules_of(self.page)
        own = Own(rules.consultation_id, rules.form_edition, self.page.locale.language_code)
        known, seen = self._known(), set()
        found = []
        for row in self.rows:
            plan = FilePlan(row, Reading.of_json(unpacked(row.reading)))
            plan.left_out = self._why_left_out(row, known, seen)
            seen.add(row.sha256)
            included = row.options.get("include")
            plan.is_included = (not plan.left_out) if included is None else bool(included)
            reader = FileReader(plan, self.batch.options, own, course, sections, self.now)
            reader.read()
            found.append(plan)
        return found

    def _known(self) -> set[str]:
        """Hashes of files that were taken over already, of this consultation."""
        hashes = [row.sha256 for row in self.rows]
        kept = SubmissionFile.objects.filter(
            submission__consultation__translation_key=self.page.translation_key
        )
        applied = RemarkBatchFile.objects.filter(
            batch__consultation__translation_key=self.page.translation_key,
            batch__applied_at__isnull=False,
        ).exclude(batch=self.batch)
        found: set[str] = set()
        for start in range(0, len(hashes), BATCH):
            some = hashes[start : start + BATCH]
            for rows in (kept, applied):
                found.update(rows.filter(sha256__in=some).values_list("sha256", flat=True))
        return found

    def _why_left_out(self, row, known, seen) -> str:
        if row.sha256 in known:
            return _("This very file was imported before.")
        if row.sha256 in seen:
            return _("The same file is in this import twice.")
        return ""

    # Together ------------------------------------------------------------------------------------

    @property
    def included(self) -> list[FilePlan]:
        return [each for each in self.files if each.is_included]

    @property
    def broken(self) -> list[FilePlan]:
        return [each for each in self.included if each.problems]

    @property
    def sendings(self) -> list:
        return [pair for each in self.included for pair in each.sendings]

    @property
    def remark_count(self) -> int:
        return sum(len(each.kept_rows) for each in self.included)

    @property
    def too_many(self) -> str:
        limit = settings.REMARK_IMPORT_MAX_ROWS
        if self.remark_count <= limit:
            return ""
        return _("There are %(count)d remarks; the most at one time is %(limit)d.") % {
            "count": self.remark_count,
            "limit": limit,
        }

    @property
    def may_be_applied(self) -> bool:
        return bool(self.remark_count) and not self.broken and not self.too_many

    @property
    def channels(self) -> list[tuple[str, int]]:
        counts = Counter(s.channel for s, remarks in self.sendings for _remark in remarks)
        return [(str(Channel(key).label), number) for key, number in counts.most_common()]

    @property
    def seen(self) -> str:
        """Names what the clerk looks at: another's change in the meantime is told."""
        return seen_of(self.batch, self.rows)


def seen_of(batch, rows) -> str:
    value = [batch.options, [[row.pk, row.options] for row in rows]]
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
