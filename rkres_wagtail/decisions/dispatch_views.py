"""Screens of addressees and answers: they ask the services and repeat no rule."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.coreutils import safe_snake_case
from wagtail.documents.widgets import AdminDocumentChooser

from ..bodies.register.views import show_errors
from ..widgets import DAY_FORMATS, DayInput
from . import services
from .models import Dispatch
from .panels import ADD_URL, DISPATCHES_TAB, EDIT_URL
from .permissions import may_record
from .querysets import decision_model

REMOVE_URL = "rkres_dispatch_remove"


def _day(name: str) -> forms.DateField:
    return Dispatch._meta.get_field(name).formfield(widget=DayInput, input_formats=DAY_FORMATS)


class DispatchForm(forms.ModelForm):
    """Everything of one addressee; the service checks it."""

    sent_on = _day("sent_on")
    answered_on = _day("answered_on")

    class Meta:
        model = Dispatch
        fields = [*services.SENT_FIELDS, *services.ANSWER_FIELDS]
        widgets = {
            "answer_document": AdminDocumentChooser,
            "answer": forms.Textarea({"rows": 4}),
            "office_note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"] = Dispatch._meta.get_field("state").formfield(
            help_text=_("What the addressee did with it; leave “passed on” until you know.")
        )
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""

    @property
    def is_answer_new(self) -> bool:
        """Whether the form brings an answer where there was none."""
        return self.instance.answered_on is None and self.cleaned_data["answered_on"] is not None


class DispatchView(FormView):
    """A form on one addressee of one decision."""

    form_class = DispatchForm
    template_name = "rkres_wagtail/admin/dispatch_form.html"
    header_icon = "mail"
    row: Dispatch | None = None

    def dispatch(self, request, *args, **kwargs):
        self.find(kwargs["pk"])
        if not issubclass(self.page.specific_class or object, decision_model()):
            raise Http404
        self.page = self.page.specific
        if not may_record(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.row = get_object_or_404(Dispatch.objects.select_related("decision"), pk=pk)
        self.page = self.row.decision

    @property
    def back_url(self) -> str:
        tab = safe_snake_case(str(DISPATCHES_TAB))
        return f"{reverse('wagtailadmin_pages:edit', args=[self.page.pk])}#tab-{tab}"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.row or Dispatch()}

    def form_valid(self, form):
        try:
            self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        buttons = [messages.button(self.page.url, _("See the page"))] if self.page.live else []
        messages.success(self.request, self.done, buttons=buttons)
        return redirect(self.back_url)

    def form_invalid(self, form):
        messages.validation_error(
            self.request, _("Not saved. Correct the fields that are marked below."), form
        )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "page": self.page,
            "row": self.row,
            "media": context["form"].media,
            "remove_url": reverse(REMOVE_URL, args=[self.row.pk])
            if self.row is not None and not self.row.is_answered
            else "",
        }


class AddDispatchView(DispatchView):
    def find(self, pk: int) -> None:
        self.page = get_object_or_404(decision_model(), pk=pk, alias_of=None)

    @property
    def title(self) -> str:
        return _("Add an addressee")

    @property
    def done(self) -> str:
        return _("The addressee was added. The public sees it at once.")

    def do(self, form):
        services.add_dispatch(self.page, user=self.request.user, **form.cleaned_data)


class EditDispatchView(DispatchView):
    @property
    def title(self) -> str:
        return _("Addressee and answer")

    @property
    def done(self) -> str:
        return _("Saved. The public sees it at once.")

    def do(self, form):
        data = dict(form.cleaned_data)
        if not form.is_answer_new:
            services.change_dispatch(self.row, user=self.request.user, **data)
            return
        sent = {name: data.pop(name) for name in services.SENT_FIELDS}
        services.record_answer(
            self.row,
            user=self.request.user,
            document=data.pop("answer_document"),
            **data,
            **sent,
        )


class RemoveDispatchView(DispatchView):
    form_class = forms.Form
    template_name = "rkres_wagtail/admin/dispatch_remove.html"

    def get_form_kwargs(self):
        return super(DispatchView, self).get_form_kwargs()

    @property
    def title(self) -> str:
        return _("Remove an addressee")

    @property
    def done(self) -> str:
        return _("The addressee was removed.")

    def do(self, form):
        services.remove_dispatch(self.row, user=self.request.user)


def admin_urls():
    """Hook: addresses of the screens."""
    return [
        path("rkres/decisions/<int:pk>/addressees/add/", AddDispatchView.as_view(), name=ADD_URL),
        path("rkres/addressees/<int:pk>/", EditDispatchView.as_view(), name=EDIT_URL),
        path("rkres/addressees/<int:pk>/remove/", RemoveDispatchView.as_view(), name=REMOVE_URL),
    ]
