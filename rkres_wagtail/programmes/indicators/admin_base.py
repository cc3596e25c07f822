"""What the screens of indicators share: whose programme it is, and who may come in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...consultations.document.admin_base import ServiceView
from ..models import Indicator, ProgrammeNode, Reading
from ..permissions import may_keep
from ..querysets import programme_model, programmes
from . import addresses
from .states import state_of


class ProgrammeMixin:
    """A programme whose tree the user may keep; all its languages share one."""

    header_icon = "list-ul"

    def dispatch(self, request, *args, **kwargs):
        self.find(kwargs["pk"])
        if not issubclass(self.page.specific_class or object, programme_model()):
            raise Http404
        self.page = canonical_body(self.page).specific
        if not may_keep(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.page = get_object_or_404(programmes(), pk=pk)

    @property
    def back_url(self) -> str:
        return addresses.programme_url(self.page)

    @property
    def back_label(self) -> str:
        return _("Back to the elements")

    @property
    def subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        return {**context, "page": self.page, "media": form.media if form is not None else ""}


class NodeMixin(ProgrammeMixin):
    """One element of a programme, to whose indicators the screen leads back."""

    def find(self, pk: int) -> None:
        self.set_node(get_object_or_404(ProgrammeNode.objects.select_related("programme"), pk=pk))

    def set_node(self, node: ProgrammeNode) -> None:
        self.node, self.page = node, node.programme

    @property
    def subtitle(self) -> str:
        return self.node.heading

    @property
    def back_url(self) -> str:
        return addresses.indicators_url(self.node)

    @property
    def back_label(self) -> str:
        return _("Back to the indicators of the element")


class IndicatorMixin(NodeMixin):
    def find(self, pk: int) -> None:
        rows = Indicator.objects.select_related("node__programme")
        self.indicator = get_object_or_404(rows, pk=pk)
        self.set_node(self.indicator.node)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "indicator": self.indicator}


class ReadingMixin(IndicatorMixin):
    def find(self, pk: int) -> None:
        rows = Reading.objects.select_related("indicator__node__programme")
        self.reading = get_object_or_404(rows, pk=pk)
        self.indicator = self.reading.indicator
        self.set_node(self.indicator.node)

    @property
    def subtitle(self) -> str:
        return str(self.indicator)

    @property
    def back_url(self) -> str:
        return addresses.indicator_url(self.indicator)

    @property
    def back_label(self) -> str:
        return _("Back to the indicator")


class VerbView(ServiceView):
    """A form for one verb; ``row`` is what it changes, if there is one already."""

    row = None

    def get_initial(self):
        return {"seen": state_of(self.row)} if self.row is not None else {}

    def renew(self, form) -> None:
        """Who was told of somebody else's change may go on: the form names the state of now."""
        now = type(self.row).objects.filter(pk=self.row.pk).first() if self.row else None
        if now is not None and "seen" in form.fields:
            form.data = form.data.copy()
            form.data["seen"] = state_of(now)
