"""The register of subscriptions: read by the office, ended on request, never written in."""

from __future__ import annotations

from django.apps import apps
from django.contrib.admin.utils import quote
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ...outbox.admin import MessagePermissionHelper, moment
from ...outbox.hosts import is_own
from ...register_filters import RegisterFilter, RelatedFilter
from ...register_views import RegisterInspectView
from ...registers import RegisterAdmin, RegisterButtonHelper
from ...spreadsheets import Column
from ..choices import Rhythm, Topic
from ..models import Subscription
from .admin_views import EraseView
from .messages import words_of

_VIEWS = ("index", "inspect", "history", "erase")
_STATES = {
    "active": pgettext_lazy("subscription", "active"),
    "unconfirmed": pgettext_lazy("subscription", "not confirmed"),
    "ended": pgettext_lazy("subscription", "ended"),
}


def state_of(row) -> str:
    if row.ended_at is not None:
        return "ended"
    return "unconfirmed" if row.confirmed_at is None else "active"


def state_label(row) -> str:
    """The state; of an active one on another host, that nothing is sent from here."""
    state = state_of(row)
    if state == "active" and not is_own(row.host):
        return pgettext("subscription", "active on another host")
    return str(_STATES[state])


def _with_topic(topic: str) -> Q:
    # Quoted, as JSON has it: no engine but PostgreSQL looks into a list.
    return Q(topics_text__contains=f'"{topic}"')


class TopicFilter(RegisterFilter):
    """By topic, with the number of active subscriptions to each; one query."""

    title = gettext_lazy("topics")
    parameter_name = "topic"
    starts_open = True

    def lookups(self, request, model_admin):
        rows = Subscription.objects.active().annotate(topics_text=Cast("topics", TextField()))
        counts = rows.aggregate(
            **{topic.value: Count("pk", filter=_with_topic(topic.value)) for topic in Topic}
        )
        return [(each.value, f"{capfirst(each.label)} ({counts[each.value]})") for each in Topic]

    def filter(self, queryset, value):
        return queryset.annotate(topics_text=Cast("topics", TextField())).filter(_with_topic(value))


class StateFilter(RegisterFilter):
    title = pgettext_lazy("subscription", "state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(_STATES.items())

    def filter(self, queryset, value):
        if value == "active":
            return queryset.active()
        if value == "ended":
            return queryset.exclude(ended_at=None)
        return queryset.filter(ended_at=None, confirmed_at=None)


class RhythmFilter(RegisterFilter):
    title = pgettext_lazy("subscription", "how often")
    parameter_name = "rhythm"

    def lookups(self, request, model_admin):
        return Rhythm.choices

    def filter(self, queryset, value):
        return queryset.filter(rhythm=value)


class CommitteeFilter(RelatedFilter):
    title = gettext_lazy("committee")
    parameter_name = field_name = "committee"


class SubscriptionButtons(RegisterButtonHelper):
    def get_buttons_for_obj(self, obj, exclude=None, classnames_add=None, classnames_exclude=None):
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        may_act = self.permission_helper.user_can_act(self.request.user)
        # Not in the list, where a slip of the hand would be near.
        if may_act and obj.ended_at is None and isinstance(self.view, RegisterInspectView):
            url = self.url_helper.get_action_url("erase", quote(obj.pk))
            title = _("End the subscription and remove the address for good")
            buttons.append(self.button(url, _("Remove the address"), title, classnames_add))
        return buttons


class SubscriptionAdmin(RegisterAdmin):
    """Who wants to be told; addresses are seen by whoever may change subscriptions."""

    model = Subscription
    menu_label = gettext_lazy("Subscriptions")
    menu_icon = "mail"
    permission_helper_class = MessagePermissionHelper
    button_helper_class = SubscriptionButtons
    history_view_enabled = True
    list_filter = (TopicFilter, StateFilter, RhythmFilter, CommitteeFilter)
    ordering = ("-pk",)
    office_fields = ("address",)
    inspect_view_fields = [
        "number", "address", "committee", "told_of", "chosen_bodies", "chosen_tags", "how_often",
        "status", "asked_for", "confirmed", "left", "host",
    ]  # fmt: skip
    export_columns = [
        Column("number", gettext_lazy("number"), lambda row: row.pk, width=8),
        Column("email", gettext_lazy("e-mail"), lambda row: row.email, office=True, width=34),
        Column("committee", gettext_lazy("committee"), lambda row: str(row.committee), width=40),
        Column("topics", gettext_lazy("topics"), lambda row: ", ".join(words_of(row)), width=40),
        Column(
            "rhythm", pgettext_lazy("subscription", "how often"),
            lambda row: row.get_rhythm_display(),
        ),
        Column("state", pgettext_lazy("subscription", "state"), state_label),
        Column("requested_at", gettext_lazy("asked for"), lambda row: moment(row.requested_at)),
    ]  # fmt: skip

    @property
    def export_filename(self):
        return pgettext("file name", "subscriptions")

    def get_rows(self):
        return super().get_rows().select_related("committee")

    def get_list_display(self, request):
        sees = self.permission_helper.user_can_see_office_columns(request.user)
        first = ("number", "address") if sees else ("number",)
        return (*first, "committee_title", "told_of", "how_often", "status", "asked_for")

    def get_search_fields(self, request):
        """No searching for addresses by whom they are not shown to."""
        sees = self.permission_helper.user_can_see_office_columns(request.user)
        return ("email",) if sees else ()

    def extra_views(self):
        return {"erase": EraseView}

    def get_admin_urls_for_registration(self):
        """No addresses for what nobody may do, a superuser neither."""
        kept = {self.url_helper.get_action_url_name(action) for action in _VIEWS}
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name in kept)

    # Columns -----------------------------------------------------------------------------

    def number(self, row):
        return str(row.pk)

    def address(self, row):
        return row.email or pgettext("address of a subscription", "removed")

    def committee_title(self, row):
        return row.committee.title

    def told_of(self, row):
        return ", ".join(words_of(row))

    def chosen_bodies(self, row):
        return ", ".join(row.bodies.values_list("title", flat=True))

    def chosen_tags(self, row):
        return ", ".join(row.tags)

    def how_often(self, row):
        return row.get_rhythm_display()

    def status(self, row):
        return state_label(row)

    def asked_for(self, row):
        return moment(row.requested_at)

    def confirmed(self, row):
        return moment(row.confirmed_at)

    def left(self, row):
        return moment(row.ended_at)


for _name, _label, _order in (
    ("number", gettext_lazy("number"), "pk"),
    ("address", gettext_lazy("e-mail"), None),
    ("committee_title", gettext_lazy("committee"), None),
    ("told_of", gettext_lazy("topics"), None),
    ("chosen_bodies", gettext_lazy("bodies"), None),
    ("chosen_tags", pgettext_lazy("subscription", "tags"), None),
    ("how_often", pgettext_lazy("subscription", "how often"), "rhythm"),
    ("status", pgettext_lazy("subscription", "state"), None),
    ("asked_for", gettext_lazy("asked for"), "requested_at"),
    ("confirmed", gettext_lazy("confirmed"), None),
    ("left", gettext_lazy("left"), None),
):
    _column = getattr(SubscriptionAdmin, _name)
    _column.short_description = _label
    if _order:
        _column.admin_order_field = _order


def register() -> dict[str, RegisterAdmin]:
    """Register views and permissions; nothing without ``wagtail_modeladmin`` (check E001)."""
    if not apps.is_installed("wagtail_modeladmin"):
        return {}
    admin = SubscriptionAdmin()
    admin.register_with_wagtail()
    return {"subscriptions": admin}
