"""Rows of a meeting's form: items of the agenda and materials.

A row that was added in a draft has no key in the database until the page is published; what
tells it from others meanwhile is its ``uuid``, which therefore travels with the form.
"""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modelcluster.forms import BaseChildFormSet

from .agenda import agenda_limit, materials_limit, too_long


class LimitedFormSet(BaseChildFormSet):
    """Takes its limit when it is used: it follows the settings of the host."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.max_num, self.validate_max = self.limit(), True
        # However many rows are sent, those that are too many are counted and not built.
        present = len(self.get_queryset())
        self.absolute_max = max(self.max_num, present) + 1
        # Django fills in a number with "%".
        self.error_messages["too_many_forms"] = self.refusal().replace("%", "%%")

    def limit(self) -> int:
        raise NotImplementedError

    def refusal(self) -> str:
        raise NotImplementedError

    @property
    def kept_forms(self) -> list:
        """Rows that are to stay; an empty one that was never filled in is none."""
        _cleaned = self.errors  # what is to be deleted is known after cleaning only
        return [
            form
            for form in self.forms
            if not self._should_delete_form(form)
            and (form.has_changed() or not form.empty_permitted)
        ]

    @property
    def kept_number(self) -> int:
        """How many rows are to stay, with those that were too many to be built."""
        sent = self.management_form.cleaned_data.get("TOTAL_FORMS", 0)
        return len(self.kept_forms) + max(0, sent - len(self.forms))


class AgendaFormSet(LimitedFormSet):
    def limit(self) -> int:
        return agenda_limit()

    def refusal(self) -> str:
        return too_long(self.limit())

    def add_fields(self, form, index):
        super().add_fields(form, index)
        is_saved = index is not None and index < self.initial_form_count()
        form.fields["uuid"] = forms.UUIDField(
            required=False,
            widget=forms.HiddenInput,
            initial=str(form.instance.uuid) if is_saved else None,
        )

    def uuids(self) -> dict[str, str]:
        """Prefix of each row that stays -> its uuid; two rows never share one."""
        found: dict[str, str] = {}
        for form in self.kept_forms:
            sent = getattr(form, "cleaned_data", {}).get("uuid")
            own = str(sent or form.instance.uuid)
            found[form.prefix] = str(uuid.uuid4()) if own in found.values() else own
        return found

    def save(self, commit=True):
        uuids = self.uuids()
        for form in self.forms:
            if form.prefix in uuids:
                form.instance.uuid = uuid.UUID(uuids[form.prefix])
        return super().save(commit=commit)


class MaterialFormSet(LimitedFormSet):
    def limit(self) -> int:
        return materials_limit()

    def refusal(self) -> str:
        limit = self.limit()
        return ngettext(
            "A meeting has at most %(count)d material.",
            "A meeting has at most %(count)d materials.",
            limit,
        ) % {"count": limit}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        field = form.fields.get("item_uuid")
        if field is not None:
            items = self.instance.agenda_items.all()
            field.widget = forms.Select(
                choices=[
                    ("", _("the whole meeting")),
                    *((str(item.uuid), f"{'– ' * (item.level - 1)}{item.title}") for item in items),
                ]
            )

    def refuse_unknown_items(self, uuids) -> None:
        """Put an error at each material that names an item which is not, or no longer, there."""
        known = {str(one) for one in uuids}
        for form in self.kept_forms:
            chosen = getattr(form, "cleaned_data", {}).get("item_uuid")
            if chosen and str(chosen) not in known:
                form.add_error(
                    "item_uuid", _("This item is no longer in the agenda. Choose another one.")
                )
