"""Verbs of the outgoing mail: each says what it will do, and does it on POST."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from ..register_views import RegisterInspectView
from . import services
from .models import MessageStatus


class MessageInspectView(RegisterInspectView):
    def get_fields_dict(self):
        """What there is to say; half of it has not happened to most messages."""
        empty = self.model_admin.get_empty_value_display()
        return [field for field in super().get_fields_dict() if field["value"] != empty]


class MessageVerbView(InstanceSpecificView, TemplateView):
    """A question, and what happens on "yes"."""

    template_name = "rkres_wagtail/registers/message_verb.html"

    def check_action_permitted(self, user):
        return self.permission_helper.user_can_act(user)

    def do(self) -> str:
        """Call the service; return what to say, or raise ``ValidationError``."""
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        try:
            messages.success(request, self.do())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.url_helper.get_action_url("inspect", quote(self.instance.pk)))


class SendAgainView(MessageVerbView):
    def get_page_title(self):
        return _("Send again")

    @property
    def explanation(self):
        if self.instance.state == MessageStatus.UNCERTAIN:
            return _(
                "Nobody knows whether this message arrived: ask first, if you can. Sent again, it "
                "may reach the person twice."
            )
        return _("The message goes to the queue once more, with all its attempts.")

    @property
    def submit_label(self):
        return _("Yes, send again")

    def do(self):
        message = services.send_again(self.instance, self.request.user)
        if message.status == MessageStatus.SENT:
            return _("The message was sent.")
        return _("The message is in the queue again.")


class WithdrawView(MessageVerbView):
    def get_page_title(self):
        return _("Withdraw the message")

    @property
    def explanation(self):
        return _(
            "The message stays in this register and will not be sent, not even when its occasion "
            "comes up again."
        )

    @property
    def submit_label(self):
        return _("Yes, withdraw")

    def do(self):
        if not services.withdraw(self.instance, user=self.request.user):
            raise ValidationError(_("This message can no longer be withdrawn."))
        return _("The message was withdrawn.")


class ForgetView(MessageVerbView):
    def get_page_title(self):
        return _("Remove personal data")

    @property
    def explanation(self):
        return _(
            "The text, the attachments and the addresses of this message are removed for good. "
            "Its subject, its dates and its status stay."
        )

    @property
    def submit_label(self):
        return pgettext("personal data", "Yes, remove")

    def do(self):
        if not services.forget(self.instance, user=self.request.user):
            raise ValidationError(_("This message is still on its way, or its data are gone."))
        return _("The personal data of the message were removed.")
