"""The seal of a remark: what shows later that nothing was changed, added or taken away.

SHA-256 over a salt, the receipt number, the moment and the texts, never over its author: so
anonymising leaves it true. The salt is told to the author only; without it nobody can try out
guessed texts.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC


def sealed_text(remark) -> str:
    """What is hashed: JSON, keys in this order, the moment in UTC to the second."""
    received = remark.submission.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = [remark.salt, remark.receipt_number, received]
    parts += [_plain(getattr(remark, name)) for name in ("place", *remark.TEXTS)]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def digest_of(remark) -> str:
    return hashlib.sha256(sealed_text(remark).encode()).hexdigest()


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
