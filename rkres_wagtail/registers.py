"""``RegisterAdmin``: the base of every register, on wagtail-modeladmin with its holes closed.

What modeladmin leaves open and this closes: history without a permission test, an inspect
view that prints every field, exports that carry formulas and stand open to whoever sees the
list, look-ups over any relation through the query string, filters on foreign keys that need
``django.contrib.admin``, messages whose Polish does not agree in gender.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import re_path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_modeladmin.helpers import AdminURLHelper, ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from . import register_views as views
from .register_filters import RegisterFilter, RegisterSearch
from .spreadsheets import Column

TEMPLATES = "rkres_wagtail/registers/"


def count_label(count: int) -> str:
    """How many entries a list has, with the plural form that the number asks for."""
    return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}


class RegisterPermissionHelper(PermissionHelper):
    """Who may do what with a register; "office" columns are for those who may change it."""

    def _may(self, user, *actions: str) -> bool:
        return any(
            self.user_has_specific_permission(user, self.get_perm_codename(action))
            for action in actions
        )

    def user_can_list(self, user) -> bool:
        return self._may(user, "view", "add", "change", "delete")

    def user_can_inspect_obj(self, user, obj) -> bool:
        return self.inspect_view_enabled and self._may(user, "view", "change")

    def user_can_see_history(self, user) -> bool:
        return self._may(user, "view", "change")

    def user_can_export(self, user) -> bool:
        return self._may(user, "view", "change")

    def user_can_see_office_columns(self, user) -> bool:
        return self._may(user, "change")


class RegisterURLHelper(AdminURLHelper):
    """Knows further actions of the whole register, beside those of one row."""

    listing_actions: tuple[str, ...] = ()

    def _get_object_specific_action_url_pattern(self, action):
        # Nothing but a key that every database takes; modeladmin would answer 500.
        pattern = super()._get_object_specific_action_url_pattern(action)
        return pattern.replace(r"[-\w]+", "[0-9]{1,18}")

    def get_action_url_pattern(self, action: str) -> str:
        if action in self.listing_actions:
            return self._get_action_url_pattern(action)
        return super().get_action_url_pattern(action)


class RegisterButtonHelper(ButtonHelper):
    """Buttons whose words fit every noun."""

    edit_button_classnames = ["button-secondary"]

    def button(self, url: str, label, title, classnames_add=None, classnames=None) -> dict:
        added = [*(classnames or self.inspect_button_classnames), *(classnames_add or [])]
        classname = self.finalise_classname(added)
        return {"url": url, "label": label, "title": title, "classname": classname}

    def add_button(self, classnames_add=None, classnames_exclude=None):
        button = super().add_button(classnames_add, classnames_exclude)
        label = self.view.model_admin.add_label or button["label"]
        return {**button, "label": label, "title": label}

    def inspect_button(self, pk, classnames_add=None, classnames_exclude=None):
        button = super().inspect_button(pk, classnames_add, classnames_exclude)
        return {**button, "label": _("Details"), "title": _("All data and history of this entry")}

    def edit_button(self, pk, classnames_add=None, classnames_exclude=None):
        button = super().edit_button(pk, classnames_add, classnames_exclude)
        return {**button, "title": _("Correct this entry")}

    def delete_button(self, pk, classnames_add=None, classnames_exclude=None):
        button = super().delete_button(pk, classnames_add, classnames_exclude)
        return {**button, "title": _("Delete this entry")}


class RegisterAdmin(ModelAdmin):
    """Base of every register (DESIGN §3): a clerk's flat list with filters, export, details.

    A subclass names ``inspect_view_fields`` (what the details show, never by default) and
    ``export_columns``; ``office_fields`` are the field names that only those see who may
    change the register.
    """

    add_to_admin_menu = False
    inspect_view_enabled = True
    list_per_page = 50
    export_columns: list[Column] = []
    office_fields: tuple[str, ...] = ()
    search_sort_keys: tuple[str, ...] = ()
    add_label = ""
    delete_message = ""
    listing_actions: tuple[str, ...] = ()
    export_filename = ""

    permission_helper_class = RegisterPermissionHelper
    button_helper_class = RegisterButtonHelper
    index_view_class = views.RegisterIndexView
    create_view_class = views.RegisterCreateView
    edit_view_class = views.RegisterEditView
    delete_view_class = views.RegisterDeleteView
    history_view_class = views.RegisterHistoryView
    inspect_view_class = views.RegisterInspectView
    index_template_name = f"{TEMPLATES}index.html"
    create_template_name = f"{TEMPLATES}create.html"
    edit_template_name = f"{TEMPLATES}edit.html"
    inspect_template_name = f"{TEMPLATES}inspect.html"
    delete_template_name = f"{TEMPLATES}delete.html"
    index_view_extra_css = ["rkres_wagtail/css/registers.css"]
    inspect_view_extra_css = ["rkres_wagtail/css/registers.css"]
    form_view_extra_css = ["rkres_wagtail/css/registers.css"]

    def __init__(self, parent=None):
        super().__init__(parent)
        name = type(self).__name__
        if self.inspect_view_enabled and not self.inspect_view_fields:
            raise ImproperlyConfigured(
                f"{name} must list inspect_view_fields: modeladmin would show every field."
            )
        for item in self.list_filter:
            if not (isinstance(item, type) and issubclass(item, RegisterFilter)):
                raise ImproperlyConfigured(
                    f"{name}.list_filter may hold RegisterFilter classes only, not {item!r}: "
                    "the filters of Django's admin need django.contrib.admin to be installed."
                )

    def get_url_helper_class(self):
        return type(
            "URLHelper", (RegisterURLHelper,), {"listing_actions": tuple(self.listing_actions)}
        )

    def get_menu_label(self):
        return self.menu_label or capfirst(self.opts.verbose_name_plural)

    def get_rows(self):
        """The register's rows with everything that its list shows."""
        return self.model._default_manager.all()

    def get_queryset(self, request):
        return self.get_rows().order_by(*self.get_ordering(request))

    def get_search_handler(self, request, search_fields=None):
        return RegisterSearch(self)

    # Export ------------------------------------------------------------------------------

    def get_list_export(self, request):
        """Keys of the export's columns; none for those who may not export."""
        return [column.key for column in self.get_export_columns(request)]

    def get_export_columns(self, request) -> list[Column]:
        if not self.permission_helper.user_can_export(request.user):
            return []
        office = self.permission_helper.user_can_see_office_columns(request.user)
        return [column for column in self.export_columns if office or not column.office]

    def get_export_filename(self) -> str:
        return self.export_filename or self.opts.model_name

    # Forms -------------------------------------------------------------------------------

    def get_create_handler(self):
        """Panels of the form for a new row; those of the edit form by default."""
        return self.get_edit_handler()

    def lock_for_save(self, request) -> None:
        """Lock, inside the transaction, what two people must not change at once."""

    def prefill(self, instance, request) -> None:
        """Fill a new ``instance`` from the query string."""

    def get_warnings(self, instance) -> list[Any]:
        """Sentences for the editor after saving; they stop nothing."""
        return []

    # Views -------------------------------------------------------------------------------

    def get_listing_buttons(self, request) -> list[dict]:
        return []

    def get_inspect_extra(self, instance) -> dict:
        """Further parts of the details view, for the register's own template."""
        return {}

    def extra_views(self) -> dict[str, Any]:
        """Further views: action name -> view class taking ``model_admin`` (and a row's key)."""
        return {}

    def get_admin_urls_for_registration(self):
        return (
            *super().get_admin_urls_for_registration(),
            *(self._extra_url(action, view) for action, view in self.extra_views().items()),
        )

    def _extra_url(self, action, view_class):
        def view(request, **kwargs):
            return view_class.as_view(model_admin=self, **kwargs)(request)

        return re_path(
            self.url_helper.get_action_url_pattern(action),
            view,
            name=self.url_helper.get_action_url_name(action),
        )
