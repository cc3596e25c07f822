"""Words of public remarks and answers, for the index of the consultation's page."""

from __future__ import annotations

from django.utils import timezone

from .boxes import public_scope
from .scope import table_report
from .texts import public_text

#: Characters of one page's remarks in the index: an index of more would find it for any word.
MOST = 200_000


def words(page) -> str:
    """What the public reads of remarks; nothing of a report that ends by itself."""
    source, now = page.source, timezone.now()
    report = table_report(source, now)
    if report is not None and report.expire_at is not None:
        return ""
    rows, has_answers = public_scope(source, now)
    found, length = [], 0
    for remark in rows.readable().for_table().iterator(chunk_size=500):
        texts = [public_text(remark, name) for name in ("place", *remark.TEXTS)]
        if has_answers and remark.response is not None and not remark.response.gap:
            texts += [remark.response.position, remark.response.reasons]
        texts = list(filter(None, texts))
        found += texts
        length += sum(map(len, texts))
        if length > MOST:
            break
    return " ".join(found)[:MOST]
