"""Screens of one declaration in the register: each asks a service and repeats no rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic.base import View
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from ...bodies.cautions import membership_warnings
from ...bodies.register.views import show_errors
from ...bodies.services import AlreadyDone
from ...dates import long_date
from ...register_views import (
    RegisterCreateView,
    RegisterEditView,
    RegisterHistoryView,
    RegisterInspectView,
)
from ..choices import DeclarationState
from ..models import Declaration, DeclarationFile
from . import accepting, deciding, due, finding, log, retention
from .accept_form import AcceptForm, proposed
from .addresses import register_url
from .columns import state_label
from .forms import CORRECT_HANDLER, NOTE_HANDLER, DataForm, RejectForm, VerbForm, WithdrawForm
from .keeping import body_of, keeps, kept_declarations


class EnterView(RegisterCreateView):
    """A declaration that came on paper, by mail or in person."""

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            row = deciding.enter(
                target=data["target"],
                values=form.values,
                files=data["attachments"],
                request_key=data["request_key"],
                user=self.request.user,
            )
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved: %(entry)s.") % {"entry": row})
        return redirect(register_url("inspect", row.pk))


class CorrectView(RegisterEditView):
    def get_edit_handler(self):
        is_all = len(deciding.correctable(self.instance)) > 1
        return (CORRECT_HANDLER if is_all else NOTE_HANDLER).bind_to_model(Declaration)

    def form_valid(self, form):
        try:
            row = deciding.correct(
                self.instance,
                values=form.values,
                edits=form.cleaned_data["seen"],
                user=self.request.user,
            )
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved: %(entry)s.") % {"entry": row})
        return redirect(register_url("inspect", row.pk))


class HistoryView(RegisterHistoryView):
    def check_action_permitted(self, user):
        return keeps(self.instance, user)


class InspectView(RegisterInspectView):
    def get_fields_dict(self):
        """What there is to say; half of it has not happened to most declarations."""
        empty = self.model_admin.get_empty_value_display()
        return [field for field in super().get_fields_dict() if field["value"] != empty]

    def get_context_data(self, **kwargs):
        row = self.instance
        rows = kept_declarations(self.request.user).select_related("target")
        day = due.due_on(row)
        return super().get_context_data(
            **kwargs,
            files=list(row.files.defer("content")),
            twins=[
                {"url": register_url("inspect", each.pk), "row": each, "state": state_label(each)}
                for each in finding.same_address(row, rows)[:20]
            ],
            consent=row.consent,
            due_on=long_date(day) if day else "",
        )


class VerbView(InstanceSpecificView, FormView):
    """A form for one verb on one declaration; what was done already is said, not done again."""

    template_name = "rkres_wagtail/participation/office/verb.html"
    form_class = VerbForm
    #: In which states there is something to do.
    states: tuple = (DeclarationState.NEW,)
    explanation = ""
    submit_label = ""
    is_serious = False

    def check_action_permitted(self, user):
        return keeps(self.instance, user)

    @property
    def back_url(self) -> str:
        return register_url("inspect", self.instance.pk)

    def get_initial(self):
        return {"edits": self.instance.edits}

    def get(self, request, *args, **kwargs):
        if self.instance.state not in self.states or self.instance.anonymised_at is not None:
            return self.past()
        return super().get(request, *args, **kwargs)

    def past(self, said: str = ""):
        """Say why there is nothing to do, and show what there is."""
        if not said and self.instance.anonymised_at is not None:
            said = _("The data of this declaration have been removed.")
        nothing = _("There is nothing to do: %(state)s.")
        messages.warning(self.request, said or nothing % {"state": state_label(self.instance)})
        return redirect(self.back_url)

    def do(self, form) -> str:
        """Call the service; return what to say."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            said = self.do(form)
        except AlreadyDone as error:
            if Declaration.objects.filter(pk=self.instance.pk).exists():
                return self.past(" ".join(error.messages))
            messages.warning(self.request, " ".join(error.messages))
            return redirect(self.index_url)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return self.back_url

    def form_invalid(self, form):
        messages.validation_error(
            self.request, _("Not saved. Correct the fields that are marked below."), form
        )
        # Who was told of somebody else's change may go on from what is there now.
        rows = Declaration.objects.filter(pk=self.instance.pk)
        form.data = form.data.copy()
        form.data["edits"] = rows.values_list("edits", flat=True).first()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media, "facts": self.facts}

    @cached_property
    def facts(self) -> list[dict]:
        """What was declared, beside the question what becomes of it."""
        names = (
            "for_what", "email", "organisation_name", "position", "sector_name", "motivation",
            "received", "office_note",
        )  # fmt: skip
        view = RegisterInspectView(self.model_admin, str(self.instance.pk))
        empty = self.model_admin.get_empty_value_display()
        found = [view.get_dict_for_field(name) for name in names]
        return [each for each in found if each["value"] not in (empty, "", None)]


class AcceptView(VerbView):
    """Who becomes a member, of which body, for whom; needs the right to add members."""

    template_name = "rkres_wagtail/participation/office/accept.html"
    form_class = AcceptForm

    def check_action_permitted(self, user):
        return super().check_action_permitted(user) and may_accept(user)

    def get_page_title(self):
        return _("Accept the declaration")

    @property
    def submit_label(self):
        return _("Accept and enter as a member")

    @cached_property
    def body(self):
        return body_of(self.instance.target)

    def dispatch(self, request, *args, **kwargs):
        is_there = self.check_action_permitted(request.user)
        if is_there and self.body is None:
            return self.past(_("Nobody knows of which body: the call stands under no committee."))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        row = self.instance
        return {
            **super().get_form_kwargs(),
            "instance": proposed(row, self.body),
            "declaration": row,
            "for_user": self.request.user,
        }

    def do(self, form):
        made = accepting.accept(self.instance, user=self.request.user, **form.choice)
        for warning in membership_warnings(made):
            messages.warning(self.request, warning)
        return _("Accepted. %(member)s is in the register of members.") % {"member": made}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, body=self.body)


class RejectView(VerbView):
    form_class = RejectForm
    is_serious = True

    def get_page_title(self):
        return _("Reject the declaration")

    @property
    def explanation(self):
        if self.instance.email:
            return _("The person gets a message with the reason. You can take it back later.")
        return _("Nobody is told: there is no e-mail address. Write a letter yourself.")

    @property
    def submit_label(self):
        return pgettext("declaration", "Reject")

    def do(self, form):
        data = form.cleaned_data
        deciding.reject(self.instance, user=self.request.user, **data)
        return _("The declaration was rejected.")


class ReopenView(VerbView):
    states = (DeclarationState.REJECTED,)

    def get_page_title(self):
        return _("Reopen the declaration")

    @property
    def explanation(self):
        return _(
            "The rejection and its reason go, the declaration waits for a decision again, and the "
            "person is told so by mail."
        )

    @property
    def submit_label(self):
        return pgettext("declaration", "Reopen")

    def do(self, form):
        deciding.reopen(self.instance, edits=form.cleaned_data["edits"], user=self.request.user)
        return _("The declaration waits for a decision again.")


class WithdrawView(VerbView):
    form_class = WithdrawForm
    is_serious = True

    def get_page_title(self):
        return _("Withdraw for the person")

    @property
    def explanation(self):
        return _(
            "For somebody who asked for it by telephone or mail. The declaration stays in the "
            "register as withdrawn until its data are removed; it cannot be brought back."
        )

    @property
    def submit_label(self):
        return pgettext("declaration", "Withdraw")

    def do(self, form):
        deciding.withdraw_for(self.instance, user=self.request.user, **form.cleaned_data)
        return _("The declaration was withdrawn.")


class DataView(VerbView):
    """A copy for the person, and erasure at their request."""

    template_name = "rkres_wagtail/participation/office/data.html"
    form_class = DataForm
    states = tuple(DeclarationState)

    def get_page_title(self):
        return _("Data of the person")

    def form_valid(self, form):
        return super().form_valid(form) if "erase" in self.request.POST else self._copy()

    def _copy(self):
        response = JsonResponse(
            retention.copy_of(self.instance), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        log.say_of(self.instance, "declaration_copy", self.request.user)
        name = f"deklaracja-{self.instance.pk}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store, private"
        return response

    def do(self, form):
        is_kept = retention.erase(self.instance, user=self.request.user, **form.cleaned_data)
        self._gone = not is_kept
        return _("The data were erased.")

    def get_success_url(self):
        return self.index_url if getattr(self, "_gone", False) else self.back_url


def may_accept(user) -> bool:
    """A membership is made: whoever keeps no members only prepares the decision."""
    return user.has_perm("rkres_wagtail.add_membership")


class FileView(View):
    """A file of a declaration: only to download, never shown by the site, never kept by a cache."""

    http_method_names = ["get", "head"]

    def get(self, request, pk: int):
        rows = DeclarationFile.objects.select_related("declaration__target")
        file = get_object_or_404(rows, pk=pk)
        if not keeps(file.declaration, request.user):
            raise PermissionDenied
        response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, file.name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response
