"""Views of every register: modeladmin's, with what they leave open closed."""

from __future__ import annotations

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, quote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin import views

from .spreadsheets import table_response


class RegisterIndexView(views.IndexView):
    def get_page_title(self):
        return self.model_admin.get_menu_label()

    def dispatch(self, request, *args, **kwargs):
        if request.GET.get(self.EXPORT_VAR) and not self.permission_helper.user_can_export(
            request.user
        ):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            messages.warning(request, _("The address asked for a filter that does not exist."))
            return redirect(self.index_url)

    def get_filters(self, request):
        """Refuse look-ups of the query string that no filter declared.

        modeladmin would follow any relation, so that who sees the list could sound out
        whatever is linked to it, letter by letter.
        """
        found = super().get_filters(request)
        if found[2]:
            raise IncorrectLookupParameters
        return found

    def as_spreadsheet(self, queryset, spreadsheet_format):
        columns = self.model_admin.get_export_columns(self.request)
        return table_response(
            spreadsheet_format,
            self.model_admin.get_export_filename(),
            columns,
            queryset.iterator(chunk_size=500),
            title=str(capfirst(self.opts.verbose_name_plural)),
        )

    @property
    def listing_buttons(self) -> list[dict]:
        """Buttons above the list beside "add", e.g. the import."""
        return self.model_admin.get_listing_buttons(self.request)


class _SavingMixin:
    """What creating and editing share: one transaction, warnings, words without gender."""

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            self.model_admin.lock_for_save(request)
            self.read_again()
            return super().post(request, *args, **kwargs)

    def read_again(self) -> None:
        """Read, behind the lock, what is about to be changed."""

    def form_valid(self, form):
        response = super().form_valid(form)
        for warning in self.model_admin.get_warnings(self.instance):
            messages.warning(self.request, warning)
        return response

    def get_success_message(self, instance):
        return _("Saved: %(entry)s.") % {"entry": instance}

    def get_error_message(self):
        return _("Not saved. Correct the fields that are marked below.")


class RegisterCreateView(_SavingMixin, views.CreateView):
    def get_page_title(self):
        return self.model_admin.add_label or super().get_page_title()

    def get_page_subtitle(self):
        return ""

    def get_meta_title(self):
        return self.get_page_title()

    def get_instance(self):
        instance = super().get_instance()
        if self.request.method == "GET":
            self.model_admin.prefill(instance, self.request)
        return instance

    def get_edit_handler(self):
        handler = self.model_admin.get_create_handler()
        return handler.bind_to_model(self.model_admin.model)


class RegisterEditView(_SavingMixin, views.EditView):
    def read_again(self):
        self.instance = get_object_or_404(self.model, pk=self.instance.pk)

    def get_meta_title(self):
        return _("Editing: %(entry)s") % {"entry": self.instance}


class RegisterDeleteView(views.DeleteView):
    def get_meta_title(self):
        return _("Delete: %(entry)s") % {"entry": self.instance}

    def confirmation_message(self):
        return self.model_admin.delete_message or _("Delete this entry for good?")

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except models.RestrictedError:
            return self.render_to_response(
                self.get_context_data(protected_error=True, linked_objects=[])
            )


class RegisterHistoryView(views.HistoryView):
    def check_action_permitted(self, user):
        return self.permission_helper.user_can_see_history(user)


class RegisterInspectView(views.InspectView):
    page_title = gettext_lazy("Details")

    def get_meta_title(self):
        return _("Details: %(entry)s") % {"entry": self.instance}

    def get_field_label(self, field_name, field=None):
        return label_for_field(field_name, model=self.model, model_admin=self.model_admin)

    def get_field_display_value(self, field_name, field=None):
        method = getattr(self.model_admin, field_name, None)
        if callable(method):
            return method(self.instance) or self.model_admin.get_empty_value_display(field_name)
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return self.model_admin.get_empty_value_display(field_name) if value == "" else value

    def get_dict_for_field(self, field_name):
        try:
            field = self.model._meta.get_field(field_name)
        except FieldDoesNotExist:
            field = None
        return {
            "label": capfirst(self.get_field_label(field_name, field)),
            "value": self.get_field_display_value(field_name, field),
        }

    def get_fields_dict(self):
        names = self.model_admin.get_inspect_view_fields()
        if not self.permission_helper.user_can_see_office_columns(self.request.user):
            names = [name for name in names if name not in self.model_admin.office_fields]
        return [self.get_dict_for_field(name) for name in names]

    def get_context_data(self, **kwargs):
        history = None
        if self.permission_helper.user_can_see_history(self.request.user):
            history = self.url_helper.get_action_url("history", quote(self.instance.pk))
        kwargs.setdefault("history_url", history)
        kwargs.setdefault("inspect_extra", self.model_admin.get_inspect_extra(self.instance))
        return super().get_context_data(**kwargs)
