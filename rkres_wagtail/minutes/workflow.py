"""Two steps of Wagtail's workflow: the members correct, then a meeting approves.

Mixins of the task models. A step is taken by whoever is in one of its groups and keeps minutes
of that committee. Wagtail hands over the data of a form twice: as it was checked, or as JSON
that came back from the browser; ``on_action`` therefore checks it again by the form.
"""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .permissions import may_keep

APPROVE = "approve"


class KeptByTheOffice:
    """What both steps share."""

    def user_can_access_editor(self, obj, user):
        return may_keep(obj.meeting, user) and super().user_can_access_editor(obj, user)

    def locked_for_user(self, obj, user):
        return not may_keep(obj.meeting, user) or super().locked_for_user(obj, user)

    def user_can_lock(self, obj, user):
        return may_keep(obj.meeting, user, "lock") and super().user_can_lock(obj, user)

    def user_can_unlock(self, obj, user):
        return may_keep(obj.meeting, user, "unlock") and self._user_in_groups(user)

    def get_actions(self, obj, user):
        is_allowed = user.is_superuser or self._user_in_groups(user)
        return self.actions_on(obj, user) if is_allowed and may_keep(obj.meeting, user) else []

    def get_form_for_action(self, action):
        from . import forms

        return self.form_of(forms) if action == APPROVE else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Secretariats of all committees share the step: each is shown its own minutes alone."""
        from .models import Minutes

        states = super().get_task_states_user_can_moderate(user, **kwargs)
        if not user.has_perm("rkres_wagtail.change_minutes"):
            return states.none()
        named = states.values_list("pk", "workflow_state__object_id")
        # In Python: the column is text, which databases compare with a key each their way.
        known = {key: int(minutes) for key, minutes in named}
        rows = Minutes.objects.filter(pk__in=set(known.values())).editable_by(user)
        mine = set(rows.values_list("pk", flat=True))
        return states.filter(pk__in=[key for key, minutes in known.items() if minutes in mine])

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        if action_name != APPROVE:
            return super().on_action(
                task_state, user, action_name, comment=str(kwargs.get("comment") or "")
            )
        minutes = task_state.workflow_state.content_object
        if not any(name == APPROVE for name, _label, _asks in self.get_actions(minutes, user)):
            raise PermissionDenied
        form = self.get_form_for_action(APPROVE)(kwargs, minutes=minutes)
        if not form.is_valid():
            raise ValidationError(_plain_errors(form))
        form.do(minutes, user=user)
        return super().on_action(
            task_state, user, action_name, comment=form.cleaned_data.get("comment", "")
        )


def _plain_errors(form) -> list[str]:
    """Sentences that can be read away from their fields."""
    found = []
    for name, errors in form.errors.items():
        label = "" if name == NON_FIELD_ERRORS else f"{form.fields[name].label}: "
        found += [f"{label}{error}" for error in errors]
    return found


class CorrectionsSteps(KeptByTheOffice):
    """The members read and correct; the office says when that is over."""

    @staticmethod
    def form_of(forms):
        return forms.EndCorrectionsForm

    def actions_on(self, obj, user):
        return [(APPROVE, _("End the corrections"), True)]

    @classmethod
    def get_description(cls):
        return _(
            "Minutes wait here while the members read and correct them. Members of the chosen "
            "groups who keep minutes of that committee end it."
        )


class ApprovalSteps(KeptByTheOffice):
    """A meeting approves; recorded with the day, then Wagtail publishes."""

    @staticmethod
    def form_of(forms):
        return forms.ApprovalTaskForm

    def actions_on(self, obj, user):
        found = [("reject", _("Not approved: back to the office"), True)]
        if user.has_perm("rkres_wagtail.publish_minutes"):
            found.append((APPROVE, _("Record the approval"), True))
        return found

    @classmethod
    def get_description(cls):
        return _(
            "Minutes wait here for a meeting that approves them. Members of the chosen groups who "
            "keep and may publish minutes of that committee record it; then they are published."
        )
