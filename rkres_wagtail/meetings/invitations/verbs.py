"""What the office does with one invitation: note an answer, send it again, take it back."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ..querysets import meeting_model
from . import services
from .invitees import name_of
from .models import Invitation, Reply
from .permissions import may_invite
from .rules import MAX_MESSAGE, MAX_NOTE
from .screens import screen_url

REPLY_URL = "rkres_invitation_reply"
REPEAT_URL = "rkres_invitation_repeat"
WITHDRAW_URL = "rkres_invitation_withdraw"


class RecordReplyForm(forms.Form):
    reply = forms.ChoiceField(
        label=gettext_lazy("What they answered"),
        choices=Reply.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "E.g. who comes as a deputy, or the reason of the excuse. Only the office reads it."
        ),
    )


class RepeatForm(forms.Form):
    message = forms.CharField(
        label=gettext_lazy("A paragraph of your own"),
        required=False,
        max_length=MAX_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(forms.Form):
    tell = forms.BooleanField(
        label=gettext_lazy("Tell the person by e-mail"),
        required=False,
        initial=True,
        help_text=gettext_lazy("A message that has not left the outgoing mail is taken back."),
    )


class InvitationVerbView(FormView):
    """A form on one invitation; the service repeats every rule."""

    template_name = "rkres_wagtail/meetings/invitations/admin/verb.html"
    header_icon = "mail"
    explanation = ""

    def dispatch(self, request, *args, **kwargs):
        rows = Invitation.objects.select_related("person__contact", "meeting")
        self.invitation = get_object_or_404(rows, pk=kwargs["pk"])
        self.page = meeting_model()._default_manager.filter(pk=self.invitation.meeting_id).first()
        if self.page is None:
            raise Http404
        if not may_invite(self.page, request.user):
            raise PermissionDenied
        if self.invitation.withdrawn_at is not None:
            messages.error(request, _("This invitation has been taken back."))
            return HttpResponseRedirect(screen_url(self.page))
        return super().dispatch(request, *args, **kwargs)

    @property
    def name(self) -> str:
        return name_of(self.invitation.person)

    @property
    def back_url(self) -> str:
        return screen_url(self.page)

    def do(self, form) -> None:
        """Call the service."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "meeting": self.page, "media": context["form"].media}


class RecordReplyView(InvitationVerbView):
    form_class = RecordReplyForm
    title = gettext_lazy("Record an answer")
    submit_label = gettext_lazy("Save the answer")
    done = gettext_lazy("The answer was saved.")

    @property
    def explanation(self) -> str:
        return _(
            "For somebody who answered by telephone or in person. By their link they can still "
            "change it until the meeting begins."
        )

    def get_initial(self):
        return {"reply": self.invitation.reply, "note": self.invitation.reply_note}

    def do(self, form):
        services.record_reply(
            invitation=self.invitation, user=self.request.user, **form.cleaned_data
        )


class RepeatView(InvitationVerbView):
    form_class = RepeatForm
    title = gettext_lazy("Send the invitation again")
    submit_label = gettext_lazy("Send again")
    done = gettext_lazy("The invitation is in the outgoing mail again.")

    @property
    def explanation(self) -> str:
        return _(
            "The person gets the whole invitation as it stands now, at the address that is in "
            "the contact data today. Their answer stays."
        )

    def do(self, form):
        services.repeat_invitation(
            invitation=self.invitation, user=self.request.user, **form.cleaned_data
        )


class WithdrawInvitationView(InvitationVerbView):
    form_class = WithdrawForm
    title = gettext_lazy("Take the invitation back")
    submit_label = gettext_lazy("Yes, take it back")
    done = gettext_lazy("The invitation was taken back.")

    @property
    def explanation(self) -> str:
        return _(
            "The link in the invitation then says that it was taken back. You can invite the "
            "person again later."
        )

    def do(self, form):
        services.withdraw_invitation(
            invitation=self.invitation, user=self.request.user, **form.cleaned_data
        )


#: Last part of the address, view, and name of the address.
VIEWS = (
    ("reply", RecordReplyView, REPLY_URL),
    ("again", RepeatView, REPEAT_URL),
    ("withdraw", WithdrawInvitationView, WITHDRAW_URL),
)
