"""Which sections and remarks of a consultation the office may tick, in pages and with a search."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ...bodies.tree import committee_of
from ...consultations.models import SectionIdentity
from ...consultations.querysets import consultations
from ...remarks import permissions as remark_permissions
from ...remarks.answering.progress import section_labels
from ...remarks.models import Remark
from ...remarks.office.searching import search
from ...text import fold
from ..models import ProgrammeLink

PER_PAGE = 50
SECTIONS, REMARKS = "sections", "remarks"
#: Characters of a remark in the list, and of words that are looked for.
_SHOWN, _MOST_WORDS = 160, 200


@dataclass(frozen=True)
class Item:
    """A section or a remark with its box."""

    value: str
    title: str
    detail: str
    is_linked: bool


class Picker:
    """What a screen offers; ``data`` is the query of its address."""

    def __init__(self, page, node, user, data):
        self.page, self.node, self.user, self.data = page, node, user, data

    @cached_property
    def consultations(self) -> list:
        """Those of the committee, the newest first; canonical pages only."""
        committee = committee_of(self.page)
        if committee is None:
            return []
        rows = consultations().filter(alias_of=None, path__startswith=committee.path)
        return list(rows.order_by("-pk"))

    @cached_property
    def consultation(self):
        asked = self.data.get("konsultacje", "")
        return next((each for each in self.consultations if str(each.pk) == asked), None)

    @cached_property
    def may_read_remarks(self) -> bool:
        """Remarks hold personal data: who keeps the programme does not see them by that alone."""
        return remark_permissions.may_keep(self.consultation, self.user)

    @property
    def what(self) -> str:
        asked = self.data.get("co", SECTIONS)
        return REMARKS if asked == REMARKS and self.may_read_remarks else SECTIONS

    @property
    def query(self) -> str:
        return self.data.get("q", "")[:_MOST_WORDS].strip().replace(chr(0), "")

    @property
    def kept(self) -> str:
        """What stays in the address from page to page."""
        return urlencode({**self._own, "co": self.what, "q": self.query})

    @property
    def _own(self) -> dict:
        own = {"konsultacje": self.consultation.pk}
        return {**({"node": self.node.pk} if self.node else {}), **own}

    @property
    def ways(self) -> list[dict]:
        """The two lists of one consultation."""
        names = {SECTIONS: _("Sections of the document")}
        if self.may_read_remarks:
            names[REMARKS] = _("Single remarks")
        return [
            {
                "label": label,
                "url": f"?{urlencode({**self._own, 'co': name})}",
                "is_current": name == self.what,
            }
            for name, label in names.items()
        ]

    # Rows -----------------------------------------------------------------------------------------

    @cached_property
    def linked(self) -> dict[str, set[int]]:
        rows = ProgrammeLink.objects.of(self.page).filter(node=self.node)
        pairs = list(rows.values_list("section", "remark"))
        return {
            SECTIONS: {section for section, _remark in pairs if section},
            REMARKS: {remark for _section, remark in pairs if remark},
        }

    @cached_property
    def found(self):
        """One page of items."""
        rows = self._sections() if self.what == SECTIONS else self._remarks()
        return Paginator(rows, PER_PAGE).get_page(self.data.get("p"))

    @cached_property
    def items(self) -> list[Item]:
        if self.what == SECTIONS:
            return list(self.found)
        labels = section_labels({each.section_id for each in self.found} - {None})
        return [self._remark(each, labels) for each in self.found]

    def _sections(self) -> list[Item]:
        identities = SectionIdentity.objects.of(self.consultation)
        labels = section_labels(list(identities.values_list("pk", flat=True)))
        words = fold(self.query)
        return [
            Item(f"section-{pk}", label, "", pk in self.linked[SECTIONS])
            for pk, label in labels.items()
            if words in fold(label)
        ]

    def _remarks(self):
        rows = remarks_of(self.consultation).order_by("number")
        if self.query:
            rows = search(rows, self.query)
        return rows

    def _remark(self, remark: Remark, labels: dict) -> Item:
        place = labels.get(remark.section_id) or remark.place
        hidden = "" if remark.is_readable else _("the public does not read this remark")
        return Item(
            f"remark-{remark.pk}",
            f"{remark}: {Truncator(remark.content).chars(_SHOWN)}",
            "; ".join(filter(None, [place, hidden])),
            remark.pk in self.linked[REMARKS],
        )


def remarks_of(consultation):
    return Remark.objects.of(consultation).counted()


class Picking:
    """What was ticked; anything that the screen does not offer is an error."""

    def __init__(self, picker: Picker, data):
        self.picker, self.data = picker, data

    @cached_property
    def chosen(self) -> list[dict]:
        if self.picker.consultation is None:
            raise ValidationError(_("Choose a consultation first."))
        sections, remarks = self._ids("section"), self._ids("remark")
        if remarks and not self.picker.may_read_remarks:
            raise ValidationError(_("You may not link remarks of this consultation."))
        found = SectionIdentity.objects.of(self.picker.consultation).filter(pk__in=sections)
        rows = remarks_of(self.picker.consultation).filter(pk__in=remarks)
        made = [{"section": each} for each in found.select_related("consultation").order_by("pk")]
        made += [{"remark": each} for each in rows.select_related("consultation").order_by("pk")]
        if len(made) != len(sections) + len(remarks):
            raise ValidationError(_("Something that you ticked is not there any more. Look again."))
        return made

    def _ids(self, kind: str) -> set[int]:
        prefix = f"{kind}-"
        values = [each for each in self.data.getlist("tick") if each.startswith(prefix)]
        ids = {each.removeprefix(prefix) for each in values}
        return {int(each) for each in ids if each.isdecimal() and len(each) < 19}
