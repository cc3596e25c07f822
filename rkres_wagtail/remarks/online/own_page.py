"""What an author finds behind the secret link: the receipt, and what became of each remark."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property

from ...bodies.presentation.related import Contact
from ...consultations.course import course_of, deadline
from ...consultations.models import SectionText
from ...consultations.reader import published, words
from ...public import Gate
from ..choices import AuthorKind
from ..models import Remark, Submission
from ..publication.scope import answers_are_public
from ..services import rules_of
from .fate import Fate, fate_of
from .forms import LABELS, RemarkForm
from .reading import Reading


@dataclass
class Row:
    """One remark with what became of it; ``texts`` are label and words."""

    remark: Remark
    fate: Fate
    texts: list[tuple[str, str]]
    section: str = ""
    version: str = ""
    section_url: str = ""
    can_change: bool = False
    #: Only while it is being corrected, or asked whether it is to be withdrawn.
    form: RemarkForm | None = None
    asks_to_withdraw: bool = False


class OwnPage:
    def __init__(self, request, submission: Submission, page):
        self.request, self.submission, self.page = request, submission, page
        self.now = timezone.now()
        self.course = course_of(page, now=self.now)
        self.rules = rules_of(page)
        self.is_open = self.course.open_round(self.now) is not None

    @cached_property
    def remarks(self) -> list[Remark]:
        rows = self.submission.remarks.select_related("section", "version", "response__status")
        return list(rows.order_by("number"))

    def find(self, number: str) -> Remark | None:
        """The remark of this submission that has ``number``."""
        return next((each for each in self.remarks if str(each.number) == number), None)

    def form_of(self, remark: Remark, data=None) -> RemarkForm:
        """The form in which ``remark`` is corrected; its section stays."""
        names = ("place", *Remark.TEXTS)
        form = RemarkForm(
            data,
            initial={name: getattr(remark, name) for name in names},
            prefix=f"r{remark.number}",
            rules=self.rules,
            reading=Reading(),
            is_correction=True,
        )
        form.kept_section = remark.section
        return form

    def can_change(self, remark: Remark) -> bool:
        return self.is_open and remark.withdrawn_at is None and remark.erased_at is None

    # What it shows ---------------------------------------------------------------------------

    def context(self, **extra) -> dict:
        corrected = extra.pop("corrected", None)
        withdrawing = extra.pop("withdrawing", None)
        form = extra.pop("form", None)
        if corrected is not None and form is None:
            form = self.form_of(corrected)
        if form is not None:
            form.tie()
        rows = self._rows()
        for row in rows:
            if corrected is not None and row.remark.pk == corrected.pk:
                row.form = form
            row.asks_to_withdraw = withdrawing is not None and row.remark.pk == withdrawing.pk
        public = self._public_url()
        report = self.course.report
        open_round = self.course.open_round(self.now)
        return {
            "submission": self.submission,
            "author": self._author(),
            "rows": rows,
            "is_open": self.is_open,
            "until": deadline(open_round.ends_at) if open_round else "",
            "due_on": self.course.due_on,
            "public_url": public,
            "report_url": f"{public}{self.page.reverse_subpage('report')}"
            if public and report is not None
            else "",
            "contact": self._contact(),
            **extra,
        }

    def _rows(self) -> list[Row]:
        has_answers = answers_are_public(self.page, self.now)
        headings = self._headings()
        public = self._public_url()
        rows = []
        for remark in self.remarks:
            fate = fate_of(remark, self.submission, self.course, self.now, has_answers=has_answers)
            row = Row(remark, fate, self._texts(remark), can_change=self.can_change(remark))
            if remark.section_id and remark.version_id:
                row.section = headings.get((remark.version_id, remark.section_id), "")
                row.version = words.version_name(remark.version)
                if public and remark.version.is_published:
                    address = published.address_of(self.page, remark.version, request=self.request)
                    row.section_url = f"{address}#{remark.section.anchor}"
            rows.append(row)
        return rows

    def _headings(self) -> dict:
        """Headings of the sections in the versions that the author read; one query."""
        texts = SectionText.objects.filter(
            version__in={each.version_id for each in self.remarks} - {None},
            identity__in={each.section_id for each in self.remarks} - {None},
        ).defer("content")
        return {(each.version_id, each.identity_id): each.heading for each in texts}

    @staticmethod
    def _texts(remark: Remark) -> list[tuple[str, str]]:
        if remark.erased_at is not None:
            return []
        found = [(label, getattr(remark, name)) for name, label in LABELS.items()]
        return [(label, text) for label, text in found if text]

    def _author(self) -> str:
        """As it was given; of who gave nothing, or whose data were removed, the kind."""
        submission = self.submission
        names = [submission.name, submission.organisation]
        if submission.author_kind == AuthorKind.PERSON:
            names = names[:1]
        return ", ".join(filter(None, names)) or str(submission.get_author_kind_display())

    @cached_property
    def _url(self) -> str:
        allowed = Gate.of(self.request).allows(self.page)
        return (self.page.get_url(self.request) or "") if allowed else ""

    def _public_url(self) -> str:
        """The consultation's page, if the public may read it."""
        return self._url

    def _contact(self) -> Contact | None:
        """Whom to ask: the consultation's own contact, else its committee's."""
        page, committee = self.page, self.page.committee
        own = Contact(
            unit=page.host_unit,
            person=page.contact_person,
            phone=page.contact_phone,
            email=page.contact_email,
        )
        if own.person or own.phone or own.email or committee is None:
            return own
        return Contact.of(committee, None) or own
