"""What of the mail the office must know, on the admin's first page; nothing when all is well."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.http import urlencode
from wagtail.admin.ui.components import Component

from .admin import get_outbox
from .hosts import own_hosts
from .models import MessageStatus, OutgoingMessage

_OPEN = (
    MessageStatus.WAITING,
    MessageStatus.SENDING,
    MessageStatus.FAILED,
    MessageStatus.UNCERTAIN,
)


def counts_of_trouble() -> dict[str, int]:
    """How many messages failed, are uncertain, or are held; one query."""
    abandoned = OutgoingMessage.objects.abandoned().order_by().values("pk")
    waiting = Q(status=MessageStatus.WAITING)
    # Without those that are done with: their number only grows.
    open_ones = OutgoingMessage.objects.filter(status__in=_OPEN).order_by()
    return open_ones.aggregate(
        failed=Count("pk", filter=Q(status=MessageStatus.FAILED)),
        uncertain=Count("pk", filter=Q(status=MessageStatus.UNCERTAIN) | Q(pk__in=abandoned)),
        held=Count("pk", filter=waiting & ~Q(host__in=own_hosts())),
    )


class OutboxPanel(Component):
    """Failed, uncertain and held messages, each with a way to their list."""

    name = "rkres-outbox"
    order = 50
    template_name = "rkres_wagtail/admin/outbox_panel.html"

    def __init__(self, counts: dict[str, int]):
        self.counts = counts

    def get_context_data(self, parent_context):
        index = get_outbox().url_helper.index_url
        return {
            key: {"count": count, "url": f"{index}?{urlencode({'status': key})}"}
            for key, count in self.counts.items()
            if count
        }


def add_outbox_panel(request, panels) -> None:
    """Hook: the panel, for those who may read the mail, while something is wrong."""
    if not get_outbox().permission_helper.user_can_list(request.user):
        return
    counts = counts_of_trouble()
    if any(counts.values()):
        panels.append(OutboxPanel(counts))
