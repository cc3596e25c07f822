"""The office's screens: the documents of one consultation, and who answered one of them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages as notices

from ...bodies.register.views import show_errors
from ...bodies.rules import canonical_bodies, canonical_body
from ...bodies.tree import committee_of
from ...consultations.course import course_of, deadline
from ...remarks.office import addresses as remark_addresses
from ...remarks.office.admin_base import ConsultationMixin, ServiceView
from ...spreadsheets import table_response
from ...text import plain_slug
from ..models import Assignment
from . import rules, services, table, ways
from .forms import AssignForm
from .messages import Letter
from .people import circle_of


class ReadersView(ConsultationMixin, ServiceView):
    """What was given to whom, and a form to give it to the members of a body."""

    template_name = "rkres_wagtail/participation/readers/admin/consultation.html"
    form_class = AssignForm
    header_icon = "glasses"

    @property
    def title(self) -> str:
        return str(ways.LABEL)

    @cached_property
    def bodies(self) -> list:
        """Bodies of the consultation's committee; that for which it is meant comes first."""
        committee = committee_of(self.page)
        if committee is None:
            return []
        found = [each for each in canonical_bodies() if each.path.startswith(committee.path)]
        audience = canonical_body(self.page.audience).pk if self.page.audience else None
        return sorted(found, key=lambda each: each.pk != audience)

    @cached_property
    def course(self):
        return course_of(self.page)

    @cached_property
    def refusal(self) -> str:
        if refusal := rules.refusal_to_assign(self.page):
            return refusal
        return "" if self.bodies else _("The consultation stands under no committee.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "bodies": self.bodies}

    def get_initial(self):
        return {"due_on": rules.usual_day(self.course, timezone.now())}

    def form_valid(self, form):
        if "send" in self.request.POST:
            return super().form_valid(form)
        try:
            preview = self._preview(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, **preview))

    def _preview(self, form) -> dict:
        """Who will get what; nothing is stored."""
        if self.refusal:
            raise ValidationError(self.refusal)
        data = form.cleaned_data
        due_at = rules.checked_due(self.course, data["due_on"], timezone.now())
        rules.check_body(self.page, data["body"])
        rules.check_message(data["message"])
        circle = circle_of(self.page, data["body"])
        if not circle.people:
            raise ValidationError({"body": services.nobody(circle)})
        unsaved = Assignment(consultation_id=self.page.pk, body=data["body"], due_at=due_at)
        letter = Letter(unsaved, self.page, message=data["message"])
        return {
            "circle": circle,
            "mail": letter.render(link=_("(here stands the link of each person)")),
            "caution": rules.caution_of_due(self.course, due_at),
        }

    def do(self, form) -> str:
        assignment = services.assign(page=self.page, user=self.request.user, **form.cleaned_data)
        told = assignment.readers.exclude(told_at=None).count()
        return ngettext(
            "The document was given to read; %(count)d message is in the outgoing mail.",
            "The document was given to read; %(count)d messages are in the outgoing mail.",
            told,
        ) % {"count": told}

    def get_success_url(self) -> str:
        return ways.readers_url(self.page)

    def get_context_data(self, **kwargs):
        rows = rules.with_progress(Assignment.objects.of(self.page)).select_related("body")
        now = timezone.now()
        return super().get_context_data(
            items=[item_of(each, now) for each in rows], refusal=self.refusal, **kwargs
        )


class AssignmentMixin(ConsultationMixin):
    """One document given to one body, of a consultation whose remarks the user keeps."""

    header_icon = "glasses"

    def find(self, pk: int) -> None:
        rows = rules.with_progress(Assignment.objects.select_related("consultation", "body"))
        self.assignment = get_object_or_404(rows, pk=pk)
        self.page = self.assignment.consultation

    @property
    def subtitle(self) -> str:
        return f"{self.page.get_admin_display_title()} – {self.assignment.body.title}"

    @property
    def back_url(self) -> str:
        return ways.assignment_url(self.assignment)

    @property
    def back_label(self) -> str:
        return _("Back to the answers")


class AssignmentView(AssignmentMixin, TemplateView):
    """Who was asked, and who answered what and when."""

    template_name = "rkres_wagtail/participation/readers/admin/assignment.html"

    @property
    def title(self) -> str:
        return _("Document to read")

    @property
    def back_url(self) -> str:
        return ways.readers_url(self.page)

    @property
    def back_label(self) -> str:
        return _("All documents of this consultation")

    def get(self, request, *args, **kwargs):
        self.rows = table.rows_of(self.assignment)
        file_format = request.GET.get("export")
        if file_format in ("csv", "xlsx"):
            name = plain_slug(f"opinie {self.assignment.body.title}", "opinie")
            return table_response(
                file_format, f"{name}-{self.assignment.pk}", table.COLUMNS, self.rows,
                title=pgettext("of members", "Answers"),
            )  # fmt: skip
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        now = timezone.now()
        untold = [row for row in self.rows if row.reader.told_at is None and not row.has_answered]
        for row in self.rows:
            row.answer_url = reverse(ways.ANSWER_URL, args=[row.reader.pk])
            row.links = [(each.number, remark_addresses.remark_url(each)) for each in row.remarks]
        may_ask = not rules.refusal_to_ask(self.assignment, now)
        return super().get_context_data(
            item=item_of(self.assignment, now),
            assignment=self.assignment,
            rows=self.rows,
            caution=rules.caution_of_due(course_of(self.page), self.assignment.due_at),
            untold=untold,
            may_ask=may_ask,
            may_remind=may_ask and bool(services.to_remind(row.reader for row in self.rows)),
            urls={
                name: reverse(url, args=[self.assignment.pk])
                for name, url in (
                    ("add", ways.ADD_URL),
                    ("remind", ways.REMIND_URL),
                    ("deadline", ways.DEADLINE_URL),
                    ("withdraw", ways.WITHDRAW_URL),
                )
            },
            enter_url=reverse(remark_addresses.ADD_URL, args=[self.page.pk]),
            **kwargs,
        )


def item_of(assignment: Assignment, now) -> dict:
    """One line of a list of documents; of a row that ``rules.with_progress`` gave."""
    return {
        "assignment": assignment,
        "body": assignment.body.title,
        "url": ways.assignment_url(assignment),
        "until": deadline(assignment.due_at),
        "state": state_of(assignment, now),
        "progress": rules.progress_of(assignment),
    }


def state_of(assignment: Assignment, now) -> str:
    if assignment.withdrawn_at is not None:
        return _("taken back")
    return _("takes answers") if rules.is_open(assignment, now) else _("the deadline has passed")


def back(request, assignment, text: str):
    """To the answers, with a word why nothing was done."""
    notices.error(request, text)
    return redirect(ways.assignment_url(assignment))
