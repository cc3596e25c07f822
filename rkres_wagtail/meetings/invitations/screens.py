"""The screen “Zaproszenia” of one meeting: choose, look at the message, send; tell of changes."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...outbox.admin import get_outbox, status_label
from ..querysets import meetings
from . import preview, services
from .permissions import may_invite, may_see
from .rules import MAX_MESSAGE, refusals
from .summary import Overview, overview_of

URL_NAME = "rkres_meeting_invitations"
LABEL = gettext_lazy("Invitations")


def screen_url(page) -> str:
    return reverse(URL_NAME, args=[page.pk])


class InviteForm(forms.Form):
    """The office's own paragraph, and which people; those are checked by the service."""

    message = forms.CharField(
        label=gettext_lazy("A paragraph of your own"),
        required=False,
        max_length=MAX_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "It stands in the message after date and place. The agenda, the materials and the "
            "link for the answer are in it already."
        ),
    )


class InvitationsView(WagtailAdminTemplateMixin, View):
    template_name = "rkres_wagtail/meetings/invitations/admin/invitations.html"
    page_title = LABEL
    header_icon = "mail"

    def get_breadcrumbs_items(self):
        return []

    def dispatch(self, request, pk: int):
        self.page = get_object_or_404(meetings().select_related("locale"), pk=pk)
        if self.page.alias_of_id is not None:
            raise Http404
        if not may_see(self.page, request.user):
            raise PermissionDenied
        self.may_invite = may_invite(self.page, request.user)
        return super().dispatch(request)

    # Steps -----------------------------------------------------------------------------------

    def get(self, request):
        return self._render(InviteForm())

    def post(self, request):
        if not self.may_invite:
            raise PermissionDenied
        form = InviteForm(request.POST)
        step = request.POST.get("step")
        if not form.is_valid():
            return self._render(form, status=422)
        steps = {"send": self._send, "update": self._update, "update-preview": self._show_update}
        return steps.get(step, self._show)(form)

    def _people(self, overview: Overview) -> list:
        """Those who were ticked, of the people in the table."""
        ticked = set(self.request.POST.getlist("person"))
        return [row.person for row in overview.rows if str(row.person.pk) in ticked]

    def _show(self, form):
        overview = overview_of(self.page)
        people = self._people(overview)
        if not people:
            return self._nobody(form, overview)
        if refusals(self.page):
            return self._render(form, overview, status=422)
        shown = preview.invitation(self.page, people[0], form.cleaned_data["message"])
        return self._render(form, overview, shown=shown, count=len(people))

    def _send(self, form):
        overview = overview_of(self.page)
        people = self._people(overview)
        if not people:
            return self._nobody(form, overview)
        try:
            found = services.invite(
                meeting=self.page,
                people=people,
                user=self.request.user,
                message=form.cleaned_data["message"],
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return self._render(form, overview, status=422)
        messages.success(self.request, _invited_message(len(found)))
        return HttpResponseRedirect(screen_url(self.page))

    def _show_update(self, form):
        overview = overview_of(self.page)
        shown = preview.change(self.page, overview, form.cleaned_data["message"])
        return self._render(form, overview, shown=shown, count=overview.to_tell, is_update=True)

    def _update(self, form):
        found = services.tell_changes(
            meeting=self.page, user=self.request.user, message=form.cleaned_data["message"]
        )
        messages.success(self.request, _told_message(len(found)))
        return HttpResponseRedirect(screen_url(self.page))

    def _nobody(self, form, overview: Overview):
        messages.error(self.request, _("Nothing was sent. Tick at least one person."))
        return self._render(form, overview, status=422)

    # Screen ----------------------------------------------------------------------------------

    def _render(self, form, overview: Overview | None = None, *, status: int = 200, **context):
        overview = overview or overview_of(self.page)
        user, outbox = self.request.user, get_outbox()
        may_read_mail = outbox.permission_helper.user_can_list(user)
        ticked = set(self.request.POST.getlist("person"))
        for row in overview.rows:
            row.is_ticked = (
                str(row.person.pk) in ticked
                if self.request.method == "POST"
                else row.can_be_invited
            )
            if row.message is not None:
                row.status = status_label(row.message)
                row.message_url = (
                    outbox.url_helper.get_action_url("inspect", row.message.pk)
                    if may_read_mail
                    else ""
                )
        whole = self.get_context_data(
            meeting=self.page,
            overview=overview,
            form=form,
            media=form.media,
            refusals=refusals(self.page),
            may_invite=self.may_invite,
            has_draft=self.page.has_unpublished_changes,
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            contacts_url=_contacts_url(user),
            **context,
        )
        return self.render_to_response(whole, status=status)


def _contacts_url(user) -> str:
    """The register of contact data, for those who may open it."""
    name = "rkres_wagtail_personcontact_modeladmin_index"
    return reverse(name) if user.has_perm("rkres_wagtail.change_personcontact") else ""


def _invited_message(count: int) -> str:
    if not count:
        return _("Nobody was invited: all of them had been already.")
    return ngettext(
        "%(count)d person was invited; the message is in the outgoing mail.",
        "%(count)d people were invited; the messages are in the outgoing mail.",
        count,
    ) % {"count": count}


def _told_message(count: int) -> str:
    if not count:
        return _("Nothing was sent: everybody knows what holds now.")
    return ngettext(
        "%(count)d person is told of the change; the message is in the outgoing mail.",
        "%(count)d people are told of the change; the messages are in the outgoing mail.",
        count,
    ) % {"count": count}
