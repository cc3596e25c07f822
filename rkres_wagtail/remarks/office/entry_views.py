"""Screens on which the office enters remarks, and corrects author and receipt."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ...meetings.when import zone
from . import addresses, raised, sections
from .admin_base import ConsultationMixin, ServiceView, SubmissionMixin
from .entering import change_submission, enter, reason_of_fixed_receipt
from .entry_forms import EntryForm, SubmissionForm, remarks_formset, typed_remarks


class AddView(ConsultationMixin, ServiceView):
    """One sender, one or more remarks; pressed twice, they are stored once."""

    template_name = "rkres_wagtail/remarks/office/add.html"
    form_class = EntryForm

    @property
    def title(self) -> str:
        return _("Enter remarks")

    @property
    def submit_label(self) -> str:
        return _("Save")

    @property
    def explanation(self) -> str:
        return _(
            "For what came by post, by e-mail or was said at a meeting. One sender at a time, with "
            "as many remarks as the letter has."
        )

    @cached_property
    def texts(self) -> list:
        return sections.texts_of(self.page)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "page": self.page}

    def post(self, request, *args, **kwargs):
        if "more" in request.POST:
            return self._one_more(request.POST)
        form = self.get_form()
        remarks = remarks_formset(request.POST, texts=self.texts)
        if form.is_valid() and remarks.is_valid():
            try:
                return self._save(form, remarks)
            except ValidationError as error:
                show_errors(form, error)
        return self._refuse(form, remarks)

    def _one_more(self, data):
        form = EntryForm(page=self.page, initial=data.dict())
        remarks = remarks_formset(texts=self.texts, initial=typed_remarks(data))
        return self.render_to_response(self.get_context_data(form=form, remarks=remarks))

    def _save(self, form, remarks):
        stored = enter(
            page=self.page,
            values=form.values,
            remarks=remarks.remarks,
            files=form.cleaned_data["files"],
            request_key=form.cleaned_data["request_key"],
            user=self.request.user,
        )
        numbers = list(stored.remarks.order_by("number").values_list("number", flat=True))
        said = ngettext(
            "Entered: remark no. %(list)s.", "Entered: remarks no. %(list)s.", len(numbers)
        )
        messages.success(self.request, said % {"list": ", ".join(map(str, numbers))})
        if stored.is_late:
            messages.warning(
                self.request, _("It came after the round had closed, so it is marked as late.")
            )
        if "next" in self.request.POST:
            return redirect(self.request.path)
        return redirect(self.register_url)

    def _refuse(self, form, remarks):
        messages.error(self.request, _("Not saved. Correct what is marked below."))
        if form.files:
            messages.warning(self.request, _("Choose the files again: they were not kept."))
        return self.render_to_response(self.get_context_data(form=form, remarks=remarks))

    def get_initial(self):
        now = timezone.now().astimezone(zone())
        return {
            "request_key": uuid.uuid4(),
            "received_on": now.date(),
            "raised": raised.NOWHERE.value,
        }

    def get_context_data(self, **kwargs):
        kwargs.setdefault("remarks", remarks_formset(texts=self.texts))
        context = super().get_context_data(**kwargs)
        return {**context, "tells_late": self.page.receipt_date_counts is not False}


class SubmissionView(SubmissionMixin, ServiceView):
    """Author and receipt of what is there already."""

    template_name = "rkres_wagtail/remarks/office/submission.html"
    form_class = SubmissionForm

    @property
    def title(self) -> str:
        return _("Author and receipt")

    @property
    def submit_label(self) -> str:
        return _("Save")

    @cached_property
    def remarks(self) -> list:
        return list(self.submission.remarks.order_by("number").only("number", "consultation"))

    @property
    def back_url(self) -> str:
        return addresses.remark_url(self.remarks[0]) if self.remarks else self.register_url

    @property
    def back_label(self) -> str:
        return _("Back to the remark")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "page": self.page, "instance": self.submission}

    def get_initial(self):
        received = self.submission.received_at.astimezone(zone())
        return {
            "edits": self.submission.edits,
            "received_on": received.date(),
            "received_time": received.time().replace(second=0, microsecond=0),
            "raised": raised.Raised.of(self.submission).value,
        }

    def do(self, form) -> str:
        values = form.values
        shown = self.submission.received_at.replace(second=0, microsecond=0)
        if values["received_at"] == shown:
            # The form shows minutes: what was not touched keeps its seconds.
            values["received_at"] = self.submission.received_at
        change_submission(
            submission=self.submission,
            edits=form.cleaned_data["edits"],
            values=values,
            user=self.request.user,
        )
        return _("Saved.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            remarks=self.remarks,
            fixed_reason=reason_of_fixed_receipt(self.submission, self.page, remarks=self.remarks),
            **kwargs,
        )
