"""Small views of the register of members: end a membership, change a role."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from .. import services
from ..cautions import membership_warnings
from .forms import ChangeRoleForm, EndMembershipForm


def show_errors(form, error: ValidationError) -> None:
    """Tie a service's errors to the form's fields, or put them on top of it."""
    errors = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, found in errors.items():
        form.add_error(name if name in form.fields else None, found)


class VerbView(InstanceSpecificView, FormView):
    """A form for one verb on one membership; asks a service and repeats no rule."""

    template_name = "rkres_wagtail/registers/verb.html"
    title = ""
    explanation = ""
    submit_label = ""

    def check_action_permitted(self, user):
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def get_page_title(self):
        return self.title

    def get_success_url(self):
        return f"{self.index_url}?{urlencode({'body': self.instance.body_id})}"

    def do(self, data):
        """Call the service and return the row that the editor should be warned about."""
        raise NotImplementedError

    def message(self, row) -> str:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            row = self.do(form.cleaned_data)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.message(row))
        for warning in membership_warnings(row):
            messages.warning(self.request, warning)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        messages.validation_error(
            self.request, _("Not saved. Correct the fields that are marked below."), form
        )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("media", self.get_form().media)
        return super().get_context_data(**kwargs)


class EndView(VerbView):
    form_class = EndMembershipForm

    @property
    def title(self):
        return _("End a membership")

    @property
    def explanation(self):
        return _(
            "The entry stays in the register and in the composition of earlier days; the seat "
            "becomes vacant on the day after."
        )

    @property
    def submit_label(self):
        return _("End the membership")

    def do(self, data):
        return services.end_membership(
            self.instance, on=data["ends_on"], reason=data["end_reason"], user=self.request.user
        )

    def message(self, row):
        return _("The membership of %(name)s ended.") % {"name": row.holder_name}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.permission_helper.user_can_create(self.request.user):
            del form.fields["with_successor"]
        return form

    def get_success_url(self):
        if self.request.POST.get("with_successor"):
            return f"{self.url_helper.create_url}?{urlencode({'after': self.instance.pk})}"
        return super().get_success_url()


class ChangeRoleView(VerbView):
    form_class = ChangeRoleForm

    def check_action_permitted(self, user):
        return super().check_action_permitted(user) and self.permission_helper.user_can_create(user)

    def get_initial(self):
        return {"role": self.instance.role}

    @property
    def title(self):
        return _("Change role")

    @property
    def explanation(self):
        return _(
            "The present entry ends on the day before the election and a new one begins, so that "
            "the history of roles stays."
        )

    @property
    def submit_label(self):
        return _("Change role")

    def do(self, data):
        return services.change_role(
            self.instance,
            role=data["role"],
            role_label=data["role_label"],
            starts_on=data["starts_on"],
            user=self.request.user,
        )

    def message(self, row):
        return _("%(name)s has a new role: %(role)s.") % {
            "name": row.holder_name,
            "role": row.role_label or row.get_role_display(),
        }
