"""Pages that say something of a consultation: a cache in front of the site forgets them with it."""

from __future__ import annotations

import swapper

from .. import front_caches
from ..bodies.tree import committee_of
from .querysets import consultation_model


def forget(key) -> None:
    """Forget a consultation in every language, the lists above it, and pages with its boxes.

    Those are the pages of its body, of who is asked, of the committee, and of its hearings. The
    number of queries depends on languages only.
    """
    if not front_caches.is_used():
        return
    twins = list(consultation_model()._default_manager.filter(translation_key=key))
    for twin in twins:
        front_caches.forget(twin, and_parent=True)
    for page in _with_boxes(twins):
        front_caches.forget(page)


def _with_boxes(twins: list):
    """Pages in all languages that show a box with one of ``twins``."""
    Page = swapper.load_model("wagtailcore", "Page")
    shown = {pk for twin in twins for pk in (twin.body_id, twin.audience_id)} - {None}
    committees = {committee.pk for twin in twins if (committee := committee_of(twin)) is not None}
    names = [field.name for field in consultation_model()._meta.get_fields()]
    if "hearings" in names:
        rows = consultation_model()._default_manager.filter(pk__in=[twin.pk for twin in twins])
        found = rows.exclude(hearings__meeting=None).order_by()
        shown |= set(found.values_list("hearings__meeting", flat=True))
    keys = Page.objects.filter(pk__in=shown | committees).order_by().values("translation_key")
    return Page.objects.filter(translation_key__in=keys, live=True).order_by("pk").specific()
