"""What the API may say of consultations beside their own fields, for one or for many at once.

A list of consultations costs a constant number of queries: everything that hangs on them is read
together. Nothing here has not passed the gate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import swapper
from django.db.models import Count
from wagtail.documents import get_document_model

from .. import sub_addresses
from ..bodies.models import LegalAct
from ..meetings.published import bodies_for
from ..meetings.querysets import public_meetings
from ..public import Gate
from ..site_settings import RkresSettings
from .course import Course, courses_of
from .models import DocumentVersion
from .report import numbers

_ATTRIBUTE = "_rkres_api_facts"


def report_days(gate: Gate) -> int:
    """Days for the report, as the settings of the gate's site say."""
    settings = RkresSettings.for_site(gate.site) if gate.site is not None else RkresSettings()
    return settings.report_days


class Facts:
    """What hangs on the consultations ``pages`` (of one class, at least one)."""

    def __init__(self, pages: list, gate: Gate):
        self.gate = gate
        self._pages = pages
        self._model = type(pages[0])
        self._courses = courses_of(pages, now=gate.now, report_days=report_days(gate))
        numbers.prepare(each.report for each in self._courses.values())
        self._keys = self._body_keys()
        self.versions = self._versions()
        self.hearings = self._hearings()
        self.tags = self._tags()
        self._acts = self._public_acts()
        self.documents = self._documents()
        self._forms = sub_addresses.found("remark_form", pages, gate)

    @classmethod
    def of(cls, page, gate: Gate) -> Facts:
        """What ``load`` has read for the page, else what is read for it alone."""
        if not hasattr(page, _ATTRIBUTE):
            load([page], gate)
        return getattr(page, _ATTRIBUTE)

    def course(self, page) -> Course:
        return self._courses[page.translation_key]

    def body(self, page, name: str = "body"):
        """The public body in the page's language; None where the public may not see it."""
        key = self._keys.get(getattr(page, f"{name}_id"))
        found = bodies_for(self.gate, page.locale_id).shown([key]) if key else []
        return found[0] if found else None

    def has_own_form(self, page) -> bool:
        """Whether the form on this site takes remarks now."""
        return page.translation_key in self._forms

    def act(self, pk: int | None):
        return self._acts.get(pk)

    # Reading -----------------------------------------------------------------------------------

    def _body_keys(self) -> dict[int, Any]:
        ids = {getattr(each, name) for each in self._pages for name in ("body_id", "audience_id")}
        if not ids - {None}:
            return {}
        Page = swapper.load_model("wagtailcore", "Page")
        rows = Page.objects.filter(pk__in=ids - {None})
        return dict(rows.values_list("pk", "translation_key"))

    def _versions(self) -> dict[Any, list]:
        """Published ones by ``translation_key``, the first first."""
        found: dict[Any, list] = defaultdict(list)
        keys = [page.translation_key for page in self._pages]
        rows = DocumentVersion.objects.published(self.gate.now).filter(
            consultation__translation_key__in=keys
        )
        for row in with_files(rows).order_by("number"):
            found[row.consultation.translation_key].append(row)
        return found

    def _hearings(self) -> dict[int, list[tuple]]:
        """Public meetings with their notes, by the page's id."""
        field = self._model._meta.get_field("hearings").field
        rows = field.model._default_manager.filter(
            **{f"{field.name}__in": [page.pk for page in self._pages]}
        )
        rows = list(rows.select_related("meeting").order_by("sort_order", "pk"))
        keys = {row.meeting.translation_key for row in rows}
        meetings = defaultdict(dict)
        if keys:
            pages = public_meetings(self.gate, any_locale=True).filter(translation_key__in=keys)
            for each in pages:
                meetings[each.translation_key][each.locale_id] = each
        locales = {page.pk: page.locale_id for page in self._pages}
        found: dict[int, list[tuple]] = defaultdict(list)
        for row in rows:
            pk, known = getattr(row, field.attname), meetings[row.meeting.translation_key]
            meeting = known.get(locales[pk]) or next(iter(known.values()), None)
            if meeting is not None:
                found[pk].append((meeting, row.note))
        return found

    def _tags(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        if hasattr(self._model, "tags"):
            ids = [page.pk for page in self._pages]
            rows = self._model._default_manager.filter(pk__in=ids, tags__isnull=False)
            for pk, name in rows.order_by("tags__name").values_list("pk", "tags__name"):
                found[pk].append(name)
        return found

    def _public_acts(self) -> dict[int, LegalAct]:
        ids = {page.initiating_act_id for page in self._pages}
        ids |= {each.outcome.act_id for each in self._courses.values() if each.outcome}
        if not ids - {None}:
            return {}
        rows = LegalAct.objects.filter(pk__in=ids - {None})
        rows = rows.select_related("body", "document__collection")
        return {act.pk: act for act in rows if self.gate.allows(act.body)}

    def _documents(self) -> dict[int, Any]:
        """Files of open collections that forms and reports name."""
        streams = [page.forms for page in self._pages]
        streams += [each.report.files for each in self._courses.values() if each.report]
        values = (block["value"] for stream in streams if stream for block in stream.raw_data)
        ids = {value["document"] for value in values if value and value.get("document")}
        if not ids:
            return {}
        rows = get_document_model().objects.filter(pk__in=ids).select_related("collection")
        return {each.pk: each for each in rows if self.gate.allows_document(each)}


def with_files(versions):
    """Versions with their files and ``sections_count``."""
    return (
        versions.select_related("consultation")
        .annotate(sections_count=Count("texts"))
        .prefetch_related("files__document__collection")
    )


def load(pages: Iterable, gate: Gate) -> None:
    """Read for all ``pages`` (consultations, as their own classes) what ``Facts.of`` gives."""
    by_class: dict[type, list] = defaultdict(list)
    for page in pages:
        by_class[type(page)].append(page)
    for chosen in by_class.values():
        facts = Facts(chosen, gate)
        for page in chosen:
            setattr(page, _ATTRIBUTE, facts)
