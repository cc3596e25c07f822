"""What ``rkres_send`` does for subscriptions before it sends."""

from __future__ import annotations

from ...outbox.hosts import own_hosts
from ..models import Subscription
from . import delivering, forgetting


def run() -> int:
    """Forget, take back what is not public any more, tell what is new; return how many messages.

    A copy of the site forgets, too, and writes nothing.
    """
    forgetting.purge()
    delivering.withdraw_hidden()
    return delivering.deliver()


def held_elsewhere() -> int:
    """Active subscriptions that were made on a host that is not this installation's."""
    return Subscription.objects.active().exclude(host__in=own_hosts()).count()
