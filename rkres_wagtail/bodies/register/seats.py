"""The register of seats, vacant ones included."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ...register_views import RegisterCreateView
from ...registers import RegisterAdmin, RegisterButtonHelper
from ...spreadsheets import Column
from .. import services
from ..models import Membership, Seat
from . import filters
from .forms import SEAT_CREATE_HANDLER, SEAT_HANDLER
from .tools import described, described_rows, lock_posted_body, prefill_key


class SeatCreateView(RegisterCreateView):
    """Adds one seat, or several of a kind."""

    def form_valid(self, form):
        count = form.cleaned_data["count"]
        if count == 1:
            return super().form_valid(form)
        services.create_seats(form.instance, count=count, user=self.request.user)
        text = ngettext("%(count)d seat added.", "%(count)d seats added.", count)
        messages.success(self.request, text % {"count": count})
        return redirect(self.get_success_url())


class SeatButtons(RegisterButtonHelper):
    def get_buttons_for_obj(self, obj, exclude=None, classnames_add=None, classnames_exclude=None):
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        if self.request.user.has_perm("rkres_wagtail.add_membership") and not getattr(
            obj, "is_held", False
        ):
            query = {"body": obj.body_id, "seat": obj.pk, "term": obj.term_id or ""}
            url = reverse("rkres_wagtail_membership_modeladmin_create")
            title = _("Enter who holds this seat")
            button = self.button(f"{url}?{urlencode(query)}", _("Fill"), title, classnames_add)
            buttons.insert(0, button)
        return buttons


class SeatAdmin(RegisterAdmin):
    """Places that a statute gives, vacant ones included (requirement 17)."""

    model = Seat
    menu_label = gettext_lazy("Seats")
    menu_icon = "list-ul"
    add_label = gettext_lazy("Add seats")
    edit_handler = SEAT_HANDLER
    create_view_class = SeatCreateView
    button_helper_class = SeatButtons
    list_display = ("seat", "body_name", "sector", "term", "holder")
    list_filter = (
        filters.VacancyFilter,
        filters.BodyFilter,
        filters.TermFilter,
        filters.SectorFilter,
    )
    ordering = ("body__path", "sort_order", "pk")
    # A seat without a name is called after its institution or its sector.
    search_fields = ("name", "sector__name")
    search_sort_keys = ("institution__sort_key",)
    inspect_view_fields = ["body", "term", "sector", "institution", "name", "sort_order"]
    inspect_template_name = "rkres_wagtail/registers/inspect_membership.html"
    export_columns = [
        Column("body", gettext_lazy("body"), lambda row: str(row.body), width=36),
        Column("seat", gettext_lazy("seat"), lambda row: row.label, width=30),
        Column("institution", gettext_lazy("institution"), lambda row: str(row.institution or "")),
        Column("sector", gettext_lazy("sector"), lambda row: str(row.sector or ""), width=36),
        Column("term", gettext_lazy("term"), lambda row: str(row.term or "")),
        Column("holder", gettext_lazy("held by"), lambda row: SeatAdmin.held_by(row), width=30),
    ]

    @property
    def export_filename(self):
        return _("seats")

    def get_rows(self):
        current = Membership.objects.current().holders()
        held = Exists(current.filter(seat=OuterRef("pk")).order_by())
        rows = super().get_rows().select_related("body", "term", "sector", "institution")
        return rows.with_holders().annotate(is_held=held)

    @staticmethod
    def held_by(row) -> str:
        return ", ".join(holder.holder_name for holder in row.holders_now)

    @described(gettext_lazy("seat"), "sort_order")
    def seat(self, row):
        return row.label

    @described(gettext_lazy("body"), "body__title")
    def body_name(self, row):
        return str(row.body)

    @described(gettext_lazy("held by"))
    def holder(self, row):
        if row.holders_now:
            return self.held_by(row)
        return format_html('<span class="w-status">{}</span>', _("vacant"))

    def get_create_handler(self):
        return SEAT_CREATE_HANDLER

    def lock_for_save(self, request):
        lock_posted_body(request)

    def prefill(self, instance, request):
        for name in ("body", "term", "sector", "institution"):
            prefill_key(instance, name, request)

    def get_inspect_extra(self, instance):
        rows = Membership.objects.filter(seat=instance).with_related().select_related("body")
        return {"in_seat": described_rows(rows.order_by("starts_on"))}
