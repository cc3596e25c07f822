"""Groups of like remarks on one consultation; counted anew only when texts have changed."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.cache import cache
from django.db.models import Count, Max
from django.db.models.functions import Left

from ..models import Remark, RemarkText
from .likeness import group_alike

#: Letters of each text that are read: more than ``likeness`` compares of usual words.
LETTERS = 4000
_SECONDS = 600

#: ``[[(key, likeness to the first one), …], …]``
Groups = list[list[tuple[int, float]]]


def groups_of(page) -> Groups:
    """Like remarks that need an answer, whether they have it or not; the largest group first."""
    rows = Remark.objects.of(page).to_answer()
    state = rows.order_by().aggregate(count=Count("pk"), last=Max("pk"))
    # A correction leaves the former text; withdrawing and erasing lessen the count.
    changes = RemarkText.objects.filter(
        remark__consultation__translation_key=page.translation_key
    ).count()
    key = f"rkres_wagtail.groups.{page.translation_key}.{state['count']}.{state['last']}.{changes}"
    found = cache.get(key)
    if found is None:
        found = [group.members for group in group_alike(_texts(rows))]
        cache.set(key, found, _SECONDS)
    return found


def _texts(rows) -> Iterator[tuple[int, str, list[str]]]:
    """A text at a time: what is kept of it is its sketch."""
    texts = {f"text_{name}": Left(name, LETTERS) for name in Remark.TEXTS}
    found = rows.order_by("number").annotate(**texts)
    for key, fingerprint, *rest in found.values_list("pk", "fingerprint", *texts).iterator(1000):
        yield key, fingerprint, rest
