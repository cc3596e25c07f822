"""Objects before they are written: facts, what they embed, and references back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import salted_hmac

from ..zones import written
from .kinds import SCHEMA, Kind

#: Lists that ``omit_internal`` leaves out (OParl 1.1, chapter 2.5, Filter), by kind.
_INTERNAL = {
    "agendaitem": {"auxiliaryFile"},
    "meeting": {"auxiliaryFile", "agendaItem"},
    "paper": {"auxiliaryFile", "location"},
    "person": {"membership"},
    "body": {"legislativeTerm"},
}


@dataclass
class Built:
    """One public object; values of ``facts`` may be other objects, or lists of them.

    ``back`` are references to what embeds it: they are written where it stands alone.
    """

    kind: Kind
    key: str
    committee_key: UUID | None
    facts: dict[str, Any]
    back: dict[str, Any] = field(default_factory=dict)
    #: When it became public, where that is known.
    born: datetime | None = None

    @property
    def name(self) -> tuple[str, str]:
        return self.kind.name, self.key

    def embedded(self) -> Iterator[Built]:
        for value in self.facts.values():
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, Built):
                    yield each

    def digest(self) -> str:
        """What changes when anything changes that is written of it, or within it."""
        text = json.dumps(self._plain(), sort_keys=True, cls=DjangoJSONEncoder)
        return salted_hmac("rkres_wagtail.oparl", text, algorithm="sha256").hexdigest()

    def _plain(self) -> dict[str, Any]:
        def plain(value):
            if isinstance(value, list):
                return [plain(each) for each in value]
            return {"key": value.key, **value._plain()} if isinstance(value, Built) else value

        return {name: plain(value) for name, value in {**self.facts, **self.back}.items()}


def all_of(objects: Iterable[Built]) -> dict[tuple[str, str], Built]:
    """``objects`` and everything in them, by kind and key."""
    found: dict[tuple[str, str], Built] = {}
    waiting = list(objects)
    while waiting:
        each = waiting.pop()
        found[each.name] = each
        waiting += each.embedded()
    return found


class Writer:
    """Writes objects; ``records`` say when each was created and modified."""

    def __init__(self, address, records: dict, *, omit_internal: bool = False):
        self._address, self._records, self._omit = address, records, omit_internal

    def written(self, built: Built, *, is_embedded: bool = False) -> dict[str, Any]:
        facts = built.facts if is_embedded else {**built.facts, **built.back}
        omitted = _INTERNAL.get(built.kind.name, ()) if self._omit else ()
        shown = {
            name: self._value(value)
            for name, value in facts.items()
            if name not in omitted and not _is_nothing(value)
        }
        return {**self._head(built.kind, built.key, self._records[built.name]), **shown}

    def tombstone(self, kind: Kind, record) -> dict[str, Any]:
        """All that is left of an object (OParl 1.1, chapter 2.8)."""
        return {**self._head(kind, record.key, record), "deleted": True}

    def _head(self, kind: Kind, key: str, record) -> dict[str, Any]:
        return {
            "id": self._address(kind, key),
            "type": f"{SCHEMA}{kind.type}",
            "created": written(record.created_at),
            "modified": written(record.modified_at),
        }

    def _value(self, value):
        if isinstance(value, list):
            return [self._value(each) for each in value]
        return self.written(value, is_embedded=True) if isinstance(value, Built) else value


def _is_nothing(value) -> bool:
    """What is not known is left out (chapter 2.4); a list that must be there is a ``Kept``."""
    return value is None or value == "" or (value == [] and not isinstance(value, Kept))


class Kept(list):
    """A list that is written even when it is empty."""
