"""The register of contact data, for the office."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...registers import RegisterAdmin, RegisterPermissionHelper
from ...spreadsheets import Column
from ..models import PersonContact
from .forms import CONTACT_HANDLER
from .tools import prefill_key


class ContactPermissionHelper(RegisterPermissionHelper):
    """Personal data: only who may read or change them sees that they exist."""

    def user_can_list(self, user):
        return self._may(user, "view", "change")


class PersonContactAdmin(RegisterAdmin):
    """Contact data of members, for the office (requirement 23)."""

    model = PersonContact
    menu_label = gettext_lazy("Contact data")
    menu_icon = "mail"
    add_label = gettext_lazy("Add contact data")
    edit_handler = CONTACT_HANDLER
    permission_helper_class = ContactPermissionHelper
    list_display = ("person", "email", "phone")
    list_select_related = ("person",)
    ordering = ("person__sort_key", "pk")
    search_fields = ("email", "phone")
    search_sort_keys = ("person__sort_key",)
    inspect_view_fields = ["person", "email", "phone", "address", "note"]
    export_columns = [
        Column("person", gettext_lazy("person"), lambda row: str(row.person), width=28),
        Column("email", gettext_lazy("e-mail"), lambda row: row.email, width=30),
        Column("phone", gettext_lazy("telephone"), lambda row: row.phone),
        Column("address", gettext_lazy("postal address"), lambda row: row.address, width=40),
        Column("note", gettext_lazy("note"), lambda row: row.note, width=40),
    ]

    @property
    def export_filename(self):
        return _("contacts")

    def prefill(self, instance, request):
        prefill_key(instance, "person", request)
