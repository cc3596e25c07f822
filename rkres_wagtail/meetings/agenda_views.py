"""“Paste the agenda as text”: lines become items of a new draft, after a look at them.

A view of its own: the editor saves by itself, so that a field in its form would add the same
lines again and again.
"""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.mixins import HookResponseMixin

from .agenda import agenda_limit
from .agenda_services import plan_replacement, put_agenda, state_of
from .agenda_text import parse_agenda
from .querysets import meetings

URL_NAME = "rkres_wagtail_paste_agenda"
LABEL = gettext_lazy("Paste the agenda as text")


class Mode(models.TextChoices):
    APPEND = "append", gettext_lazy("add after the items that are there")
    REPLACE = "replace", gettext_lazy("replace the items that are there")


class PasteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Agenda, one item a line"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        error_messages={"required": gettext_lazy("Paste the agenda: one item a line.")},
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("What to do with it"),
        choices=Mode.choices,
        initial=Mode.APPEND,
        widget=forms.RadioSelect,
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class PasteAgendaView(HookResponseMixin, WagtailAdminTemplateMixin, View):
    template_name = "rkres_wagtail/meetings/admin/paste_agenda.html"
    page_title = LABEL
    header_icon = "list-ol"

    def get_breadcrumbs_items(self):
        return []

    def dispatch(self, request, pk: int):
        record = get_object_or_404(meetings(), pk=pk)
        self.page = record.get_latest_revision_as_object()
        self.edit_url = reverse("wagtailadmin_pages:edit", args=[pk])
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if refusal := self._refusal(record):
            messages.error(request, refusal)
            return HttpResponseRedirect(self.edit_url)
        if response := self.run_hook("before_edit_page", request, self.page):
            return response
        self.present = self.page.agenda_items.count()
        return super().dispatch(request)

    def _refusal(self, record) -> str:
        """Why nobody, or this user, may change the page now."""
        if record.alias_of_id:
            return _("This page repeats another one. Change the agenda of the original.")
        lock = self.page.get_lock()
        if lock is not None and lock.for_user(self.request.user):
            return lock.get_message(self.request.user) or _("The page is locked.")
        return ""

    # Steps -----------------------------------------------------------------------------------

    def get(self, request):
        return self._render_form(PasteForm())

    def post(self, request):
        form = PasteForm(request.POST)
        if request.POST.get("step") == "text":
            return self._render_form(PasteForm(initial=request.POST.dict()))
        if not form.is_valid():
            return self._render_form(form, status=422)
        self.replace = form.cleaned_data["mode"] == Mode.REPLACE
        parsed = parse_agenda(
            form.cleaned_data["text"], present=0 if self.replace else self.present
        )
        for error in parsed.errors:
            form.add_error("text", error)
        if not parsed.errors and not parsed.items:
            form.add_error("text", _("There is no item in this text."))
        if form.errors:
            return self._render_form(form, status=422)
        if request.POST.get("step") == "save":
            return self._save(form, parsed.items)
        return self._render_preview(form, parsed.items)

    def _render_form(self, form, *, status: int = 200):
        context = self.get_context_data(
            form=form,
            media=form.media,
            meeting=self.page,
            present=self.present,
            limit=agenda_limit(),
            edit_url=self.edit_url,
        )
        return self.render_to_response(context, status=status)

    def _render_preview(self, form, items, *, notice: str = "", status: int = 200):
        replacement = plan_replacement(self.page, items) if self.replace else None
        context = self.get_context_data(
            items=items,
            data=form.cleaned_data,
            state=state_of(self.page),
            meeting=self.page,
            present=self.present,
            replacement=replacement,
            kept=sum(1 for _new, old in replacement.pairs if old) if replacement else 0,
            with_facts=replacement.removed_with_facts(self.page) if replacement else [],
            notice=notice,
            edit_url=self.edit_url,
        )
        return self.render_to_response(context, status=status)

    def _save(self, form, items):
        try:
            put_agenda(
                self.page,
                items,
                replace=self.replace,
                user=self.request.user,
                state=self.request.POST.get("state", ""),
            )
        except ValidationError as error:
            return self._render_preview(form, items, notice=" ".join(error.messages), status=422)
        messages.success(self.request, _done_message(len(items), self.replace))
        response = self.run_hook("after_edit_page", self.request, self.page)
        return response or HttpResponseRedirect(self.edit_url)


def _done_message(count: int, replace: bool) -> str:
    if replace:
        text = ngettext(
            "The agenda now has %(count)d item. It is a draft: publish it when it is ready.",
            "The agenda now has %(count)d items. It is a draft: publish it when it is ready.",
            count,
        )
    else:
        text = ngettext(
            "%(count)d item was added to the agenda. It is a draft: publish it when it is ready.",
            "%(count)d items were added to the agenda. It is a draft: publish it when it is ready.",
            count,
        )
    return text % {"count": count}
