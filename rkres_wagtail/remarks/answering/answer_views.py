"""One answer for one remark or for many."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ..models import Remark
from ..services import ChangedMeanwhile
from . import addresses, rules, services
from .admin_base import (
    OPEN,
    ConsultationView,
    answered_text,
    defect_lines,
    rows_of,
    shared_answers,
    warn_of_gap,
    with_places,
)
from .forms import AnswerForm, seen_of
from .statuses import statuses_of

#: Parameter that names remarks by their keys; of identical ones, all with one fingerprint.
REMARK, FINGERPRINT = "uwaga", "odcisk"


class AnswerView(ConsultationView):
    """``?uwaga=1&uwaga=2``, as GET or POST; ``save`` in a POST saves."""

    template_name = "rkres_wagtail/remarks/answering/answer.html"
    #: Set where somebody else was faster.
    is_conflict = False

    def get(self, request, *args, **kwargs):
        return self.open(self.chosen(request.GET))

    def post(self, request, *args, **kwargs):
        if "save" not in request.POST:
            return self.open(self.chosen(request.POST))
        seen = request.POST.get("seen", "")
        keys = [key for key in (each.partition(":")[0] for each in seen.split(",")) if is_key(key)]
        return self.save(rows_of(self.page, keys))

    def chosen(self, data) -> list[Remark]:
        keys = [key for key in data.getlist(REMARK) if is_key(key)]
        rows = Remark.objects.of(self.page).to_answer()
        if mark := data.get(FINGERPRINT, ""):
            same = rows.filter(fingerprint=mark[:64]).order_by().values_list("pk", flat=True)
            keys = [*keys, *same]
        return rows_of(self.page, keys)

    def open(self, remarks: list[Remark]):
        try:
            rules.check_remarks(self.page, remarks)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.back_url)
        initial = {"formal_reason": rules.usual_formal_reason(remarks)}
        return self.show(self.form(remarks, initial=initial), remarks)

    def form(self, remarks, *args, **kwargs) -> AnswerForm:
        statuses = statuses_of(self.page, user=self.request.user)
        return AnswerForm(*args, statuses=statuses, remarks=remarks, **kwargs)

    def save(self, remarks: list[Remark]):
        form = self.form(remarks, self.request.POST)
        if form.is_valid():
            try:
                response = services.answer(
                    consultation=self.page,
                    remarks=remarks,
                    user=self.request.user,
                    edits=form.cleaned_data["seen"],
                    existing=form.cleaned_data.get("existing", ""),
                    **form.words,
                )
            except ChangedMeanwhile as error:
                return self.tell(error, remarks)
            except services.AlreadyAnswered as error:
                form.add_error("existing", error.message_dict["existing"])
            except ValidationError as error:
                show_errors(form, error)
            else:
                count = len(remarks)
                link = messages.button(addresses.response_url(response), _("See the answer"))
                messages.success(self.request, answered_text(count), buttons=[link])
                warn_of_gap(self.request, response)
                return redirect(self.back_url)
        return self.show(form, remarks)

    def tell(self, error, remarks: list[Remark]):
        """The second of two editors: what both wrote is on the screen."""
        self.is_conflict = True
        remarks = rows_of(self.page, [each.pk for each in remarks])
        form = self.form(remarks, self.request.POST)
        form.is_valid()
        form.add_error(None, error.messages)
        form.renew(seen=seen_of(remarks))
        return self.show(form, remarks)

    def show(self, form, remarks: list[Remark]):
        return self.render_to_response(self.get_context_data(form=form, remarks=remarks))

    @property
    def title(self) -> str:
        return _("Answer remarks")

    @property
    def action_url(self) -> str:
        return addresses.answer_url(self.page)

    def get_context_data(self, form, remarks, **kwargs):
        with_places(remarks)
        count = len(remarks)
        return super().get_context_data(
            form=form,
            opened=remarks[:OPEN],
            folded=remarks[OPEN:],
            answers=shared_answers(remarks),
            defects=defect_lines(remarks),
            count_text=ngettext(
                "One answer to %(count)d remark", "One answer to %(count)d remarks", count
            )
            % {"count": count},
            more_text=ngettext(
                "and %(count)d more remark", "and %(count)d more remarks", count - OPEN
            )
            % {"count": count - OPEN},
            media=form.media,
            **kwargs,
        )


def is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
