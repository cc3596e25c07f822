"""What the editor of a meeting says of invitations: a panel, a button, a word after publishing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel
from wagtail.admin.widgets.button import Button

from .permissions import may_invite, may_see
from .screens import LABEL, screen_url
from .summary import outdated_count, summary_of


class InvitationsPanel(Panel):
    """“Zaproszono 17 z 19, odpowiedziało 12 …”, with the way to the screen."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/meetings/invitations/admin/panel.html"

        def is_shown(self):
            page, user = self.instance, getattr(self.request, "user", None)
            if page is None or not page.pk or page.alias_of_id or user is None:
                return False
            return may_see(page, user)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            page = type(self.instance)._default_manager.get(pk=self.instance.pk)
            return {
                **context,
                "summary": summary_of(page),
                "outdated": outdated_count(page) if page.live else 0,
                "is_live": page.live,
                "url": screen_url(page),
            }


def page_button(page, user, next_url=None, view_name=None):
    """Hook: a button in the header of a meeting's editor."""
    from ..pages import MeetingPageMixin

    if not issubclass(page.specific_class or object, MeetingPageMixin) or page.alias_of_id:
        return
    if may_see(page, user):
        yield Button(LABEL, url=screen_url(page), icon_name="mail", priority=7)


def after_publish_page(request, page):
    """Hook: the invited know something else than the page now says."""
    from wagtail.admin import messages

    from ..pages import MeetingPageMixin

    page = page.specific
    if not isinstance(page, MeetingPageMixin) or page.is_over():
        return
    count = outdated_count(page)
    if not count:
        return
    text = ngettext(
        "%(count)d invited person was told something else than the page says now. Nothing was "
        "sent to them.",
        "%(count)d invited people were told something else than the page says now. Nothing was "
        "sent to them.",
        count,
    ) % {"count": count}
    may = may_invite(page, request.user)
    buttons = [messages.button(screen_url(page), _("Look and send an update"))] if may else []
    messages.warning(request, text, buttons=buttons)
