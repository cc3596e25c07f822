"""What an editor saw: a short name of a section's state, to notice somebody else's change."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from ..models import SectionText

#: Names that the editor of rich text gives to paragraphs; they say nothing either.
_KEYS = re.compile(r' data-block-key="[^"]*"')


def state_of(section: SectionText) -> str:
    """Changes with every change of number, heading or text; forms are told apart, too."""
    stored = [section.number, section.title, list(section.content.get_prep_value())]
    text = json.dumps(_without_ids(stored), sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:32]


def _without_ids(value):
    """Wagtail gives blocks an ``id`` on saving; it says nothing."""
    if isinstance(value, dict):
        return {name: _without_ids(each) for name, each in value.items() if name != "id"}
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, str):
        return _KEYS.sub("", value)
    return value
