"""Admin of reports: a Wagtail snippet with draft, workflow, lock, history and preview.

Every address of one object is closed to whoever may not edit the page of its consultation.
"""

from __future__ import annotations

from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import snippets as wagtail_views

from ...bodies.snippet_views import SnippetEditView, SnippetIndexView
from ...bodies.tables import DayColumn
from ...bodies.typing_search import FoldedChooserViewSet, folded_words
from ...bodies.viewsets import CommitteeSnippetViewSet
from ...menu import ORDER
from ...text import fold
from ..course import courses_of
from ..models import ConsultationReport
from ..querysets import consultations
from . import panel, permissions, ways
from .obstacles import ReportHeldBack, check_publishable, is_for_later
from .views import ChooseConsultationView

# Views --------------------------------------------------------------------------------------------


class ReportIndexView(SnippetIndexView):
    """The newest first; says where each stands and by when it is due."""

    page_title = pgettext_lazy("admin menu", "Reports on consultations")

    def _get_title_column(self, field_name, *args, **kwargs):
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.accessor = lambda report: report.consultation.get_admin_display_title()
        column.label = _("Consultation")
        column.width = "50%"
        return column

    def search_queryset(self, queryset):
        """By the consultation's title; the report's own text is in no index."""
        words = folded_words(self.search_query).split()
        if not self.search_query:
            return queryset
        rows = queryset.order_by().values_list("pk", "consultation__title")
        found = [key for key, title in rows if words and all(w in fold(title) for w in words)]
        return queryset.filter(pk__in=found)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        pages = consultations().in_bulk([each.consultation_id for each in rows])
        courses = courses_of(pages.values())
        for each in rows:
            page = pages.get(each.consultation_id)
            each.state_label = panel.state_of(each)
            each.due_on = courses[page.translation_key].due_on if page is not None else None
        return context


class ReportEditView(SnippetEditView):
    """Numbers that do not add up are told of, and saved all the same.

    What cannot be published yet is saved as a draft; the editor reads what is missing, and where.
    """

    def run_action_method(self):
        try:
            with transaction.atomic():
                response = super().run_action_method()
        except ReportHeldBack as error:
            say_held_back(self.request, error)
            return redirect(self.get_edit_url())
        draft = self.form.instance
        if not self.expects_json_response:
            for text in panel.cautions_of(draft, is_scheduling=self.action == "publish"):
                messages.warning(self.request, text)
        return response


class ReportWorkflowActionView(wagtail_views.WorkflowActionView):
    """A step that would publish is taken whole or not at all."""

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except ReportHeldBack as error:
            say_held_back(request, error)
        editor = ways.edit_url(self.object)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": editor})
        return redirect(editor)


def say_held_back(request, error: ReportHeldBack) -> None:
    buttons = [messages.button(error.url, _("What is missing"))] if error.url else []
    messages.error(request, " ".join(error.messages), buttons=buttons)


# Who may come in ----------------------------------------------------------------------------------


def _kept(view):
    """Let in whoever writes reports on this consultation; Wagtail's own checks follow."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        report = get_object_or_404(
            ConsultationReport.objects.select_related("consultation"),
            pk=unquote(str(kwargs["pk"])),
        )
        if not any(
            permissions.may_keep(report.consultation, request.user, action)
            for action in permissions.ANY
        ):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


def before_delete_snippet(request, instances):
    """Hook: Wagtail 7.4 asks for no permission on each of many objects."""
    for each in instances:
        if isinstance(each, ConsultationReport) and not permissions.may_keep(
            each.consultation, request.user, "delete"
        ):
            raise PermissionDenied


def register_actions(registry):
    """Hook of Wagtail 8.0: what API v3 calls to publish."""
    from wagtail.actions.publish_revision import PublishPermissionError, PublishRevisionAction

    class PublishReportAction(PublishRevisionAction):
        def check(self, skip_permission_checks=False):
            super().check(skip_permission_checks=skip_permission_checks)
            may = skip_permission_checks or self.user is None
            if not (may or permissions.may_keep(self.object.consultation, self.user, "publish")):
                raise PublishPermissionError
            if not is_for_later(self.object):
                check_publishable(self.object)

    registry.register(ConsultationReport, PublishReportAction)


# Viewset ------------------------------------------------------------------------------------------

POLICY = permissions.ReportPermissionPolicy(ConsultationReport)


class ReportChooserViewSet(FoldedChooserViewSet):
    """Wagtail makes one for every snippet; nothing chooses reports."""

    def get_urlpatterns(self):
        return []


class ConsultationReportViewSet(CommitteeSnippetViewSet):
    model = ConsultationReport
    chooser_viewset_class = ReportChooserViewSet
    add_label = _("Start a report")
    menu_label = pgettext_lazy("admin menu", "Reports on consultations")
    icon = "doc-full-inverse"
    menu_order = ORDER["consultation_reports"]
    inspect_view_enabled = False
    index_view_class = ReportIndexView
    edit_view_class = ReportEditView
    workflow_action_view_class = ReportWorkflowActionView
    search_fields = ["consultation__title"]
    list_display = [
        "__str__",
        DayColumn("due_on", label=_("Due by")),
        Column("state_label", label=pgettext_lazy("report", "State"), width="32%"),
    ]

    def get_queryset(self, request):
        found = ConsultationReport.objects.select_related("consultation", "latest_revision")
        return permissions.editable_by(found, request.user).defer("text")

    def get_edit_handler(self):
        return panel.edit_handler().bind_to_model(self.model)

    @property
    def add_view(self):
        return ChooseConsultationView.as_view()

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
