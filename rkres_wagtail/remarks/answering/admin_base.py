"""What the screens of answering share: who may come in, and how remarks are shown."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages

from ...consultations.querysets import consultation_model
from ..models import Remark, Response
from ..permissions import may_keep
from ..publication.scope import answers_are_public
from . import addresses, rules
from .progress import section_labels

#: Remarks shown open on a form; the rest is folded away.
OPEN = 3


class ConsultationView(TemplateView):
    """A screen of one consultation, for whoever keeps its remarks."""

    header_icon = "openquote"
    title = ""

    def dispatch(self, request, *args, **kwargs):
        self.find(**kwargs)
        self.admit(request.user)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.page = get_object_or_404(consultation_model(), pk=pk)

    def admit(self, user) -> None:
        if self.page.alias_of_id is not None:
            raise Http404
        if not may_keep(self.page, user):
            raise PermissionDenied

    @property
    def back_url(self) -> str:
        return addresses.register_url(self.page)

    @cached_property
    def is_public(self) -> bool:
        """Whether what is saved here is read by everybody at once."""
        return answers_are_public(self.page, timezone.now())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, page=self.page)


def rows_of(page, keys):
    """The remarks ``keys`` with what a screen shows of them."""
    rows = Remark.objects.of(page).counted().filter(pk__in=keys).for_table()
    return list(rows.select_related("consultation", "submission", "response__status", "version"))


def with_places(remarks: list[Remark]) -> list[Remark]:
    """Each with ``place_label``, what it is about: one query for all."""
    labels = section_labels({each.section_id for each in remarks} - {None})
    for each in remarks:
        each.place_label = labels.get(each.section_id) or each.place
    return remarks


def shared_answers(remarks: list[Remark]) -> list[tuple[Response, str]]:
    """Each answer that some of ``remarks`` have, with their numbers; who wrote it, when."""
    found: dict[int, list[Remark]] = {}
    for each in remarks:
        if each.response_id:
            found.setdefault(each.response_id, []).append(each)
    rows = Response.objects.filter(pk__in=found).select_related("status", "changed_by")
    return [(row, rules.numbers_of(found[row.pk])) for row in rows]


def defect_lines(remarks: list[Remark]) -> list[str]:
    """Formal defects of these remarks, and how many have each."""
    from ..choices import FormalReason

    return [
        f"{FormalReason(defect).label}: {count}"
        for defect, count in rules.defects_of(remarks).items()
    ]


def warn_of_gap(request, response: Response) -> None:
    if response.gap:
        text = _("Saved, but the report cannot be published yet: %(gap)s.")
        messages.warning(request, text % {"gap": rules.gap_text(response.gap)})


def answered_text(count: int) -> str:
    said = ngettext(
        "The answer to %(count)d remark is saved.",
        "The answer to %(count)d remarks is saved.",
        count,
    )
    return said % {"count": count}
