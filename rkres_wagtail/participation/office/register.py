"""The register of declarations: of each body and call, for those who keep them."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ...bodies.register.tools import described, prefill_key
from ...bodies.rules import canonical_body
from ...outbox.admin import moment
from ...register_views import RegisterInspectView
from ...registers import RegisterAdmin, RegisterButtonHelper, RegisterPermissionHelper
from ..choices import DeclarationState, DeclarationWay
from ..models import Declaration
from . import register_filters as filters
from . import views
from .columns import COLUMNS, days_waiting, state_label, waits
from .forms import ENTER_HANDLER
from .keeping import is_target, keeps, keeps_some, kept_declarations

_VIEWS = ("index", "create", "edit", "inspect", "history")


class DeclarationPermissions(RegisterPermissionHelper):
    """Who keeps a body or call keeps its declarations; nobody deletes one by hand."""

    def user_can_list(self, user) -> bool:
        return keeps_some(user)

    user_can_create = user_can_export = user_can_see_office_columns = user_can_list
    #: Asked of the row by its own view.
    user_can_see_history = user_can_list

    def user_can_inspect_obj(self, user, obj) -> bool:
        return keeps(obj, user)

    def user_can_edit_obj(self, user, obj) -> bool:
        return obj.anonymised_at is None and keeps(obj, user)

    def user_can_delete_obj(self, user, obj) -> bool:
        return False


class DeclarationButtons(RegisterButtonHelper):
    def get_buttons_for_obj(self, obj, exclude=None, classnames_add=None, classnames_exclude=None):
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        verbs, user = [], self.request.user
        if obj.anonymised_at is None and obj.state == DeclarationState.NEW:
            if views.may_accept(user):
                title = _("Enter the person as a member of the body")
                verbs.append(("accept", pgettext("declaration", "Accept"), title))
            verbs.append(("reject", pgettext("declaration", "Reject"), _("With a reason")))
        if isinstance(self.view, RegisterInspectView):
            verbs += self._in_details(obj)
        return buttons + [
            self.button(self.url_helper.get_action_url(verb, obj.pk), label, title, classnames_add)
            for verb, label, title in verbs
        ]

    @staticmethod
    def _in_details(obj) -> list[tuple]:
        """Not in the list, where a slip of the hand would be near."""
        verbs = []
        if obj.anonymised_at is None and obj.state == DeclarationState.NEW:
            title = _("The person asked for it by telephone or mail")
            verbs.append(("withdraw", _("Withdraw for the person"), title))
        if obj.anonymised_at is None and obj.state == DeclarationState.REJECTED:
            title = _("Take the rejection back")
            verbs.append(("reopen", pgettext("declaration", "Reopen"), title))
        if obj.anonymised_at is None:
            verbs.append(("data", _("Data of the person"), _("A copy for them, and erasure")))
        return verbs


class DeclarationAdmin(RegisterAdmin):
    """Who wants to take part (requirement 43)."""

    model = Declaration
    menu_label = gettext_lazy("Declarations")
    menu_icon = "form"
    add_label = gettext_lazy("Enter a declaration")
    edit_handler = ENTER_HANDLER
    permission_helper_class = DeclarationPermissions
    button_helper_class = DeclarationButtons
    history_view_enabled = True
    create_view_class = views.EnterView
    edit_view_class = views.CorrectView
    inspect_view_class = views.InspectView
    history_view_class = views.HistoryView
    inspect_template_name = "rkres_wagtail/participation/office/inspect.html"
    list_display = ("who", "for_what", "organisation_name", "received", "state_tag")
    list_filter = (
        filters.StateFilter,
        filters.TargetFilter,
        filters.SectorFilter,
        filters.WayFilter,
    )
    ordering = ("-received_at", "-pk")
    search_fields = ("first_name", "last_name", "email", "organisation_name")
    office_fields = ("office_note",)
    export_columns = COLUMNS
    inspect_view_fields = [
        "who", "state_name", "for_what", "email", "organisation_name", "position", "sector_name",
        "motivation", "way_name", "received", "confirmed", "decided", "decider", "reason",
        "member", "withdrawn", "office_note", "entered", "erased",
    ]  # fmt: skip

    @property
    def export_filename(self):
        return _("declarations-file")

    def get_rows(self):
        return super().get_rows().select_related(
            "target", "sector", "consent", "membership__person", "membership__organisation",
            "membership__body", "decided_by", "entered_by",
        )  # fmt: skip

    def get_queryset(self, request):
        kept = kept_declarations(request.user).order_by().values("pk")
        return super().get_queryset(request).filter(pk__in=kept)

    def prefill(self, instance, request):
        prefill_key(instance, "target", request)
        if instance.target_id and is_target(instance.target):
            instance.target = canonical_body(instance.target)

    def extra_views(self):
        return {
            "accept": views.AcceptView,
            "reject": views.RejectView,
            "reopen": views.ReopenView,
            "withdraw": views.WithdrawView,
            "data": views.DataView,
        }

    def get_admin_urls_for_registration(self):
        """No addresses for what nobody may do, a superuser neither."""
        actions = (*_VIEWS, *self.extra_views())
        kept = {self.url_helper.get_action_url_name(action) for action in actions}
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name in kept)

    def get_permissions_for_registration(self):
        """The room offers the one that is asked for (``participation.permissions``)."""
        return Permission.objects.none()

    # Columns -----------------------------------------------------------------------------

    @described(gettext_lazy("person"), "last_name")
    def who(self, row):
        return row.name or _("declaration %(number)s") % {"number": row.pk}

    @described(gettext_lazy("body or call"), "target__title")
    def for_what(self, row):
        return str(row.target)

    @described(gettext_lazy("received"), "received_at")
    def received(self, row):
        return moment(row.received_at)

    @described(gettext_lazy("state"))
    def state_tag(self, row):
        is_new = row.state == DeclarationState.NEW
        tag = format_html(
            '<span class="w-status{}">{}</span>',
            " w-status--primary" if is_new else "",
            state_label(row),
        )
        if not is_new:
            return tag
        note = waits(days_waiting(row, timezone.now()))
        return format_html('{}<span class="rkres-register__part">{}</span>', tag, note)

    @described(gettext_lazy("state"))
    def state_name(self, row):
        label = state_label(row)
        if row.state != DeclarationState.NEW:
            return label
        return f"{label} ({waits(days_waiting(row, timezone.now()))})"

    @described(pgettext_lazy("asked of who joins", "sector"))
    def sector_name(self, row):
        return str(row.sector or "")

    @described(gettext_lazy("way it came in"))
    def way_name(self, row):
        return str(DeclarationWay(row.way).label)

    @described(gettext_lazy("confirmed"))
    def confirmed(self, row):
        return moment(row.confirmed_at)

    @described(gettext_lazy("decided"))
    def decided(self, row):
        return moment(row.decided_at)

    @described(gettext_lazy("decided by"))
    def decider(self, row):
        return str(row.decided_by or "")

    @described(gettext_lazy("membership"))
    def member(self, row):
        return str(row.membership or "")

    @described(gettext_lazy("withdrawn"))
    def withdrawn(self, row):
        said = moment(row.withdrawn_at)
        return f"{said} – {_('by the office')}" if said and row.withdrawn_by_office else said

    @described(gettext_lazy("entered by"))
    def entered(self, row):
        return str(row.entered_by or "")

    @described(gettext_lazy("names and addresses removed"))
    def erased(self, row):
        return moment(row.anonymised_at)


@lru_cache(maxsize=1)
def get_register() -> DeclarationAdmin:
    return DeclarationAdmin()
