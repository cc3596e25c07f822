"""The one verb of the office: end a subscription and remove the address, on request."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from . import services


class EraseView(InstanceSpecificView, TemplateView):
    """A question, and what happens on "yes"."""

    template_name = "rkres_wagtail/participation/news/erase.html"

    def check_action_permitted(self, user):
        return self.permission_helper.user_can_act(user)

    def get_page_title(self):
        return _("Remove the address")

    @property
    def explanation(self):
        return _(
            "The subscription ends: no more news is sent, and the address is removed here and from "
            "the outgoing mail for good. The number and the dates stay for 30 days."
        )

    @property
    def submit_label(self):
        return pgettext("personal data", "Yes, remove")

    def post(self, request, *args, **kwargs):
        if services.leave(subscription=self.instance, user=request.user):
            messages.success(request, _("The subscription has ended; the address was removed."))
        else:
            messages.info(request, _("This subscription had ended already."))
        return redirect(self.url_helper.get_action_url("inspect", quote(self.instance.pk)))
