"""Screens on personal data: they ask the services and repeat no rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.log_actions import log

from ...bodies.register.views import show_errors
from ...consultations.querysets import consultations
from ...dates import long_date
from ..models import Remark, Submission
from ..permissions import may_keep
from . import authors, due, services, words
from .forms import AnonymiseForm, EraseForm

RETENTION, AUTHOR = "rkres_retention", "rkres_author"


class _Screen(FormView):
    """A screen on one consultation of whoever keeps its remarks."""

    header_icon = "lock"

    def dispatch(self, request, *args, **kwargs):
        self.find(kwargs["pk"])
        if self.page.alias_of_id is not None:
            raise Http404
        if not may_keep(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.page = get_object_or_404(consultations(), pk=pk)

    @property
    def back_url(self) -> str:
        try:
            return reverse("rkres_remarks", args=[self.page.pk])
        except NoReverseMatch:
            return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def back_label(self) -> str:
        return _("Back to the register")

    def form_invalid(self, form):
        messages.validation_error(
            self.request, _("Nothing was removed. Correct the fields that are marked below."), form
        )
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "page": self.page, "media": context["form"].media}


class RetentionView(_Screen):
    """What would go when, and a button for it, before its time, too."""

    form_class = AnonymiseForm
    template_name = "rkres_wagtail/remarks/retention/retention.html"

    @property
    def title(self) -> str:
        return _("Names and addresses of authors")

    @cached_property
    def plan(self) -> due.Plan:
        return due.plan_of(self.page, timezone.now())

    def form_valid(self, form):
        try:
            counts = services.anonymise(self.page, user=self.request.user, is_early=True)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Removed: %(what)s") % {"what": words.counted(counts)})
        return redirect(reverse(RETENTION, args=[self.page.pk]))

    def get_context_data(self, **kwargs):
        plan = self.plan
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "parts": words.parts(plan.counts),
            "due_on": long_date(plan.due_on) if plan.due_on else "",
            "blocked": Remark.objects.of(self.page).filter(moderation="blocked").count(),
            "has_report": self._has_report(),
        }

    def _has_report(self) -> bool:
        from ...consultations.report.published import report_of

        return report_of(self.page, timezone.now()) is not None


class AuthorView(_Screen):
    """Everything of one author: a copy for them, and erasure at their request."""

    form_class = EraseForm
    template_name = "rkres_wagtail/remarks/retention/author.html"
    header_icon = "user"

    @property
    def title(self) -> str:
        return _("Data of one author")

    def find(self, pk: int) -> None:
        rows = Submission.objects.select_related("consultation")
        self.submission = get_object_or_404(rows, pk=pk)
        self.page = self.submission.consultation.specific

    @property
    def back_url(self) -> str:
        """The first remark that this author sent."""
        remark = self.submission.remarks.order_by("number").first()
        return reverse("rkres_remark", args=[remark.pk]) if remark else super().back_url

    @property
    def back_label(self) -> str:
        return _("Back to the remark")

    @cached_property
    def is_wide(self) -> bool:
        return "all" in self.request.GET

    @cached_property
    def rows(self) -> list[Submission]:
        return authors.same_author(self.submission, self.request.user if self.is_wide else None)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "rows": self.rows}

    def get_initial(self):
        return {"submissions": [str(each.pk) for each in self.rows]}

    def form_valid(self, form):
        return self._erase(form) if "erase" in self.request.POST else self._copy(form)

    def _copy(self, form):
        data = authors.copy_for_author(form.chosen)
        log(instance=self.page, action="rkres_wagtail.author_copy", user=self.request.user)
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = f'attachment; filename="autor-{self.submission.pk}.json"'
        response["Cache-Control"] = "no-store, private"
        return response

    def _erase(self, form):
        data = form.cleaned_data
        try:
            number = authors.erase(
                form.chosen,
                reason=data["reason"],
                with_texts=data["with_texts"],
                user=self.request.user,
            )
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        done = ngettext(
            "%(count)d submission was erased.", "%(count)d submissions were erased.", number
        )
        messages.success(self.request, done % {"count": number})
        return redirect(self.back_url)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        ticked = {str(value) for value in form["submissions"].value() or ()}
        listed = [
            {"row": each, "numbers": [r.receipt_number for r in each.remarks.all()],
             "is_ticked": str(each.pk) in ticked}
            for each in self.rows
        ]  # fmt: skip
        return {**context, "listed": listed, "submission": self.submission}


def admin_urls():
    """Hook: addresses of this part's screens."""
    base = "rkres/consultations"
    return [
        path(f"{base}/<int:pk>/personal-data/", RetentionView.as_view(), name=RETENTION),
        path(f"{base}/authors/<int:pk>/", AuthorView.as_view(), name=AUTHOR),
    ]
