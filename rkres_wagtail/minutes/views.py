"""Screens of minutes: choose a meeting, start, complete, approve, take back.

They ask a service and repeat no rule; a GET changes nothing.
"""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ..bodies.register.views import show_errors
from ..bodies.typing_search import folded_words
from ..meetings.querysets import meeting_model
from ..text import fold
from . import completing, rules, services
from .forms import ApprovalForm, RevokeForm
from .models import Minutes
from .permissions import may_keep
from .ways import APPROVE_URL, COMPLETE_URL, REVOKE_URL, START_URL, edit_url

PER_PAGE = 50


class ChooseMeetingView(TemplateView):
    """In the place of a form for new minutes: of which meeting?"""

    template_name = "rkres_wagtail/minutes/admin/choose_meeting.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("rkres_wagtail.add_minutes"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        from wagtail.permissions import page_permission_policy

        user = self.request.user
        typed = self.request.GET.get("q", "").strip()[:200]
        mine = page_permission_policy.instances_user_has_permission_for(user, "change")
        found = rules.without_minutes().filter(pk__in=mine.order_by().values("pk"))
        if typed:
            found = _titled(found, typed)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **kwargs,
            view_title=_("Start minutes: of which meeting?"),
            typed=typed,
            page_of=page,
            start_url_name=START_URL,
            list_url=reverse(Minutes.snippet_viewset.get_url_name("list")),
        )


def _titled(pages, typed: str):
    """Pages whose title holds the typed words, with or without Polish letters."""
    words = folded_words(typed).split()
    rows = pages.order_by().values_list("pk", "draft_title")
    keys = [key for key, title in rows if words and all(word in fold(title) for word in words)]
    return pages.filter(pk__in=keys)


class MinutesVerbView(FormView):
    """A form for one verb; the template shows ``title``, ``explanation`` and what is known."""

    template_name = "rkres_wagtail/minutes/admin/verb.html"
    form_class = forms.Form
    header_icon = "doc-full"
    is_serious = False
    action = "change"

    def dispatch(self, request, *args, **kwargs):
        self.find(kwargs["pk"])
        if not may_keep(self.meeting, request.user, self.action):
            raise PermissionDenied
        if refusal := self.refusal():
            messages.error(request, refusal)
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.minutes = get_object_or_404(Minutes.objects.select_related("meeting"), pk=pk)
        self.meeting = self.minutes.meeting

    @property
    def back_url(self) -> str:
        return edit_url(self.minutes)

    def refusal(self) -> str:
        """Why the verb makes no sense now; empty where it does."""
        return ""

    def do(self, form) -> str:
        """Call the service; return where to go then."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            return redirect(self.do(form))
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)

    def form_invalid(self, form):
        messages.validation_error(
            self.request, _("Not saved. Correct the fields that are marked below."), form
        )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "meeting": self.meeting, "media": context["form"].media}


class StartMinutesView(MinutesVerbView):
    action = "add"

    def find(self, pk: int) -> None:
        self.meeting = get_object_or_404(meeting_model(), pk=pk)
        if self.meeting.alias_of_id is not None:
            raise Http404

    @property
    def back_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.meeting.pk])

    def refusal(self) -> str:
        return rules.reason_not_to_start(self.meeting)

    @property
    def title(self) -> str:
        return _("Start minutes")

    @property
    def explanation(self) -> str:
        return _(
            "A draft is made of the agenda, the results of the items and the published decisions; "
            "the closed attendance is shown with it by itself. Nobody but the office sees it. You "
            "then write what was said, and may change everything."
        )

    def do(self, form):
        minutes = services.start_minutes(meeting=self.meeting, user=self.request.user)
        messages.success(
            self.request, _("The draft of the minutes is ready. Only the office sees it.")
        )
        return edit_url(minutes)


class CompleteMinutesView(MinutesVerbView):
    @property
    def title(self) -> str:
        return _("Complete from the meeting")

    @property
    def explanation(self) -> str:
        return _("What you have written stays as it is; only this is added to the draft:")

    @cached_property
    def plan(self):
        return completing.plan(self.minutes.get_latest_revision_as_object())

    def refusal(self) -> str:
        lock = self.minutes.get_lock()
        if lock is not None and lock.for_user(self.request.user):
            return lock.get_message(self.request.user) or _("The minutes are locked.")
        if reason := completing.reason_not_to(self.minutes):
            return reason
        if self.request.method == "GET" and self.plan.is_empty:
            self._tell_of_internal(self.plan)
            return _("There is nothing to add: the minutes have everything that the meeting tells.")
        return ""

    def do(self, form):
        plan = services.complete_minutes(minutes=self.minutes, user=self.request.user)
        for titles, text in (
            (plan.added, _("Added: %(titles)s.")),
            (plan.outcomes, _("Results filled in: %(titles)s.")),
        ):
            if titles:
                messages.success(self.request, text % {"titles": ", ".join(titles)})
        self._tell_of_internal(plan)
        return self.back_url

    def _tell_of_internal(self, plan) -> None:
        if plan.now_internal:
            text = _(
                "Internal on the agenda, but not here: %(titles)s. Tick “Internal” where the "
                "public is not to read it."
            )
            messages.warning(self.request, text % {"titles": ", ".join(plan.now_internal)})

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, plan=self.plan)


class ApproveMinutesView(MinutesVerbView):
    form_class = ApprovalForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "minutes": self.minutes}

    def refusal(self) -> str:
        return _("These minutes have already been approved.") if self.minutes.approval else ""

    @property
    def title(self) -> str:
        return _("Record the approval")

    @property
    def explanation(self) -> str:
        return _(
            "The public reads beside the minutes when and where they were approved. Then they can "
            "be published."
        )

    def do(self, form):
        form.do(self.minutes, user=self.request.user)
        messages.success(
            self.request, _("The approval is recorded. The minutes can now be published.")
        )
        return self.back_url


class RevokeApprovalView(MinutesVerbView):
    form_class = RevokeForm
    is_serious = True

    def refusal(self) -> str:
        return rules.reason_not_to_revoke(self.minutes)

    @property
    def title(self) -> str:
        return _("Take back the approval")

    @property
    def explanation(self) -> str:
        return _("Do it only where the approval was recorded by mistake.")

    def do(self, form):
        services.revoke_approval(
            minutes=self.minutes, user=self.request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(self.request, _("The approval was taken back."))
        return self.back_url


def admin_urls():
    """Hook: addresses of the screens."""
    return [
        path("rkres/meetings/<int:pk>/minutes/start/", StartMinutesView.as_view(), name=START_URL),
        path("rkres/minutes/<int:pk>/complete/", CompleteMinutesView.as_view(), name=COMPLETE_URL),
        path("rkres/minutes/<int:pk>/approve/", ApproveMinutesView.as_view(), name=APPROVE_URL),
        path("rkres/minutes/<int:pk>/revoke/", RevokeApprovalView.as_view(), name=REVOKE_URL),
    ]
