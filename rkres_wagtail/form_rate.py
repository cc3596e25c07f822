"""How many sendings of a form one address may make in an hour, counted in the default cache.

The address is that of the connection (``REMOTE_ADDR``); behind a proxy the server must put the
visitor's there. Kept is a keyed hash, for an hour, never the address. A cache that does not answer
refuses nobody: what people write is worth more than a limit.
"""

from __future__ import annotations

import ipaddress
import logging
from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from .conf import settings

logger = logging.getLogger(__name__)

_HOUR = 3600
#: A household or an office has at least so many IPv6 addresses of its own.
_IPV6_PREFIX = 64


def seconds_to_wait(request, now: datetime, purpose: str) -> int:
    """Count one sending; 0, or how long the address has to wait where it was one too many.

    ``purpose`` names the kind of form: each is counted by itself.
    """
    address = _network(request.META.get("REMOTE_ADDR", ""))
    if not address:
        return 0
    hour, passed = divmod(int(now.timestamp()), _HOUR)
    digest = salted_hmac(f"rkres_wagtail.{purpose}", address, algorithm="sha256").hexdigest()
    key = f"rkres_wagtail.{purpose}.{hour}.{digest}"
    try:
        cache.add(key, 0, _HOUR)
        count = cache.incr(key)
    except Exception:
        logger.exception("Sendings could not be counted")
        return 0
    return _HOUR - passed if count > settings.REMARK_RATE else 0


def _network(address: str) -> str:
    """The address, of IPv6 its network; empty where there is none."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if found.version == 6 and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    if found.version == 6:
        return str(ipaddress.ip_network((found, _IPV6_PREFIX), strict=False))
    return str(found)
