"""Admin of minutes: a Wagtail snippet with draft, workflow, lock, history and preview.

Every address of one object is closed to whoever may not edit the page of its meeting.
"""

from __future__ import annotations

from functools import partial, wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import snippets as wagtail_views

from ..bodies.register.views import show_errors
from ..bodies.snippet_views import SnippetEditView, SnippetIndexView
from ..bodies.tables import WIDE
from ..bodies.typing_search import FoldedChooserViewSet, folded_words
from ..bodies.viewsets import CommitteeSnippetViewSet
from ..meetings.listing_rows import bodies_of
from ..meetings.querysets import meetings
from ..menu import ORDER
from ..text import fold
from ..typography import NBSP
from . import panel, permissions, rules
from .filters import MinutesFilterSet
from .models import Minutes
from .views import ChooseMeetingView

# Views --------------------------------------------------------------------------------------------


class MinutesIndexView(SnippetIndexView):
    """Newest meeting first; says when it was and who met."""

    # One word in English, two in Polish.
    page_title = pgettext_lazy("admin menu", "Minutes")

    def _get_title_column(self, field_name, *args, **kwargs):
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.accessor = lambda minutes: minutes.meeting.get_admin_display_title()
        column.label = _("Meeting")
        column.width = "40%"
        return column

    def order_queryset(self, queryset):
        queryset = queryset.annotate(
            starts_at=Subquery(
                meetings().filter(pk=OuterRef("meeting_id")).order_by().values("starts_at")[:1]
            )
        )
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return queryset.order_by(F("starts_at").desc(nulls_last=True), "-pk")

    def search_queryset(self, queryset):
        """By the meeting's title; the minutes' own text is in no index."""
        words = folded_words(self.search_query).split()
        if not self.search_query:
            return queryset
        rows = queryset.order_by().values_list("pk", "meeting__title")
        found = [key for key, title in rows if words and all(w in fold(title) for w in words)]
        return queryset.filter(pk__in=found)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        pages = meetings().in_bulk([each.meeting_id for each in rows])
        bodies = bodies_of(list(pages))
        for each in rows:
            page = pages.get(each.meeting_id)
            # On a phone a line may end within the date.
            each.day = page.when.days().replace(NBSP, " ") if page is not None else ""
            each.bodies = ", ".join(bodies[each.meeting_id])
        return context


class MinutesEditView(SnippetEditView):
    """What cannot be done now is said, and nothing of it is done."""

    def is_valid(self, form):
        if self.action == "publish" and (reason := rules.reason_not_to_publish(self.object)):
            self.produced_error_code = "not_approved"
            self.produced_error_message = reason
            return False
        return super().is_valid(form)

    def run_action_method(self):
        """The text was saved; a step of the workflow is taken whole or not at all."""
        try:
            with transaction.atomic():
                return super().run_action_method()
        except ValidationError as error:
            for message in error.messages:
                messages.error(self.request, message)
            return redirect(self.get_edit_url())


class _StepFormMixin:
    """Tell the form of a step of which minutes it is."""

    def get_form_class(self):
        form_class = super().get_form_class()
        if getattr(form_class, "is_about_minutes", False):
            return partial(form_class, minutes=self.object)
        return form_class


class MinutesWorkflowActionView(_StepFormMixin, wagtail_views.WorkflowActionView):
    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except ValidationError as error:
            form = self.form_class(request.POST)
            form.is_valid()
            show_errors(form, error)
            return self.render_modal_form(request, form)


class MinutesCollectDataView(_StepFormMixin, wagtail_views.CollectWorkflowActionDataView):
    pass


# Who may come in ----------------------------------------------------------------------------------


def _kept(view):
    """Let in whoever keeps minutes of the committee; Wagtail's own checks follow."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        minutes = get_object_or_404(
            Minutes.objects.select_related("meeting"), pk=unquote(str(kwargs["pk"]))
        )
        if not any(
            permissions.may_keep(minutes.meeting, request.user, action)
            for action in permissions.ANY
        ):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


def before_delete_snippet(request, instances):
    """Hook: Wagtail 7.4 asks for no permission on each of many objects."""
    for each in instances:
        if isinstance(each, Minutes) and not permissions.may_keep(
            each.meeting, request.user, "delete"
        ):
            raise PermissionDenied


def register_actions(registry):
    """Hook of Wagtail 8.0: what API v3 calls to publish, past ``Minutes.publish()``."""
    from wagtail.actions.publish_revision import PublishPermissionError, PublishRevisionAction

    class PublishMinutesAction(PublishRevisionAction):
        def check(self, skip_permission_checks=False):
            super().check(skip_permission_checks=skip_permission_checks)
            may = skip_permission_checks or self.user is None
            if not (may or permissions.may_keep(self.object.meeting, self.user, "publish")):
                raise PublishPermissionError
            rules.check_publishable(self.object)

    registry.register(Minutes, PublishMinutesAction)


def construct_action_menu(menu_items, request, context):
    """Hook: no button that would be refused."""
    instance = context.get("instance")
    if isinstance(instance, Minutes) and rules.reason_not_to_publish(instance):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


# Viewset ------------------------------------------------------------------------------------------

POLICY = permissions.MinutesPermissionPolicy(Minutes)


class MinutesChooserViewSet(FoldedChooserViewSet):
    """Wagtail makes one for every snippet; nothing chooses minutes."""

    def get_urlpatterns(self):
        return []


class MinutesViewSet(CommitteeSnippetViewSet):
    model = Minutes
    chooser_viewset_class = MinutesChooserViewSet
    add_label = _("Start minutes")
    menu_label = pgettext_lazy("admin menu", "Minutes")
    icon = "doc-full-inverse"
    menu_order = ORDER["minutes"]
    inspect_view_enabled = False
    index_view_class = MinutesIndexView
    edit_view_class = MinutesEditView
    workflow_action_view_class = MinutesWorkflowActionView
    collect_workflow_action_data_view_class = MinutesCollectDataView
    search_fields = ["meeting__title"]
    list_display = [
        "__str__",
        Column("day", label=_("Date"), sort_key="starts_at", classname=WIDE, width="16%"),
        Column("bodies", label=_("Who met"), classname=WIDE, width="22%"),
        Column("state_label", label=pgettext_lazy("minutes", "State"), width="22%"),
    ]
    filterset_class = MinutesFilterSet

    def get_queryset(self, request):
        found = Minutes.objects.with_state().select_related("meeting", "latest_revision")
        return found.editable_by(request.user).defer("content", "opening", "closing")

    def get_edit_handler(self):
        return panel.edit_handler().bind_to_model(self.model)

    @property
    def add_view(self):
        return ChooseMeetingView.as_view()

    def get_urlpatterns(self):
        found = []
        for each in super().get_urlpatterns():
            # Wagtail's way to preview what a form is about to create.
            if each.name == "preview_on_add":
                continue
            if "pk" in each.pattern.converters or "(?P<pk>" in str(each.pattern):
                each.callback = _kept(each.callback)
            found.append(each)
        return found
