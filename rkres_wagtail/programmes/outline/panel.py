"""The panel of the tree in a programme's editor."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.panels import Panel

from ...bodies.rules import canonical_body
from ..models import Indicator, ProgrammeNode, ProgrammeTree
from ..permissions import may_keep, may_see
from . import addresses


class OutlinePanel(Panel):
    """Facts beside the page's draft, and the ways to the screens."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/programmes/outline/panel.html"

        class Media:
            css = {"all": ["rkres_wagtail/css/document_editor.css"]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance is None or not self.instance.pk:
                return context
            page = canonical_body(self.instance).specific
            return {**context, "is_saved": True, **facts_of(page), **self._ways(page)}

        def _ways(self, page) -> dict:
            user = getattr(self.request, "user", None)
            if user is None or not may_see(page, user):
                return {}
            keeps = may_keep(page, user)
            import_url = addresses.where_there_is(addresses.IMPORT_URL, page.pk)
            return {
                "may_keep": keeps,
                "tree_url": addresses.tree_url(page),
                "import_url": import_url if keeps else "",
                "public_url": addresses.public_url(page),
            }


def facts_of(page) -> dict:
    """How much there is, and when it changed last."""
    nodes = ProgrammeNode.objects.of(page).count()
    tree = ProgrammeTree.objects.of(page).first()
    changed = tree.changed_at if tree is not None and tree.edits else None
    return {
        "nodes": nodes,
        "indicators": Indicator.objects.of(page).count(),
        "changed": date_format(localtime(changed), "d.m.Y, H:i") if changed else "",
    }
