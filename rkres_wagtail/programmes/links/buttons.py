"""“Connect with a programme” on pages of decisions, meetings and consultations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus.pages import PageMenuItem

from ..permissions import may_keep
from ..querysets import programmes
from .addresses import CONNECT
from .ends import kind_of_class

LABEL = _("Connect with a programme")


def kept_programmes(page, user) -> list:
    """Programmes of the committee of ``page`` whose links ``user`` may keep, canonical ones."""
    from ...bodies.rules import canonical_body
    from ...bodies.tree import committee_of

    committee = committee_of(canonical_body(page))
    if committee is None:
        return []
    rows = programmes().filter(alias_of=None, path__startswith=committee.path).order_by("title")
    return [each for each in rows if may_keep(each, user)]


class ConnectButton(PageMenuItem):
    label = LABEL
    icon_name = "link"
    url_name = CONNECT

    def is_shown(self, user) -> bool:
        permissions = self.page.permissions_for_user(user)
        return permissions.can_edit() or permissions.can_publish()


def page_buttons(page, user, next_url=None, view_name=None):
    """Hook of the editor's header and of listings' menus."""
    model = page.specific_class
    if model is None or page.alias_of_id or not kind_of_class(model):
        return
    yield ConnectButton(page=page, next_url=next_url, priority=40)
