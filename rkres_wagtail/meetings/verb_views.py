"""The screens of "Move" and "Cancel the meeting": they ask the service and repeat no rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from ..bodies.register.views import show_errors
from . import invited
from .buttons import CANCEL_URL, MOVE_URL, may_change
from .choices import ChangeKind, MeetingStatus
from .querysets import meeting_model
from .rules import fixing_change
from .services import cancel_meeting, move_meeting
from .told import sentence, sentences
from .verb_forms import CancelMeetingForm, MoveMeetingForm
from .when import WHEN_FIELDS


class MeetingVerbView(FormView):
    """A form for one verb on one settled meeting."""

    template_name = "rkres_wagtail/admin/meeting_verb.html"
    kind = ""
    header_icon = "calendar-alt"

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(meeting_model(), pk=kwargs["pk"])
        if self.page.alias_of_id is not None:
            raise Http404
        if not may_change(self.page, request.user):
            raise PermissionDenied
        self.settled = fixing_change(self.page)
        refusal = self.refusal()
        if refusal:
            messages.error(request, refusal)
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def refusal(self) -> str:
        """Why the verb makes no sense now; empty where it does."""
        if self.settled is None:
            return _(
                "The date of this meeting has not been confirmed and published yet: change it in "
                "the page's form."
            )
        return ""

    def get_page_title(self) -> str:
        return self.title

    @property
    def back_url(self) -> str:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return get_valid_next_url_from_request(self.request) or edit

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "invited": invited.count(self.page)}

    def new_date(self, form):
        return self.settled.when

    def do(self, form):
        """Call the service."""
        raise NotImplementedError

    def form_valid(self, form):
        if "preview" in self.request.POST:
            return self.show_sentence(form)
        try:
            self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        buttons = [messages.button(self.page.url, _("See the page"))] if self.page.live else []
        messages.success(self.request, self.done, buttons=buttons)
        return redirect(self.back_url)

    def show_sentence(self, form):
        when = self.new_date(form)
        errors = when.errors() or when.missing()
        if errors:
            show_errors(form, ValidationError(errors))
            return self.form_invalid(form)
        reason = form.cleaned_data["reason"].strip()
        told = sentence(self.kind, self.settled.when, when, reason)
        return self.render_to_response(self.get_context_data(form=form, preview=told))

    def form_invalid(self, form):
        messages.validation_error(
            self.request, _("Not saved. Correct the fields that are marked below."), form
        )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "page": self.page,
            "settled": self.settled,
            "told": sentences(self.page),
            "media": context["form"].media,
        }


class MoveMeetingView(MeetingVerbView):
    form_class = MoveMeetingForm
    kind = ChangeKind.MOVED

    @property
    def title(self) -> str:
        return _("Move the meeting")

    @property
    def explanation(self) -> str:
        return _(
            "The page stays at its address and the entry stays in calendars; both get the new "
            "date at once, without any further publishing."
        )

    @property
    def done(self) -> str:
        return _("The meeting was moved.")

    def get_initial(self):
        return {name: getattr(self.settled, name) for name in WHEN_FIELDS}

    def new_date(self, form):
        return form.when

    def do(self, form):
        move_meeting(
            self.page,
            form.when,
            user=self.request.user,
            reason=form.cleaned_data["reason"],
            tell_invited=form.is_telling,
        )


class CancelMeetingView(MeetingVerbView):
    form_class = CancelMeetingForm
    kind = ChangeKind.CANCELLED

    def refusal(self) -> str:
        if self.settled is not None and self.settled.status == MeetingStatus.CANCELLED:
            return _("This meeting has already been cancelled.")
        return super().refusal()

    @property
    def title(self) -> str:
        return _("Cancel the meeting")

    @property
    def explanation(self) -> str:
        return _(
            "The page stays and says that the meeting was cancelled and why; calendars cross it "
            "out. To hold it on another day, move it instead: that works later, too."
        )

    @property
    def done(self) -> str:
        return _("The meeting was cancelled.")

    def do(self, form):
        cancel_meeting(
            self.page,
            user=self.request.user,
            reason=form.cleaned_data["reason"],
            tell_invited=form.is_telling,
        )


def admin_urls():
    """Hook: addresses of the verbs."""
    return [
        path("rkres/meetings/<int:pk>/move/", MoveMeetingView.as_view(), name=MOVE_URL),
        path("rkres/meetings/<int:pk>/cancel/", CancelMeetingView.as_view(), name=CANCEL_URL),
    ]
