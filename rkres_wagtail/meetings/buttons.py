"""Buttons "Move" and "Cancel the meeting" in the page editor and in listings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus.pages import PageMenuItem

from .choices import MeetingStatus
from .rules import fixing_change

MOVE_URL = "rkres_meeting_move"
CANCEL_URL = "rkres_meeting_cancel"


def may_change(page, user) -> bool:
    """Whether ``user`` may move or cancel the meeting: who may publish the page, unless locked."""
    permissions = page.permissions_for_user(user)
    return permissions.can_publish() and not permissions.page_locked()


def settled_change(page):
    """The change that settled the date; listings fetch those of all their rows at once."""
    if not hasattr(page, "_rkres_settled"):
        page._rkres_settled = fixing_change(page)
    return page._rkres_settled


class MoveButton(PageMenuItem):
    label = _("Move the meeting")
    icon_name = "calendar-alt"
    url_name = MOVE_URL

    def is_shown(self, user) -> bool:
        return settled_change(self.page) is not None and may_change(self.page, user)


class CancelButton(PageMenuItem):
    label = _("Cancel the meeting")
    icon_name = "cross"
    url_name = CANCEL_URL

    def is_shown(self, user) -> bool:
        change = settled_change(self.page)
        if change is None or change.status == MeetingStatus.CANCELLED:
            return False
        return may_change(self.page, user)


def page_buttons(page, user, next_url=None, view_name=None):
    """Hook of the editor's header and of listings' menus."""
    from .pages import MeetingPageMixin

    # Deferred and base pages are of no use: their class says what they are.
    if not issubclass(page.specific_class or object, MeetingPageMixin) or page.alias_of_id:
        return
    yield MoveButton(page=page, next_url=next_url, priority=5)
    yield CancelButton(page=page, next_url=next_url, priority=6)
