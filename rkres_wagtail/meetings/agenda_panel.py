"""The way from the editor of a meeting to “Paste the agenda as text”."""

from __future__ import annotations

from wagtail.admin.panels import HelpPanel


class PasteAgendaPanel(HelpPanel):
    """A link above the items of the agenda; on a page that is not saved yet, what to do first."""

    def __init__(self, **kwargs):
        kwargs.setdefault("template", "rkres_wagtail/meetings/admin/_paste_link.html")
        super().__init__(**kwargs)
