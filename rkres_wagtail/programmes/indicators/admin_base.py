"""What the screens of indicators share: which row it is, and where they lead back."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ...consultations.document.admin_base import ServiceView
from ..models import Indicator, Reading
from ..outline.admin_base import NodeMixin as OutlineNodeMixin
from . import addresses
from .states import state_of


class NodeMixin(OutlineNodeMixin):
    """One element of a programme, to whose indicators the screen leads back."""

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
        self.node = self.indicator.node
        self.page = self.node.programme

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "indicator": self.indicator}


class ReadingMixin(IndicatorMixin):
    def find(self, pk: int) -> None:
        rows = Reading.objects.select_related("indicator__node__programme")
        self.reading = get_object_or_404(rows, pk=pk)
        self.indicator = self.reading.indicator
        self.node = self.indicator.node
        self.page = self.node.programme

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
