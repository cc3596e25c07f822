"""What the screens of the tree share: whose programme it is, and who may come in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...consultations.document.admin_base import ServiceView as DocumentServiceView
from ..models import ProgrammeNode, ProgrammeTree
from ..permissions import may_keep, may_see
from ..querysets import programme_model, programmes
from . import addresses


class TreeMixin:
    """A programme whose tree the user may keep."""

    header_icon = "list-ul"
    #: Whether it may be looked at without changing anything.
    is_for_readers = False

    def dispatch(self, request, *args, **kwargs):
        self.find(**kwargs)
        if not issubclass(self.page.specific_class or object, programme_model()):
            raise Http404
        self.page = canonical_body(self.page).specific
        allowed = self.may_keep or (
            self.is_for_readers
            and request.method in ("GET", "HEAD")
            and may_see(self.page, request.user)
        )
        if not allowed:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.page = get_object_or_404(programmes(), pk=pk)

    @cached_property
    def may_keep(self) -> bool:
        return may_keep(self.page, self.request.user)

    @property
    def edits(self) -> int:
        """The number of the tree as it is; where there is none yet, looking makes none."""
        found = ProgrammeTree.objects.of(self.page).values_list("edits", flat=True)
        return found.first() or 0

    @property
    def back_url(self) -> str:
        return addresses.tree_url(self.page)

    @property
    def back_label(self) -> str:
        return _("Back to the elements")

    @property
    def subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        return {"media": form.media if form is not None else "", **context, "page": self.page}


class NodeMixin(TreeMixin):
    """One element of a programme."""

    def find(self, pk: int) -> None:
        rows = ProgrammeNode.objects.select_related("programme")
        self.node = get_object_or_404(rows, pk=pk)
        self.page = self.node.programme

    @property
    def subtitle(self) -> str:
        return self.node.heading

    @property
    def back_url(self) -> str:
        return addresses.node_place(self.node)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "node": self.node}


class ServiceView(DocumentServiceView):
    """A form for one verb; what the service refuses stands at its field."""

    template_name = "rkres_wagtail/programmes/outline/form.html"

    def get_initial(self):
        return {"edits": self.edits}

    def renew(self, form) -> None:
        """Who was told of somebody else's change may go on: the form names the state of now."""
        if "edits" in form.fields:
            form.data = form.data.copy()
            form.data["edits"] = self.edits
