"""An answer that is there: other words, other remarks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin import messages
from wagtail.log_actions import registry as logs

from ...bodies.register.views import show_errors
from ...consultations.querysets import consultation_model
from ..models import Remark, Response
from ..permissions import may_keep
from ..services import ChangedMeanwhile
from . import addresses, rules, services
from .admin_base import (
    OPEN,
    ConsultationView,
    answered_text,
    defect_lines,
    rows_of,
    warn_of_gap,
    with_places,
)
from .answer_views import REMARK, AnswerView, is_key
from .forms import AddForm, EditForm, seen_of
from .statuses import statuses_of

#: Entries of the history that are shown.
_ENTRIES = 20


class ResponseView(ConsultationView):
    """Three forms: the words, remarks to take away, remarks to add."""

    template_name = "rkres_wagtail/remarks/answering/response.html"
    is_conflict = False

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and not Response.objects.filter(pk=kwargs["pk"]).exists():
            return self.gone(request)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        rows = Response.objects.select_related("status", "consultation", "changed_by")
        self.row = get_object_or_404(rows, pk=pk)
        if not issubclass(self.row.consultation.specific_class or object, consultation_model()):
            raise Http404
        self.page = self.row.consultation.specific

    def gone(self, request):
        """All its remarks got another answer meanwhile: what was typed goes on from there."""
        key = request.POST.get("consultation", "")
        page = get_object_or_404(consultation_model(), pk=key if is_key(key) else 0)
        if not may_keep(page, request.user):
            raise PermissionDenied
        view = AnswerView()
        view.setup(request, pk=page.pk)
        view.page = page
        keys = [each.partition(":")[0] for each in request.POST.get("seen", "").split(",")]
        remarks = rows_of(page, [key for key in keys if is_key(key)])
        if not remarks:
            messages.error(request, _("This answer is no longer there."))
            return redirect(addresses.register_url(page))
        return view.tell(ChangedMeanwhile(), remarks)

    @cached_property
    def remarks(self) -> list[Remark]:
        keys = self.row.remarks.values_list("pk", flat=True)
        return with_places(rows_of(self.page, list(keys)))

    def form(self, *args) -> EditForm:
        statuses = statuses_of(self.page, user=self.request.user)
        return EditForm(*args, statuses=statuses, remarks=self.remarks, response=self.row)

    def get(self, request, *args, **kwargs):
        return self.show(self.form())

    def post(self, request, *args, **kwargs):
        if "detach" in request.POST:
            return self.detach()
        return self.attach() if "attach" in request.POST else self.save()

    def save(self):
        form = self.form(self.request.POST)
        if form.is_valid():
            try:
                row = services.change_response(
                    response=self.row,
                    user=self.request.user,
                    edits=form.cleaned_data["edits"],
                    **form.words,
                )
            except ChangedMeanwhile as error:
                self.is_conflict = True
                form.add_error(None, error.messages)
                form.renew(edits=self.row.edits, seen=seen_of(self.remarks))
            except ValidationError as error:
                show_errors(form, error)
            else:
                messages.success(self.request, answered_text(len(self.remarks)))
                warn_of_gap(self.request, row)
                return redirect(self.back_url)
        return self.show(form)

    def detach(self):
        chosen = {int(key) for key in self.request.POST.getlist(REMARK) if is_key(key)}
        remarks = [each for each in self.remarks if each.pk in chosen]
        try:
            services.detach(
                response=self.row,
                remarks=remarks,
                user=self.request.user,
                edits=self.seen(),
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(addresses.response_url(self.row))
        said = ngettext(
            "Remark no. %(numbers)s has no answer now.",
            "Remarks no. %(numbers)s have no answer now.",
            len(remarks),
        )
        messages.success(self.request, said % {"numbers": rules.numbers_of(remarks)})
        is_left = Response.objects.filter(pk=self.row.pk).exists()
        return redirect(addresses.response_url(self.row) if is_left else self.back_url)

    def seen(self) -> dict[int, int]:
        from .forms import SeenField

        try:
            return SeenField(required=False).clean(self.request.POST.get("seen", ""))
        except ValidationError:
            return {}

    def attach(self):
        form = AddForm(self.request.POST, consultation=self.page)
        if form.is_valid():
            remarks = form.cleaned_data["numbers"]
            try:
                services.attach(
                    response=self.row,
                    remarks=remarks,
                    user=self.request.user,
                    edits={each.pk: each.edits for each in remarks},
                    replaces=form.cleaned_data["replaces"],
                )
            except services.AlreadyAnswered as error:
                form.add_error("replaces", error.message_dict["existing"])
            except ValidationError as error:
                form.add_error("numbers", error.messages)
            else:
                messages.success(self.request, answered_text(self.row.remarks.count()))
                return redirect(addresses.response_url(self.row))
        return self.show(self.form(), adding=form)

    def show(self, form, adding=None):
        context = self.get_context_data(form=form, adding=adding)
        return self.render_to_response(context)

    @property
    def title(self) -> str:
        return pgettext("answer to a remark", "Answer")

    @property
    def action_url(self) -> str:
        return addresses.response_url(self.row)

    def get_context_data(self, form, adding, **kwargs):
        count = len(self.remarks)
        entries = logs.get_logs_for_instance(self.row).select_related("user")
        return super().get_context_data(
            form=form,
            adding=adding or AddForm(consultation=self.page),
            row=self.row,
            gap=rules.gap_text(self.row.gap),
            remarks=self.remarks,
            seen=seen_of(self.remarks),
            opened=self.remarks[:OPEN],
            defects=defect_lines(self.remarks),
            count_text=ngettext("Answers %(count)d remark", "Answers %(count)d remarks", count)
            % {"count": count},
            history=list(entries.order_by("-timestamp", "-pk")[:_ENTRIES]),
            media=form.media,
            **kwargs,
        )
