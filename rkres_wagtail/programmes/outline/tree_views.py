"""Screens of the whole tree: the elements in order, and numbers for all of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic.base import TemplateView

from ...consultations.document.outline import Direction
from ..models import ProgrammeNode
from . import addresses, services
from .admin_base import ServiceView, TreeMixin
from .listing import tree_of_rows
from .locking import nodes_of

_LONGEST_QUERY = 100


class TreeView(TreeMixin, TemplateView):
    """The elements in order, with every verb; read-only for who may not keep the tree.

    ``?under=`` opens one branch, ``?q=`` finds words, ``?p=`` turns the page.
    """

    template_name = "rkres_wagtail/programmes/outline/tree.html"
    is_for_readers = True

    @property
    def back_url(self) -> str:
        return addresses.edit_url(self.page)

    @property
    def back_label(self) -> str:
        return _("Back to the programme")

    @property
    def title(self) -> str:
        return _("Elements of the programme")

    def get_context_data(self, **kwargs):
        shown = shown_of(self.request.GET)
        nodes = list(
            ProgrammeNode.objects.of(self.page).order_by("position", "pk").defer("description")
        )
        tree = tree_of_rows(
            self.page, nodes, under=shown["under"], query=shown["q"], number=shown["p"]
        )
        under = tree.branch.pk if tree.branch is not None else None
        return {
            **super().get_context_data(**kwargs),
            "tree": tree,
            "shown": {**shown, "under": under},
            "whole_url": addresses.tree_url(self.page),
            "may_keep": self.may_keep,
            "edits": self.edits,
            "words": _words(),
            "level_word": pgettext("depth in a tree", "level"),
            "url_of_node": addresses.node_url(ProgrammeNode(pk=0)).removesuffix("0/"),
            "add_url": reverse(addresses.NODE_ADD_URL, args=[self.page.pk]),
            "renumber_url": reverse(addresses.RENUMBER_URL, args=[self.page.pk]),
            "public_url": addresses.public_url(self.page),
            "import_url": addresses.where_there_is(addresses.IMPORT_URL, self.page.pk),
        }


def _words() -> dict[str, str]:
    """Words of the buttons, looked up once for all rows."""
    return {
        "edit": _("Edit"),
        **{direction.value: str(direction.label) for direction in Direction},
        "more": pgettext("verbs", "More"),
        "below": _("Add one under it"),
        "after": _("Add one after it"),
        "move": _("Move elsewhere …"),
        "remove": _("Remove"),
    }


def shown_of(data) -> dict:
    """Which part of the tree is shown; what makes no sense is left out."""
    return {
        "under": _number(data.get("under", "")),
        "q": data.get("q", "").replace("\x00", "").strip()[:_LONGEST_QUERY],
        "p": _number(data.get("p", "")),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


class RenumberView(TreeMixin, ServiceView):
    @property
    def title(self) -> str:
        return _("Number the elements")

    @property
    def explanation(self) -> str:
        typed = sum(bool(node.number) for node in nodes_of(self.page))
        text = _(
            "All elements get the numbers 1, 1.1, 1.2, 2 … in the order in which they stand. "
            "Numbers that were typed are replaced; there is no way back."
        )
        if not typed:
            return text
        more = _("Elements with a number now: %(count)d.") % {"count": typed}
        return f"{text} {more}"

    @property
    def submit_label(self) -> str:
        return _("Number the elements")

    def do(self, form) -> str:
        services.renumber(page=self.page, user=self.request.user, **form.cleaned_data)
        return _("The elements are numbered.")
