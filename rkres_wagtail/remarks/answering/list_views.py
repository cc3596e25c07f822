"""Lists for the work on answers: remarks that are alike, and what a report still lacks."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Remark
from . import addresses, rules
from .admin_base import ConsultationView, rows_of, with_places
from .grouping import groups_of
from .likeness import in_words
from .obstacles import gaps_of
from .progress import progress_of

#: Groups on a screen, and members of each that are shown.
PER_PAGE, MOST_SHOWN = 10, 30
#: Rows of each kind of gap.
MOST_ROWS = 100


@dataclass(frozen=True)
class Member:
    remark: Remark
    alike: str


@dataclass(frozen=True)
class ShownGroup:
    """Some like remarks; ``more`` are not shown, ``fingerprint`` is of those the same."""

    number: int
    count_text: str
    answered_text: str
    members: list[Member]
    more: str
    fingerprint: str
    same_text: str


class GroupsView(ConsultationView):
    """Identical and nearly identical remarks, to be answered together."""

    template_name = "rkres_wagtail/remarks/answering/groups.html"

    @property
    def title(self) -> str:
        return _("Remarks that are alike")

    @property
    def shows_all(self) -> bool:
        return self.request.GET.get("wszystkie") == "1"

    def get_context_data(self, **kwargs):
        groups = groups_of(self.page)
        if not self.shows_all:
            groups = self._unanswered(groups)
        page_of = Paginator(groups, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            groups=self._shown(page_of),
            page_of=page_of,
            shows_all=self.shows_all,
            answer_url=addresses.answer_url(self.page),
            **kwargs,
        )

    def _unanswered(self, groups):
        rows = Remark.objects.of(self.page).to_answer().filter(response=None)
        waiting = set(rows.order_by().values_list("pk", flat=True))
        return [group for group in groups if any(key in waiting for key, _alike in group)]

    def _shown(self, page_of) -> list[ShownGroup]:
        keys = [key for group in page_of for key, _alike in group[:MOST_SHOWN]]
        rows = Remark.objects.of(self.page).filter(pk__in=keys).for_table()
        found = {each.pk: each for each in with_places(list(rows))}
        everyone = [key for group in page_of for key, _alike in group]
        answered = set(
            Remark.objects.of(self.page)
            .filter(pk__in=everyone)
            .exclude(response=None)
            .order_by()
            .values_list("pk", flat=True)
        )
        first = page_of.start_index()
        return [
            self._group(first + place, group, found, answered)
            for place, group in enumerate(page_of)
        ]

    def _group(self, number, group, found, answered) -> ShownGroup:
        members = [
            Member(found[key], "" if not place else in_words(alike))
            for place, (key, alike) in enumerate(group[:MOST_SHOWN])
            if key in found
        ]
        count, done = len(group), sum(key in answered for key, _alike in group)
        same = sum(alike >= 1 for _key, alike in group)
        more = count - len(members)
        return ShownGroup(
            number=number,
            count_text=ngettext("%(count)d remark", "%(count)d remarks", count) % {"count": count},
            answered_text=ngettext(
                "%(count)d of them has an answer", "%(count)d of them have an answer", done
            )
            % {"count": done}
            if done
            else _("none of them has an answer"),
            members=members,
            more=ngettext(
                "%(count)d more is not shown here.", "%(count)d more are not shown here.", more
            )
            % {"count": more}
            if more
            else "",
            fingerprint=members[0].remark.fingerprint if members and same > 1 else "",
            same_text=ngettext(
                "Answer all %(count)d identical one", "Answer all %(count)d identical ones", same
            )
            % {"count": same},
        )


@dataclass(frozen=True)
class ShownGap:
    heading: str
    count: int
    rows: list
    more: str
    #: Whether a reason in the report is enough.
    yields_to_reason: bool
    is_moderation: bool


class GapsView(ConsultationView):
    """What is missing before the report can come out, with the way to each."""

    template_name = "rkres_wagtail/remarks/answering/gaps.html"
    header_icon = "tasks"

    @property
    def title(self) -> str:
        return _("What the report still lacks")

    def get_context_data(self, **kwargs):
        gaps = gaps_of(self.page)
        keys = {key for found in gaps.values() for key in found[:MOST_ROWS]}
        rows = {row.pk: row for row in with_places(rows_of(self.page, keys))}
        shown = [self._shown(gap, gaps[gap], rows) for gap in self._order() if gap in gaps]
        for gap in shown:
            for row in gap.rows:
                row.writing_url = addresses.writing_url(self.page, row)
                row.moderation_url = addresses.remark_url(self.page, row)
        return super().get_context_data(
            gaps=shown,
            progress=progress_of(self.page),
            report=self._report(),
            register_url=addresses.register_url(self.page),
            **kwargs,
        )

    def _order(self) -> list[str]:
        from ..querysets import GAPS

        return [*(gap for gap in GAPS if gap != "response"), "response", "moderation"]

    def _shown(self, gap: str, keys: list[int], rows: dict[int, Remark]) -> ShownGap:
        more = len(keys) - MOST_ROWS
        return ShownGap(
            heading=_("They wait for a decision whether the public may read them")
            if gap == "moderation"
            else rules.gap_text(gap),
            count=len(keys),
            rows=[rows[key] for key in keys[:MOST_ROWS] if key in rows],
            more=ngettext("and %(count)d more remark", "and %(count)d more remarks", more)
            % {"count": more}
            if more > 0
            else "",
            yields_to_reason=gap in ("response", "moderation"),
            is_moderation=gap == "moderation",
        )

    def _report(self) -> dict:
        """The report's editor, where this user may open it, and whether it is out."""
        from ...consultations.models import ConsultationReport
        from ...consultations.report.permissions import may_keep
        from ...consultations.report.ways import edit_url

        report = ConsultationReport.objects.of(self.page).select_related("consultation").first()
        if report is None or not may_keep(report.consultation, self.request.user):
            return {}
        return {"url": edit_url(report), "reason": report.incomplete_reason}
