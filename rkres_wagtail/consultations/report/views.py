"""Screens of reports: choose a consultation, start. They ask a service and repeat no rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin import messages

from ..course import last_day_of
from ..models import ConsultationReport
from ..querysets import consultation_model
from . import rules, services
from .permissions import may_keep
from .ways import START_URL, edit_url

PER_PAGE = 50


class ChooseConsultationView(TemplateView):
    """In the place of a form for a new report: on which consultation?"""

    template_name = "rkres_wagtail/consultations/admin/report_choose.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("rkres_wagtail.add_consultationreport"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        from wagtail.permissions import page_permission_policy

        user = self.request.user
        mine = page_permission_policy.instances_user_has_permission_for(user, "change")
        found = rules.without_report().filter(pk__in=mine.order_by().values("pk"))
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        for each in page:
            each.closed_on = last_day_of(each.ended_at)
        return super().get_context_data(
            **kwargs,
            view_title=_("Start a report: on which consultation?"),
            page_of=page,
            start_url_name=START_URL,
            list_url=reverse(ConsultationReport.snippet_viewset.get_url_name("list")),
        )


class StartReportView(TemplateView):
    """Says what will be made; a POST makes it and opens its editor."""

    template_name = "rkres_wagtail/consultations/admin/report_start.html"

    def dispatch(self, request, *args, pk: int, **kwargs):
        self.consultation = get_object_or_404(consultation_model(), pk=pk)
        if self.consultation.alias_of_id is not None:
            raise Http404
        if not may_keep(self.consultation, request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, pk=pk, **kwargs)

    @property
    def back_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.consultation.pk])

    def get(self, request, *args, **kwargs):
        if reason := rules.reason_not_to_start(self.consultation):
            return self._refuse(reason)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            report = services.start_report(consultation=self.consultation, user=request.user)
        except ValidationError as error:
            return self._refuse(" ".join(error.messages))
        messages.success(request, _("The draft of the report is ready. Only the office sees it."))
        return redirect(edit_url(report))

    def _refuse(self, reason: str):
        messages.error(self.request, reason)
        return redirect(self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, consultation=self.consultation)


def admin_urls():
    """Hook: the address of the screen."""
    return [
        path(
            "rkres/consultations/<int:pk>/report/start/", StartReportView.as_view(), name=START_URL
        )
    ]
