"""What an editor saw: a short name of an element's state, to notice somebody else's change."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from ..models import ProgrammeNode

#: Names that the editor of rich text gives to paragraphs; they say nothing.
_KEYS = re.compile(r' data-block-key="[^"]*"')


def state_of(node: ProgrammeNode) -> str:
    """Changes with every change of what an element says; not with its place."""
    text = _KEYS.sub("", node.description)
    points = sorted(node.points_to.values_list("pk", flat=True)) if node.pk else []
    stored = [node.number, node.title, node.kind, text, points]
    return sha256(json.dumps(stored).encode()).hexdigest()[:32]
