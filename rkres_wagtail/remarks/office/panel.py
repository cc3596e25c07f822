"""The tab "Remarks" of a consultation's editor: numbers, and the ways to the screens."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import Panel

from ...bodies.rules import canonical_body
from ...consultations.course import course_of
from ..permissions import may_keep
from ..services import rules_of
from . import addresses, links
from .counting import counts_of_page, uncounted


class RemarksPanel(Panel):
    """Facts beside the page's draft; a translation shows the one register."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/remarks/office/panel.html"

        class Media:
            css = {"all": ["rkres_wagtail/css/remarks_office.css"]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance is None or not self.instance.pk:
                return context
            page = canonical_body(self.instance).specific
            user = getattr(self.request, "user", None)
            may = user is not None and may_keep(page, user)
            return {
                **context,
                "is_saved": True,
                "may": may,
                **(state_of(page, user) if may else {}),
            }


def state_of(page, user) -> dict:
    """What the panel shows to whom keeps remarks."""
    rules = rules_of(page)
    is_running = course_of(page).open_round(timezone.now()) is not None
    return {
        "counts": counts_of_page(page),
        "uncounted": uncounted(page),
        "rules": rules,
        "is_running": is_running,
        "is_open": rules.is_online and is_running and page.live,
        "register_url": addresses.register_url(page),
        "add_url": reverse(addresses.ADD_URL, args=[page.pk]),
        "rules_url": reverse(addresses.RULES_URL, args=[page.pk]),
        "links": [
            {"label": each.label, "url": each.url(page), "icon": each.icon}
            for each in links.links("consultation", page, user)
        ],
    }
