"""What a profile asks for of one object, in terms of its model's fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from . import keys


@dataclass(frozen=True)
class Ref:
    """A reference to another object of the profile, by its full key (``"tiers.forum"``)."""

    key: str


@dataclass
class Spec:
    """One object: its full key, its model, and the fields that the profile owns."""

    key: str
    path: tuple
    model: str
    label: str
    #: Model field -> value. ``Ref`` where it leads to an object, pairs of (block, value) for
    #: a StreamField or for rows that belong to a page.
    fields: dict[str, Any] = field(default_factory=dict)
    #: Model field -> key in the profile, for messages.
    names: dict[str, str] = field(default_factory=dict)
    #: Of the lists among the fields: what the profile knows each entry by.
    entries: dict[str, list[str]] = field(default_factory=dict)
    #: Model field -> value of a new object, which the profile does not own afterwards.
    initial: dict[str, Any] = field(default_factory=dict)
    #: Pages only: full key of the parent's spec (None: the page given to the command), address.
    parent: str | None = None
    slug: str = ""
    #: What the address is made of where ``slug`` does not say it; left out: the label.
    slug_base: str = ""
    is_page: bool = False

    def set(self, field_name: str, value: Any, name: str) -> None:
        self.fields[field_name] = value
        self.names[field_name] = name

    def set_list(self, field_name: str, entries: list[tuple], name: str) -> None:
        """``entries``: pairs of what the profile knows each by and (block, value)."""
        self.set(field_name, [pair for _key, pair in entries], name)
        self.entries[field_name] = [key for key, _pair in entries]

    def model_class(self) -> type:
        return apps.get_model(self.model)


def read_fields(spec: Spec, item: dict, fields: keys.Fields) -> None:
    for name, (field_name, reader) in fields.items():
        value: Any = item
        for part in name.split("."):
            value = value.get(part) if value is not None else None
        if value is not None:
            spec.set(field_name, reader(value) if reader else value, name)


def entries_of(block: str, items: list[dict], default: dict) -> list[tuple]:
    """Entries of a list that a page keeps as blocks: their keys are the file's own matter."""
    return [
        (item["key"], (block, {**default, **{k: v for k, v in item.items() if k != "key"}}))
        for item in items
    ]
