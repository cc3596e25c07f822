"""The screen of one remark, and its files."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ..choices import FormalReason
from ..models import Remark, SubmissionFile
from . import addresses, links, log, moderation, raised
from .admin_base import ConsultationMixin, RemarkMixin
from .forms import AssignForm, ModerationForm, NoteForm
from .keepers import keepers
from .reading import preview_of, read_by_author, texts_of


class RemarkView(RemarkMixin, TemplateView):
    """All that the office knows of a remark; three small forms that each ask a service."""

    template_name = "rkres_wagtail/remarks/office/remark.html"

    @property
    def title(self) -> str:
        return _("Remark no. %(number)s") % {"number": self.remark.number}

    # Verbs ------------------------------------------------------------------------------------

    def post(self, request, *args, **kwargs):
        verb = "moderate" if "next" in request.POST else request.POST.get("verb", "")
        if verb == "preview":
            return self._preview()
        verbs = {"moderate": self._moderate, "assign": self._assign, "note": self._note}
        if verb not in verbs:
            return redirect(addresses.remark_url(self.remark))
        name = {"moderate": "moderation", "assign": "assigning", "note": "noting"}[verb]
        form = self.forms(request.POST, name)[name]
        if form.is_valid():
            try:
                verbs[verb](form)
            except ValidationError as error:
                show_errors(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect(self._onwards())
        messages.error(request, _("Not saved. Correct what is marked below."))
        self._renew(form)
        return self.render_to_response(self.get_context_data(**{name: form}))

    def _onwards(self) -> str:
        following = self.neighbours["next"] if "next" in self.request.POST else None
        return addresses.remark_url(following or self.remark)

    def _moderate(self, form) -> None:
        moderation.moderate(remark=self.remark, user=self.request.user, **form.cleaned_data)

    def _assign(self, form) -> None:
        moderation.assign(
            remark=self.remark,
            edits=form.cleaned_data["edits"],
            assignee=form.chosen,
            user=self.request.user,
        )

    def _note(self, form) -> None:
        moderation.add_note(
            remark=self.remark, text=form.cleaned_data["text"], user=self.request.user
        )

    def _renew(self, form) -> None:
        """Who was told of somebody else's change may go on from what is there now."""
        current = Remark.objects.filter(pk=self.remark.pk).values_list("edits", flat=True).first()
        if current is not None and "edits" in form.fields:
            form.data = form.data.copy()
            form.data["edits"] = current

    def _preview(self):
        """What the public would read with what was typed; nothing is saved."""
        form = self.forms(self.request.POST, "moderation")["moderation"]
        shown = None
        if form.is_valid():
            data = form.cleaned_data
            shown = preview_of(
                self.remark, data["moderation"], data["block_reason"], data["hidden_passages"]
            )
        return self.render_to_response(self.get_context_data(moderation=form, preview=shown))

    def forms(self, data=None, bound: str = "") -> dict:
        edits = {"edits": self.remark.edits}

        def given(name: str):
            return data if name == bound else None

        return {
            "moderation": ModerationForm(
                given("moderation"), instance=self.remark, initial=edits, prefix=None
            ),
            "assigning": AssignForm(
                given("assigning"),
                initial={**edits, "assignee": str(self.remark.assigned_to_id or "")},
                keepers=self.keepers,
                auto_id="id_assigning_%s",
            ),
            "noting": NoteForm(given("noting"), auto_id="id_noting_%s"),
        }

    @cached_property
    def keepers(self) -> list:
        return list(keepers(self.page))

    # What it shows ----------------------------------------------------------------------------

    @cached_property
    def neighbours(self) -> dict:
        rows = Remark.objects.of(self.page).only("number", "consultation")
        number = self.remark.number
        return {
            "previous": rows.filter(number__lt=number).order_by("-number").first(),
            "next": rows.filter(number__gt=number).order_by("number").first(),
        }

    def get_context_data(self, **kwargs):
        remark, user = self.remark, self.request.user
        submission = remark.submission
        meeting, item = raised.described(submission)
        siblings = submission.remarks.exclude(pk=remark.pk).order_by("number")
        forms = self.forms()
        preview = preview_of(remark, remark.moderation, remark.block_reason, remark.hidden_passages)
        return super().get_context_data(
            **{
                **forms,
                "preview": preview,
                **kwargs,
                "remark": remark,
                "submission": submission,
                "texts": texts_of(remark),
                "read": read_by_author(remark, self.page),
                "defects": [FormalReason(each).label for each in submission.defects],
                "meeting": meeting,
                "item": item,
                "siblings": list(siblings.only("number", "consultation")),
                "files": list(submission.files.defer("content")),
                "notes": list(remark.notes.select_related("written_by")),
                "former": [
                    {"row": each, "texts": texts_of(each)}
                    for each in remark.former_texts.order_by("-pk")
                ],
                "history": list(log.history_of(remark)[:100]),
                "neighbours": self.neighbours,
                "submission_url": reverse(addresses.SUBMISSION_URL, args=[submission.pk]),
                "answer_url": self._answer_url(),
                "links": _linked("remark", remark, user),
                "submission_links": _linked("submission", submission, user),
            }
        )

    def _answer_url(self) -> str:
        """The answer that there is, or where one is written; empty where no part offers that."""
        if self.remark.response_id:
            return addresses.where_there_is(addresses.RESPONSE_URL, self.remark.response_id)
        return addresses.answer_url(self.page, [self.remark.pk])


def _linked(place: str, row, user) -> list[dict]:
    return [
        {"label": each.label, "url": each.url(row), "icon": each.icon}
        for each in links.links(place, row, user)
    ]


class FileView(ConsultationMixin, View):
    """A file of a submission: only to download, never shown by the site, never kept by a cache."""

    http_method_names = ["get", "head"]

    def find(self, pk: int) -> None:
        rows = SubmissionFile.objects.select_related("submission__consultation")
        self.file = get_object_or_404(rows.defer("content"), pk=pk)
        self.page = self.file.submission.consultation

    def get(self, request, *args, **kwargs):
        response = HttpResponse(bytes(self.file.content), content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, self.file.name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response
