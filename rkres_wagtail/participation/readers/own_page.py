"""One document as its reader finds it: the text, files, what was answered, and the form."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import cached_property
from wagtail.documents import get_document_model

from ...consultations.course import today_of
from ...consultations.reader import published
from ...consultations.reader.content import sections_of
from ...consultations.reader.outline import outline
from ...meetings.choices import MaterialKind
from ...meetings.presentation.materials import MaterialLine
from ...public import Gate
from ...remarks.links_out import receipt_path
from ...remarks.models import Remark, Submission
from ...remarks.online import reading
from ...remarks.online.forms import RemarkForm
from ...remarks.services import rules_of
from ..models import AssignedReader, ReadingLink
from . import links
from .messages import contact_of
from .own_list import Item
from .people import author_of

#: Prefix of the form's fields.
_PREFIX = "r1"


@dataclass
class OwnRemark:
    """One remark that was sent; ``url`` leads to its receipt, where it is corrected."""

    remark: Remark
    url: str


class OwnPage:
    """One request of one reader."""

    def __init__(self, request, link: ReadingLink, reader: AssignedReader, page):
        self.request, self.link, self.reader, self.page = request, link, reader, page
        self.gate = Gate.of(request)
        self.now = self.gate.now
        self.item = Item(reader, page, self.now, links.document_path(link, reader))
        self.rules = rules_of(page)
        if request.method == "POST":
            self.reading = reading.by_key(page, self.gate, request.POST.get("version", ""))
        else:
            self.reading = reading.by_number(page, self.gate, "")

    # The form --------------------------------------------------------------------------------

    def form(self, data=None) -> RemarkForm:
        """Empty, for the section that was asked for; or with what came."""
        initial = {}
        anchor = self.request.GET.get("czesc", "")
        if data is None and anchor in self.reading.texts:
            initial = {"section": anchor}
        return RemarkForm(
            data, initial=initial, prefix=_PREFIX, rules=self.rules, reading=self.reading
        )

    @property
    def has_lost_version(self) -> bool:
        """Whether the form names a version that is none."""
        key = self.request.POST.get("version", "")
        return bool(key) and key != str(getattr(self.reading.version, "pk", ""))

    # What it shows ---------------------------------------------------------------------------

    def context(self, form: RemarkForm | None, **extra) -> dict:
        if form is not None:
            form.tie()
        public = (self.page.get_url(self.request) or "") if self.gate.allows(self.page) else ""
        sections = self._sections()
        contents = outline(sections)
        for section in sections:
            # A heading of our own stands above them.
            section.depth += 1
        return {
            "item": self.item,
            "consultation": self.page,
            "list_url": links.list_path(self.link),
            "public_url": public,
            "text_url": published.address_of(self.page, request=self.request)
            if public and self.reading.version
            else "",
            "reading": self.reading,
            "sections": sections,
            "contents": contents,
            "files": self._files(),
            "remarks": self.remarks,
            "author": self._author(),
            "rules": self.rules,
            "form": form,
            "contact": contact_of(self.page),
            **extra,
        }

    @cached_property
    def remarks(self) -> list[OwnRemark]:
        """What this reader has sent on this document, in order."""
        rows = Remark.objects.filter(submission__assigned_readers=self.reader)
        return [
            OwnRemark(each, receipt_path(each.submission) if each.submission.nonce else "")
            for each in rows.select_related("submission").order_by("number")
        ]

    def _sections(self) -> list:
        """The published text, as the public reader shows it; of a closed document none."""
        if self.reading.version is None or self.item.is_withdrawn or not self.page.live:
            return []
        return sections_of(published.texts_of(self.reading.version), self.gate)

    def _files(self) -> list[MaterialLine]:
        """Files of the version; also those of a closed collection, which this link opens."""
        return [
            MaterialLine(
                title=row.title or document.title,
                kind=MaterialKind.OTHER,
                kind_label="",
                url=document.url
                if self.gate.allows_document(document)
                else links.file_path(self.link, self.reader, row),
                document=document,
                access=row.access,
                replace_by=None,
            )
            for row, document in self.file_rows()
        ]

    def file_rows(self) -> list[tuple]:
        """Rows of the version's files with their documents; none of a closed document."""
        version = self.reading.version
        if version is None or self.item.is_withdrawn or not self.page.live:
            return []
        rows = list(version.files.all())
        found = get_document_model().objects.filter(pk__in=[row.document_id for row in rows])
        documents = {each.pk: each for each in found.select_related("collection")}
        return [(row, documents[row.document_id]) for row in rows if row.document_id in documents]

    def _author(self) -> Submission:
        """As a remark that is sent now would be signed; unsaved."""
        fields = author_of(self.reader.person, self.reader.assignment.body, today_of(self.now))
        return Submission(**fields)
