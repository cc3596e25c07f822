"""The register of members."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ...registers import RegisterAdmin, RegisterButtonHelper
from .. import services
from ..cautions import membership_warnings
from ..choices import EndReason
from ..imports.views import ImportTemplateView, ImportView
from ..models import Membership
from ..querysets import today
from . import filters
from .columns import MEMBERSHIP_COLUMNS, period_of, state_of
from .forms import MEMBERSHIP_HANDLER
from .tools import described, described_rows, lock_posted_body, prefill_key, role_of
from .views import ChangeRoleView, EndView


class MembershipButtons(RegisterButtonHelper):
    def get_buttons_for_obj(self, obj, exclude=None, classnames_add=None, classnames_exclude=None):
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        user, helper = self.request.user, self.permission_helper
        can_edit, can_add = helper.user_can_edit_obj(user, obj), helper.user_can_create(user)
        verbs = []
        if can_edit and obj.ends_on is None:
            verbs.append(("end", _("End"), _("Enter the last day and, for the office, the reason")))
            if can_add:
                verbs.append(("role", _("Change role"), _("A new role from the day of election")))
        made = [
            self.button(
                self.url_helper.get_action_url(action, quote(obj.pk)), label, title, classnames_add
            )
            for action, label, title in verbs
        ]
        # After a change of role the same person goes on.
        if can_add and obj.ends_on is not None and obj.end_reason != EndReason.ROLE:
            url = f"{self.url_helper.create_url}?{urlencode({'after': obj.pk})}"
            title = _("A new entry from the day after, with the same body and seat")
            made.append(self.button(url, _("Successor"), title, classnames_add))
        # Before "delete", which stays the last.
        at = len(buttons) - 1 if helper.user_can_delete_obj(user, obj) else len(buttons)
        return [*buttons[:at], *made, *buttons[at:]]


class MembershipAdmin(RegisterAdmin):
    """Who, or which institution, sits where (requirements 15–23)."""

    model = Membership
    menu_label = gettext_lazy("Members")
    menu_icon = "group"
    add_label = gettext_lazy("Add a member")
    edit_handler = MEMBERSHIP_HANDLER
    button_helper_class = MembershipButtons
    list_display = ("holder", "body_name", "role_name", "for_whom", "period", "state")
    list_filter = (
        filters.StateFilter,
        filters.BodyFilter,
        filters.TermFilter,
        filters.MembershipSectorFilter,
        filters.RoleFilter,
        filters.InSeatFilter,
        filters.PublicFilter,
    )
    ordering = ("name_key",)
    search_fields = ("position", "role_label", "body__title")
    search_sort_keys = ("person__sort_key", "organisation__sort_key", "represents__sort_key")
    export_columns = MEMBERSHIP_COLUMNS
    office_fields = ("end_reason", "office_note")
    inspect_view_fields = [
        "body",
        "term",
        "seat",
        "person",
        "position",
        "organisation",
        "represents",
        "sector_name",
        "role_name",
        "period",
        "state",
        "deputy_for",
        "deputies",
        "is_public",
        "sort_order",
        "end_reason",
        "office_note",
    ]
    inspect_template_name = "rkres_wagtail/registers/inspect_membership.html"
    listing_actions = ("import", "import_template")
    delete_message = gettext_lazy(
        "Delete only what was entered by mistake. Whoever left the body is ended instead, so that "
        "the composition of earlier days stays true. Delete this entry for good?"
    )

    @property
    def export_filename(self):
        return _("members")

    def get_rows(self):
        queryset = super().get_rows().with_related().select_related("body")
        name = Coalesce("person__sort_key", "organisation__sort_key", Value(""))
        return queryset.annotate(name_key=name)

    # Columns -----------------------------------------------------------------------------

    @described(gettext_lazy("person or institution"), "name_key")
    def holder(self, row):
        return row.holder_name

    @described(gettext_lazy("body"), "body__title")
    def body_name(self, row):
        return str(row.body)

    @described(gettext_lazy("role"), "role")
    def role_name(self, row):
        return role_of(row)

    @described(gettext_lazy("represents"))
    def for_whom(self, row):
        whom = row.represents or (row.organisation if row.person else None)
        parts = (row.effective_sector, whom)
        return format_html_join(
            "", '<span class="rkres-register__part">{}</span>', ((p,) for p in parts if p)
        )

    @described(gettext_lazy("sector"))
    def sector_name(self, row):
        return str(row.effective_sector or "")

    @described(gettext_lazy("from–to"), "starts_on")
    def period(self, row):
        return period_of(row)

    @described(gettext_lazy("state"), "ends_on")
    def state(self, row):
        tag = '<span class="w-status{}">{}</span>'
        is_current = row.is_current(today())
        found = format_html(tag, " w-status--primary" if is_current else "", state_of(row))
        if row.is_public:
            return found
        return format_html("{} {}", found, format_html(tag, "", _("not shown")))

    @described(gettext_lazy("deputies"))
    def deputies(self, row):
        return ", ".join(
            deputy.holder_name for deputy in row.deputies.select_related("person", "organisation")
        )

    # Forms and views ---------------------------------------------------------------------

    def lock_for_save(self, request):
        lock_posted_body(request)

    def prefill(self, instance, request):
        after = request.GET.get("after", "")
        if after.isascii() and after.isdigit() and len(after) < 19:
            before = Membership.objects.with_related().filter(pk=after).first()
            if before is not None:
                successor = services.successor_of(before)
                for field in Membership._meta.concrete_fields:
                    if field.name not in ("id", "created_at", "updated_at"):
                        setattr(instance, field.name, getattr(successor, field.name))
                messages.info(
                    request,
                    _("The successor of %(name)s. Choose the person and check the data.")
                    % {"name": before.holder_name},
                )
        for name in ("body", "term", "seat", "sector", "person", "organisation", "deputy_for"):
            prefill_key(instance, name, request)

    def get_warnings(self, instance):
        return membership_warnings(instance)

    def get_listing_buttons(self, request):
        if not self.permission_helper.user_can_create(request.user):
            return []
        url = self.url_helper.get_action_url("import")
        body = request.GET.get("body", "")
        if body.isascii() and body.isdigit():
            url = f"{url}?{urlencode({'body': body})}"
        return [{"url": url, "label": _("Import a list"), "icon": "upload"}]

    def get_inspect_extra(self, instance):
        """Who held the seat before and after (requirement 17), and the person's other rows."""
        rows = Membership.objects.with_related().select_related("body").exclude(pk=instance.pk)
        rows = rows.order_by("starts_on", "pk")
        extra = {}
        if instance.seat_id:
            extra["in_seat"] = described_rows(rows.filter(seat=instance.seat_id))
        if instance.person_id:
            extra["of_person"] = described_rows(rows.filter(person=instance.person_id))
        return extra

    def extra_views(self):
        return {
            "end": EndView,
            "role": ChangeRoleView,
            "import": ImportView,
            "import_template": ImportTemplateView,
        }
