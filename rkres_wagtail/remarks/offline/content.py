"""What a blank form says, whatever file it becomes: the page's rules, and columns asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...consultations.course import course_of, deadline, opening
from ...consultations.document.words import lines_of_html
from ...consultations.presentation.channels import channels_of
from ...text import clean_text
from ...typography import bind_short_words
from ..models import RemarkRules
from ..services import rules_of
from . import senders
from .columns import LABELS, columns_of, heading
from .identity import Identity

#: Rows to fill in; people add more.
BLANK_ROWS = 10


@dataclass(frozen=True)
class FormContent:
    """Everything of a form in the consultation's language; equal ones make equal files."""

    language: str
    title: str
    subject: str
    identity: str
    identity_line: str
    dates: tuple[str, ...]
    #: Pairs of a label and an address to which the form goes.
    addresses: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    hints: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    yes_no: tuple[str, str]
    privacy: tuple[str, ...]
    words: tuple[tuple[str, str], ...]

    def word(self, name: str) -> str:
        return dict(self.words)[name]

    @property
    def lang(self) -> str:
        return "pl-PL" if self.language == "pl" else self.language


def content_of(page, *, rules: RemarkRules | None = None, now: datetime | None = None, course=None):
    """The content of the form of ``page``, a consultation in any of its languages."""
    rules, now = rules or rules_of(page), now or timezone.now()
    language = page.locale.language_code
    with translation.override(language):
        return _content(page, rules, now, language, course or course_of(page, now=now))


def _content(page, rules, now, language, course) -> FormContent:
    identity = Identity(rules.consultation_id, rules.form_edition)
    return FormContent(
        language=language,
        title=_("Form for remarks"),
        subject=clean_text(page.title),
        identity=str(identity),
        identity_line=_("Identifier of the form: %(identity)s, do not remove")
        % {"identity": identity},
        dates=tuple(_dates(course, now)),
        addresses=tuple(_addresses(page)),
        rules=tuple(map(_plain, _rules(page))),
        hints=tuple(map(_plain, _hints())),
        columns=tuple((name, heading(name, rules)) for name in columns_of(rules)),
        fields=tuple((name, str(senders.LABELS[name])) for name in senders.FIELDS),
        kinds=tuple(str(kind.label) for kind in senders.KINDS),
        yes_no=(str(senders.YES), str(senders.NO)),
        privacy=tuple(map(_plain, lines_of_html(rules.privacy_clause))),
        words=tuple(_words(page, str(LABELS["content"])).items()),
    )


def _plain(text: str) -> str:
    return bind_short_words(clean_text(text))


def _dates(course, now):
    current, ahead = course.open_round(now), course.next_round(now)
    if current is not None:
        yield _("Remarks are accepted until %(deadline)s.") % {
            "deadline": deadline(current.ends_at)
        }
    elif ahead is not None:
        yield _("Remarks will be accepted from %(first)s until %(last)s.") % {
            "first": opening(ahead.starts_at),
            "last": deadline(ahead.ends_at),
        }


def _addresses(page):
    for channel in channels_of(page):
        if channel.email:
            yield channel.label, clean_text(channel.email)
            if channel.subject:
                yield _("Subject of the message"), clean_text(channel.subject)
        elif channel.kind == "post" and channel.address:
            yield channel.label, clean_text(channel.address).replace("\n", ", ")
            if channel.envelope:
                yield _("On the envelope"), clean_text(channel.envelope)
        elif channel.kind == "e_delivery" and channel.address:
            yield channel.label, clean_text(channel.address)


def _rules(page):
    if page.only_on_form:
        yield _("Remarks are accepted on the form only.")
    if page.signature_required:
        yield _("Remarks must be signed.")
    if page.receipt_date_counts is not None:
        yield (
            _("The date of receipt counts.")
            if page.receipt_date_counts
            else _("The date of dispatch counts.")
        )
    if page.anonymous_accepted is not None:
        yield (
            _("Anonymous remarks are examined, too.")
            if page.anonymous_accepted
            else _("Anonymous remarks are not examined.")
        )
    yield from lines_of_html(page.other_rules)


def _hints():
    yield _("Write each remark in a row of its own. You may add rows.")
    yield _("Leave the headings of the table and the identifier of the form as they are.")


def _words(page, remark: str) -> dict[str, str]:
    return {
        "sender": _("Who sends it"),
        "remarks": _("Remarks"),
        "how": _("How to fill it in and where to send it"),
        "privacy": _("Personal data"),
        "signature": _("Date and signature") if page.signature_required else "",
        "sender_table": _("Data of who sends the remarks: a label and a field to fill in."),
        "remarks_table": _("Remarks: one in each row, with a heading above each column."),
        "answer": _("Answer"),
        "page": _("page"),
    }
