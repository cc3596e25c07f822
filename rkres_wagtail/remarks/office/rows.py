"""How a remark stands in the register: a few words in each column; no query of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...bodies.register.columns import short_date
from ..choices import FormalReason, Moderation
from . import addresses
from .keepers import name_of

_MOST_WORDS = 160


@dataclass
class Row:
    remark: object
    section: str

    @property
    def value(self) -> str:
        """What a ticked row sends: the key, and the state that the editor saw."""
        return f"{self.remark.pk}-{self.remark.edits}"

    @property
    def url(self) -> str:
        return addresses.remark_url(self.remark)

    @property
    def place(self) -> str:
        return Truncator(self.section or self.remark.place).chars(90)

    @property
    def excerpt(self) -> str:
        if self.remark.erased_at is not None:
            return _("Erased at its author's request.")
        text = self.remark.content or self.remark.proposed
        return Truncator(" ".join(text.split())).chars(_MOST_WORDS)

    @property
    def author(self) -> str:
        return Truncator(self.remark.submission.author).chars(80)

    @property
    def channel(self) -> str:
        return str(self.remark.submission.get_channel_display())

    @property
    def received(self) -> str:
        return short_date(timezone.localtime(self.remark.submission.received_at).date())

    @property
    def publication(self) -> str:
        return capfirst(str(Moderation(self.remark.moderation).label))

    @cached_property
    def marks(self) -> list[str]:
        """What is special about it."""
        found = []
        if self.remark.is_withdrawn:
            found.append(pgettext("remark", "withdrawn"))
        if not self.remark.submission.is_counted:
            found.append(_("not confirmed by the author"))
        return found + [str(FormalReason(each).label) for each in self.remark.submission.defects]

    @property
    def answer(self) -> str:
        response = self.remark.response
        if response is None:
            return ""
        name = str(response.status) if response.status else _("without a status")
        return f"{name} ({_('incomplete')})" if response.gap else name

    @property
    def answer_url(self) -> str:
        key = self.remark.response_id
        return addresses.where_there_is(addresses.RESPONSE_URL, key) if key else ""

    @property
    def assigned(self) -> str:
        return name_of(self.remark.assigned_to)


def described(remarks: list, sections: dict[int, str]) -> list[Row]:
    return [Row(each, sections.get(each.section_id, "")) for each in remarks]
