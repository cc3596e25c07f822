"""The panel of the tree in a programme's editor."""

from __future__ import annotations

from wagtail.admin.panels import Panel


class OutlinePanel(Panel):
    """Facts beside the page's draft, and the ways to the screens."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/programmes/outline/panel.html"
