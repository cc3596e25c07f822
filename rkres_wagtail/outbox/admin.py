"""The register of outgoing mail: to be read by the office, and to be acted upon by verbs only."""

from __future__ import annotations

from functools import lru_cache

from django.apps import apps
from django.contrib.admin.utils import quote
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from ..register_views import RegisterInspectView
from ..registers import RegisterAdmin, RegisterButtonHelper, RegisterPermissionHelper
from ..spreadsheets import Column
from . import filters, views
from .hosts import is_own
from .kinds import kind_label
from .models import ENDED, MessageStatus, OutgoingMessage
from .services import AGAIN, OPEN

_VIEWS = ("index", "inspect", "history")
_TAGS = {
    MessageStatus.FAILED: " rkres-register__alarm",
    MessageStatus.UNCERTAIN: " rkres-register__alarm",
    MessageStatus.SENT: " w-status--primary",
}


def moment(value) -> str:
    """A moment in a narrow column, by the hour of the office: 30.05.2023, 14:05."""
    return date_format(timezone.localtime(value), "d.m.Y, H:i") if value else ""


def status_label(row) -> str:
    """The status as of now; that of another host's message says why it does not move."""
    if row.status == MessageStatus.WAITING and not is_own(row.host):
        return pgettext("message", "held: another host")
    return str(MessageStatus(row.state).label)


def recipient_of(row) -> str:
    """Name and address, or that they are kept no more."""
    if row.is_forgotten:
        return pgettext("message", "removed")
    return f"{row.recipient_name} <{row.recipient}>" if row.recipient_name else row.recipient


def _part(text: str):
    """A quieter second line in a cell."""
    return format_html('<span class="rkres-register__part">{}</span>', text)


class MessagePermissionHelper(RegisterPermissionHelper):
    """Personal data: for those who may read messages. Nobody writes, corrects or deletes one."""

    def user_can_list(self, user) -> bool:
        return self._may(user, "view", "change")

    def user_can_act(self, user) -> bool:
        """Whether ``user`` may send again, withdraw and forget."""
        return self._may(user, "change")

    def user_can_create(self, user) -> bool:
        return False

    def user_can_edit_obj(self, user, obj) -> bool:
        return False

    def user_can_delete_obj(self, user, obj) -> bool:
        return False


class MessageButtons(RegisterButtonHelper):
    def get_buttons_for_obj(self, obj, exclude=None, classnames_add=None, classnames_exclude=None):
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        if not self.permission_helper.user_can_act(self.request.user):
            return buttons
        state, verbs = obj.state, []
        if state in AGAIN and not obj.is_forgotten:
            verbs.append(("again", _("Send again"), _("Put the message in the queue once more")))
        if state in OPEN:
            verbs.append(
                ("withdraw", pgettext("message", "Withdraw"), _("Let it not be sent any more"))
            )
        # Not in the list, where a slip of the hand would be near.
        in_details = isinstance(self.view, RegisterInspectView)
        if in_details and state in ENDED and not obj.is_forgotten:
            title = _("Take text and addresses away for good")
            verbs.append(("forget", _("Remove personal data"), title))
        return buttons + [
            self.button(
                self.url_helper.get_action_url(action, quote(obj.pk)), label, title, classnames_add
            )
            for action, label, title in verbs
        ]


class OutboxAdmin(RegisterAdmin):
    """Messages that were sent, are to be sent, or could not be sent."""

    model = OutgoingMessage
    menu_label = gettext_lazy("Outgoing mail")
    menu_icon = "mail"
    permission_helper_class = MessagePermissionHelper
    button_helper_class = MessageButtons
    history_view_enabled = True
    inspect_view_class = views.MessageInspectView
    list_display = ("title", "to", "status_tag", "written", "tries")
    list_filter = (filters.StatusFilter, filters.KindFilter, filters.HostFilter)
    # As they were written, by an index however long the list is.
    ordering = ("-pk",)
    search_fields = ("subject", "recipient", "recipient_name")
    inspect_template_name = "rkres_wagtail/registers/inspect_message.html"
    inspect_view_fields = [
        "full_address",
        "reply_to",
        "status_name",
        "trouble",
        "kind_name",
        "host",
        "written",
        "tries",
        "next_try",
        "sent",
        "valid_until",
        "attached",
    ]
    export_columns = [
        Column("subject", gettext_lazy("subject"), lambda row: row.subject, width=40),
        Column("recipient", pgettext_lazy("message", "to"), recipient_of, width=34),
        Column("status", gettext_lazy("status"), status_label),
        Column("kind", gettext_lazy("kind"), lambda row: kind_label(row.kind)),
        Column("created_at", gettext_lazy("written"), lambda row: moment(row.created_at)),
        Column("attempts", gettext_lazy("attempts"), lambda row: row.attempts, width=8),
        Column("sent_at", gettext_lazy("sent"), lambda row: moment(row.sent_at)),
        Column("error", gettext_lazy("what went wrong"), lambda row: row.error, width=40),
    ]

    @property
    def export_filename(self):
        return _("outgoing-mail")

    def get_rows(self):
        # The list shows neither, and they may be long.
        return super().get_rows().defer("html", "attachments", "headers", "text")

    def extra_views(self):
        return {
            "again": views.SendAgainView,
            "withdraw": views.WithdrawView,
            "forget": views.ForgetView,
        }

    def get_admin_urls_for_registration(self):
        """No addresses for what nobody may do, a superuser neither."""
        kept = {self.url_helper.get_action_url_name(action) for action in self._kept()}
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name in kept)

    def _kept(self) -> tuple[str, ...]:
        return (*_VIEWS, *self.extra_views())

    def get_inspect_extra(self, instance):
        return {"text": instance.text, "is_forgotten": instance.is_forgotten}

    # Columns -----------------------------------------------------------------------------

    def title(self, row):
        return row.subject

    def to(self, row):
        if not row.recipient_name:
            return recipient_of(row)
        return format_html("{}{}", row.recipient_name, _part(row.recipient))

    def full_address(self, row):
        return recipient_of(row)

    def status_name(self, row):
        return status_label(row)

    def status_tag(self, row):
        tag = format_html(
            '<span class="w-status{}">{}</span>', _TAGS.get(row.state, ""), status_label(row)
        )
        trouble = Truncator(row.error).chars(120)
        return format_html("{}{}", tag, _part(trouble)) if trouble else tag

    def written(self, row):
        return moment(row.created_at)

    def tries(self, row):
        count = row.attempts
        return ngettext("%(count)d attempt", "%(count)d attempts", count) % {"count": count}

    def trouble(self, row):
        return row.error

    def kind_name(self, row):
        return kind_label(row.kind)

    def next_try(self, row):
        return moment(row.next_at) if row.status == MessageStatus.WAITING else ""

    def sent(self, row):
        return moment(row.sent_at)

    def valid_until(self, row):
        return moment(row.expires_at)

    def attached(self, row):
        return ", ".join(each["name"] for each in row.attachments)


for _name, _label, _order in (
    ("title", gettext_lazy("subject"), "subject"),
    ("to", pgettext_lazy("message", "to"), "recipient"),
    ("full_address", pgettext_lazy("message", "to"), None),
    ("status_name", gettext_lazy("status"), None),
    ("status_tag", gettext_lazy("status"), "status"),
    ("written", gettext_lazy("written"), "created_at"),
    ("tries", gettext_lazy("attempts"), "attempts"),
    ("trouble", gettext_lazy("what went wrong"), None),
    ("kind_name", gettext_lazy("kind"), None),
    ("next_try", gettext_lazy("next attempt"), None),
    ("sent", gettext_lazy("sent"), None),
    ("valid_until", gettext_lazy("not sent after"), None),
    ("attached", gettext_lazy("attachments"), None),
):
    _column = getattr(OutboxAdmin, _name)
    _column.short_description = _label
    if _order:
        _column.admin_order_field = _order


@lru_cache(maxsize=1)
def get_outbox() -> OutboxAdmin:
    return OutboxAdmin()


def register_outbox() -> dict[str, RegisterAdmin]:
    """Register views and permissions; nothing without ``wagtail_modeladmin`` (check E001)."""
    if not apps.is_installed("wagtail_modeladmin"):
        return {}
    get_outbox().register_with_wagtail()
    return {"outbox": get_outbox()}
