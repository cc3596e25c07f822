"""Taking away whatever is personal of declarations, in batches; in the caller's transaction.

Stays: target, way, sector, version of the consent, moments and the decision, so that rows can be
counted, and the membership of who was accepted. Goes: names, addresses, texts, the note of the
office, files, the secret link, and messages in the outbox.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from ..joining.removal import forget_messages
from ..models import Declaration, DeclarationFile

BATCH = 200
_GONE = {**dict.fromkeys(Declaration.PERSONAL, ""), "nonce": ""}


def empty(keys: list[int], *, now: datetime, user=None) -> int:
    """Empty these rows; say of how many something went."""
    count = 0
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        forget_messages(batch, user)
        forget_files(batch)
        rows = Declaration.objects.filter(pk__in=batch, anonymised_at=None)
        count += rows.update(**_GONE, edits=F("edits") + 1, anonymised_at=now)
    return count


def forget_files(keys: list[int]) -> int:
    files = DeclarationFile.objects.filter(declaration_id__in=keys)
    # Emptied first: deleting loads the rows.
    count = files.update(content=b"", name="")
    files.delete()
    return count
