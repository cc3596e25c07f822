"""The text of a round: what the members read, whatever becomes of the draft."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder

from ...meetings.rules import public_items
from ..models import Minutes, MinutesReading


def take(minutes: Minutes, *, has_internal: bool) -> dict:
    """The fields of ``minutes`` (a draft) for ``MinutesReading.text``.

    Without ``has_internal`` the internal parts are not even stored with it, nor are those of
    items that the agenda calls internal.
    """
    data = minutes.serializable_data()
    if not has_internal:
        hidden = _internal_items(minutes.meeting.specific)
        blocks = [block for block in _blocks(data["content"]) if not _is_in(block, hidden)]
        data["content"] = json.dumps(blocks)
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def read(reading: MinutesReading) -> Minutes:
    """The minutes as they were sent: an object in memory, not to be saved."""
    return reading.minutes.with_content_json(reading.text)


def _is_in(block: dict, hidden: set[str]) -> bool:
    value = block["value"]
    return bool(value.get("is_internal")) or (value.get("item_uuid") or "") in hidden


def _internal_items(meeting) -> set[str]:
    items = list(meeting.agenda_items.all())
    return {str(item.uuid) for item in items} - {str(item.uuid) for item in public_items(items)}


def _blocks(content) -> list[dict]:
    return json.loads(content) if isinstance(content, str) else list(content)
