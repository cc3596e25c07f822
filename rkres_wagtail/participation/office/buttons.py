"""The way to “Taking part” in the header of bodies' and calls' editors and in listings."""

from __future__ import annotations

from wagtail.admin.ui.menus.pages import PageMenuItem

from ..permissions import may_keep
from .addresses import LABEL, OFFER_URL
from .keeping import is_target


class OfferButton(PageMenuItem):
    label = LABEL
    icon_name = "group"
    url_name = OFFER_URL

    def is_shown(self, user) -> bool:
        return may_keep(self.page, user)


def page_buttons(page, user, next_url=None, view_name=None):
    """Hook of the editor's header and of listings' menus."""
    if page.alias_of_id is None and is_target(page):
        yield OfferButton(page=page, next_url=next_url, priority=40)
