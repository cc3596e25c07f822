"""Screens of one verb each: add members, remind, another deadline, take back, record an answer."""

from __future__ import annotations

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...consultations.course import course_of, deadline, last_day_of, today_of
from ...remarks.office.admin_base import ServiceView
from ..models import AssignedReader
from . import recording, rules, services
from .forms import AnswerForm, DeadlineForm, EditsForm
from .people import circle_of, name_of
from .screens import AssignmentMixin, back


class VerbView(AssignmentMixin, ServiceView):
    """A form for one verb; where it makes no sense now, back with the reason."""

    form_class = Form

    def dispatch(self, request, *args, **kwargs):
        self.request = request
        return super().dispatch(request, *args, **kwargs)

    def refusal(self) -> str:
        return rules.refusal_to_change(self.assignment)

    def get(self, request, *args, **kwargs):
        if refusal := self.refusal():
            return back(request, self.assignment, refusal)
        return super().get(request, *args, **kwargs)

    @cached_property
    def readers(self) -> list[AssignedReader]:
        return list(self.assignment.readers.select_related("person__contact"))

    def get_initial(self):
        return {"edits": self.assignment.edits}


class AddView(VerbView):
    def refusal(self) -> str:
        return rules.refusal_to_ask(self.assignment)

    @property
    def title(self) -> str:
        return _("Ask new members")

    @property
    def submit_label(self) -> str:
        return _("Ask them")

    @property
    def explanation(self) -> str:
        circle = circle_of(
            self.page, self.assignment.body, asked=[each.person_id for each in self.readers]
        )
        untold = [each.person for each in self.readers if each.told_at is None]
        names = [name_of(each) for each in [*circle.people, *untold]]
        if not names:
            return _("Every member of today was asked already; nobody will get a message.")
        return _(
            "Members of today who were not asked yet, and people who had no address: %(names)s. "
            "Who has an address gets the message now."
        ) % {"names": ", ".join(names)}

    def do(self, form) -> str:
        told = services.add_members(assignment=self.assignment, user=self.request.user)
        if not told:
            return _("No message was sent: everybody who can be reached was asked already.")
        return ngettext(
            "%(count)d person was asked.", "%(count)d people were asked.", len(told)
        ) % {"count": len(told)}


class RemindView(VerbView):
    def refusal(self) -> str:
        return rules.refusal_to_ask(self.assignment)

    @property
    def title(self) -> str:
        return _("Remind who has not answered")

    @property
    def submit_label(self) -> str:
        return _("Send the reminder")

    @property
    def explanation(self) -> str:
        names = ", ".join(name_of(each.person) for each in services.to_remind(self.readers))
        return _("One reminder goes, to each person once, to: %(names)s.") % {"names": names or "–"}

    def do(self, form) -> str:
        told = services.remind(assignment=self.assignment, user=self.request.user)
        return ngettext(
            "%(count)d person was reminded.", "%(count)d people were reminded.", len(told)
        ) % {"count": len(told)}


class DeadlineView(VerbView):
    form_class = DeadlineForm

    @property
    def title(self) -> str:
        return _("Change the deadline")

    @property
    def submit_label(self) -> str:
        return _("Change it and tell the members")

    @property
    def explanation(self) -> str:
        return _("The deadline now: %(day)s.") % {"day": deadline(self.assignment.due_at)}

    def get_initial(self):
        return {**super().get_initial(), "due_on": last_day_of(self.assignment.due_at)}

    def do(self, form) -> str:
        changed = services.change_deadline(
            assignment=self.assignment, user=self.request.user, **form.cleaned_data
        )
        caution = rules.caution_of_due(course_of(self.page), changed.due_at)
        done = _("The deadline was changed, and everybody who was asked is told.")
        return f"{done} {caution}" if caution else done


class WithdrawView(VerbView):
    form_class = EditsForm

    @property
    def title(self) -> str:
        return _("Take the document back")

    @property
    def submit_label(self) -> str:
        return _("Take it back")

    @property
    def explanation(self) -> str:
        return _(
            "Members can no longer answer. Who has not answered yet is told that an opinion is no "
            "longer needed. Answers and remarks that came stay. This cannot be undone, but you can "
            "give the document again."
        )

    def do(self, form) -> str:
        services.withdraw_assignment(
            assignment=self.assignment, user=self.request.user, **form.cleaned_data
        )
        return _("The document was taken back.")


class AnswerView(VerbView):
    """What somebody answered by telephone, by mail or in person."""

    form_class = AnswerForm

    def find(self, pk: int) -> None:
        rows = AssignedReader.objects.select_related("person", "assignment")
        self.reader = get_object_or_404(rows, pk=pk)
        super().find(self.reader.assignment_id)

    @property
    def title(self) -> str:
        return _("Write an answer down")

    @property
    def submit_label(self) -> str:
        return _("Save")

    @property
    def explanation(self) -> str:
        return _("For what came by telephone, by mail or was told in person.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "reader": self.reader}

    def get_initial(self):
        return {
            "was": self.reader.answer,
            "answer": self.reader.answer,
            "received_on": today_of(self.reader.answered_at or timezone.now()),
        }

    def do(self, form) -> str:
        recording.record_answer(reader=self.reader, user=self.request.user, **form.cleaned_data)
        return _("Saved.")
