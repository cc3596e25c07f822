"""What stands at the other end of a programme's links, as far as the public may see it.

Every end passes the gate: pages by ``Gate.pages``, remarks only where the consultation shows them.
The number of queries does not depend on how many links there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils.functional import cached_property

from ...consultations.choices import CountedFrom
from ...consultations.models import ConsultationReport
from ...consultations.querysets import consultation_model, public_consultations
from ...decisions.querysets import decision_model
from ...meetings.querysets import meeting_model
from ...remarks.choices import Meaning, Moderation
from ...remarks.models import Remark, RemarkRules
from ...remarks.publication.counting import with_verdict
from ...remarks.publication.sections import Headings
from ..models import ProgrammeLink

DECISION, MEETING, CONSULTATION, REMARK = "decision", "meeting", "consultation", "remark"
#: In the order in which pages show them.
KINDS = (DECISION, MEETING, CONSULTATION, REMARK)


def kind_of_class(model) -> str:
    """Which kind of end a page class is; empty for any other page."""
    classes = {
        DECISION: decision_model(),
        MEETING: meeting_model(),
        CONSULTATION: consultation_model(),
    }
    return next((kind for kind, each in classes.items() if issubclass(model, each)), "")


@dataclass
class SectionCount:
    """Public remarks on one section: all of them, and what became of them where that is public."""

    total: int = 0
    verdicts: Counter = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        return self.verdicts[Meaning.ACCEPTED]

    @property
    def partly(self) -> int:
        return self.verdicts[Meaning.PARTLY]


class Ends:
    """The public ends of ``links`` (a queryset); each property costs a query or two at most."""

    def __init__(self, links, gate):
        self.links, self.gate = links, gate

    @cached_property
    def rows(self) -> list[ProgrammeLink]:
        rows = self.links.select_related("target_page", "section", "remark").order_by("pk")
        return list(rows.defer("remark__quote", "remark__proposed", "remark__justification"))

    # Pages ----------------------------------------------------------------------------------------

    @cached_property
    def kinds(self) -> dict:
        """``translation_key`` of each public decision, meeting or consultation -> its kind."""
        if not any(row.target_page_id for row in self.rows):
            return {}
        Page = swapper.load_model("wagtailcore", "Page")
        keys = self.links.order_by().exclude(target_page=None)
        found = self.gate.pages(Page.objects.all(), any_locale=True)
        found = found.filter(translation_key__in=keys.values("target_page__translation_key"))
        pairs = set(found.order_by().values_list("translation_key", "content_type"))
        kinds = {}
        for key, pk in pairs:
            model = ContentType.objects.get_for_id(pk).model_class()
            kind = kind_of_class(model) if model is not None else ""
            if kind:
                kinds[key] = kind
        return kinds

    def kind_of(self, row: ProgrammeLink) -> str:
        """The kind of what is public at the end of ``row``; empty where nothing is."""
        if row.target_page_id:
            return self.kinds.get(row.target_page.translation_key, "")
        if row.section_id:
            return REMARK if self.heading_of(row.section_id) else ""
        return REMARK if row.remark_id in self.remarks else ""

    # Remarks --------------------------------------------------------------------------------------

    @cached_property
    def consultations(self) -> dict[int, object]:
        """Public consultations whose sections or remarks are linked, by their canonical key."""
        ids = {row.section.consultation_id for row in self.rows if row.section_id}
        ids |= {row.remark.consultation_id for row in self.rows if row.remark_id}
        if not ids:
            return {}
        Page = swapper.load_model("wagtailcore", "Page")
        keys = dict(Page.objects.filter(pk__in=ids).values_list("translation_key", "pk"))
        found = public_consultations(self.gate, any_locale=True).filter(translation_key__in=keys)
        own = self.gate.locale.pk if self.gate.locale else None
        pages: dict = {}
        for page in sorted(found, key=lambda page: (page.locale_id != own, page.pk)):
            pages.setdefault(keys[page.translation_key], page)
        return pages

    @cached_property
    def answered(self) -> set:
        """Keys of consultations whose answers are public, with the report."""
        if not self.consultations:
            return set()
        reports = ConsultationReport.objects.of_any(self.consultations.values())
        reports = reports.published(self.gate.now).filter(counted_from=CountedFrom.REGISTER)
        return set(reports.order_by().values_list("consultation__translation_key", flat=True))

    @cached_property
    def at_once(self) -> set:
        """Keys of those that show approved remarks before the report."""
        if not self.consultations:
            return set()
        rules = RemarkRules.objects.of_any(self.consultations.values()).filter(shows_at_once=True)
        found = rules.order_by().values_list("consultation__translation_key", flat=True)
        return set(found) - self.answered

    def _public(self, rows):
        """Remarks that count for the public: with the report all, before it the approved ones."""
        key = "consultation__translation_key__in"
        approved = Q(moderation=Moderation.APPROVED, withdrawn_at=None, erased_at=None)
        return rows.counted().filter(
            Q(**{key: self.answered}) | (Q(**{key: self.at_once}) & approved)
        )

    @cached_property
    def headings(self) -> Headings | None:
        pages = list(self.consultations.values())
        return Headings(pages[0], self.gate.now, *pages[1:]) if pages else None

    def heading_of(self, section: int | None) -> str:
        """The heading of a section in a published text of a public consultation."""
        return self.headings.latest(section) if section and self.headings else ""

    @cached_property
    def sections(self) -> dict[int, SectionCount]:
        """Numbers of public remarks by linked section."""
        ids = {row.section_id for row in self.rows if row.section_id}
        if not ids or not (self.answered or self.at_once):
            return defaultdict(SectionCount)
        rows = with_verdict(self._public(Remark.objects.filter(section__in=ids)))
        groups = rows.order_by().values_list("section", "consultation__translation_key", "verdict")
        found: dict[int, SectionCount] = defaultdict(SectionCount)
        for section, key, verdict, count in groups.annotate(Count("pk")):
            found[section].total += count
            if key in self.answered:
                found[section].verdicts[verdict] += count
        return found

    @cached_property
    def remarks(self) -> dict[int, Remark]:
        """Linked remarks whose words the public may read."""
        ids = {row.remark_id for row in self.rows if row.remark_id}
        if not ids or not (self.answered or self.at_once):
            return {}
        rows = self._public(Remark.objects.readable().filter(pk__in=ids))
        return {row.pk: row for row in rows.for_table().select_related("consultation")}

    # Counts ---------------------------------------------------------------------------------------

    def counts(self) -> dict[int | None, Counter]:
        """How many of each kind fed each node (None: the whole programme); a remark once."""
        found: dict[int | None, Counter] = defaultdict(Counter)
        whole = {(row.node_id, row.section_id) for row in self.rows if row.section_id}
        for row in self.rows:
            if row.section_id:
                found[row.node_id][REMARK] += self.sections[row.section_id].total
            elif row.remark_id:
                remark = self.remarks.get(row.remark_id)
                if remark is not None and (row.node_id, remark.section_id) not in whole:
                    found[row.node_id][REMARK] += 1
            elif kind := self.kind_of(row):
                found[row.node_id][kind] += 1
        return found
