"""Blank forms of a consultation: when they are offered, and their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext as _

from ...text import plain_slug
from ..models import RemarkRules
from ..services import rules_of
from . import sheet_form, word_form
from .content import FormContent, content_of

#: Extension -> the module that makes it.
MAKERS = {"docx": word_form, "xlsx": sheet_form}


@dataclass(frozen=True)
class BlankForm:
    file_format: str
    content: FormContent

    @property
    def data(self) -> bytes:
        return _made(self.file_format, self.content)

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def content_type(self) -> str:
        return MAKERS[self.file_format].CONTENT_TYPE

    @property
    def filename(self) -> str:
        name = plain_slug(f"{self.content.title} {self.content.subject}", "formularz", length=80)
        return f"{name}.{self.file_format}"

    @property
    def etag(self) -> str:
        digest = sha256(repr((self.file_format, self.content)).encode()).hexdigest()
        return f'"{digest[:32]}"'


@lru_cache(maxsize=32)
def _made(file_format: str, content: FormContent) -> bytes:
    """Kept by the process: every reader of the page asks for the size."""
    return MAKERS[file_format].make(content)


def available() -> list[str]:
    """Formats that this installation makes; DOCX needs the extra ``office``."""
    return [name for name, maker in MAKERS.items() if maker.is_available()]


def blank_form(page, file_format: str, **kwargs) -> BlankForm | None:
    """The form of a consultation; None for a format that this installation does not make."""
    if file_format not in available():
        return None
    return BlankForm(file_format, content_of(page, **kwargs))


def is_offered(page, course, now: datetime, rules: RemarkRules | None = None) -> bool:
    """Whether the public is given forms: while remarks are, or will be, accepted.

    A form asks for personal data, so never before its privacy clause is written (GDPR, art. 13).
    ``page`` has passed its gate.
    """
    from ...consultations.choices import ConsultationState
    from ...consultations.document.words import lines_of_html

    if course.state(now) not in (ConsultationState.OPEN, ConsultationState.ANNOUNCED):
        return False
    return bool(lines_of_html((rules or rules_of(page)).privacy_clause))


def missing_extra() -> str:
    """What to tell the office where forms cannot be made or read as DOCX."""
    if word_form.is_available():
        return ""
    return _(
        "Forms in DOCX need the extra “office”, which is not installed on this server. Ask whoever "
        "looks after it (pip install 'rkres-wagtail[office]')."
    )
