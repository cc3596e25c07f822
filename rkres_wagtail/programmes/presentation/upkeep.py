"""What follows from a change of a tree: the index and the caches of the programme's pages."""

from __future__ import annotations

from dataclasses import dataclass, field

import swapper
from django.db import transaction
from wagtail.search import index

from ... import front_caches
from ...bodies.tree import committee_of
from ..models import ProgrammeLink, ProgrammeNode
from ..querysets import programmes

#: More paths are not asked of a cache at once: it keeps them a minute at most.
_MOST_PATHS = 500


@dataclass(eq=False)
class _Tell:
    """What is called after the commit; those that share ``told`` are one."""

    programme_id: int
    told: set = field(default_factory=set)

    def __call__(self) -> None:
        if not self.told:
            self.told.add(self.programme_id)
            page = programmes().filter(pk=self.programme_id).first()
            if page is not None:
                tell_pages(page)


def changed(programme_id: int) -> None:
    """Say that the tree of a programme (its canonical page) has changed; once a transaction."""
    connection = transaction.get_connection()
    now, told = set(connection.savepoint_ids), set()
    for sids, function, *_rest in reversed(connection.run_on_commit):
        if isinstance(function, _Tell) and function.programme_id == programme_id:
            if function.told:
                break
            if set(sids) <= now:
                # It waits already, whichever savepoint is rolled back from here on.
                return
            told = function.told
    transaction.on_commit(_Tell(programme_id, told))


def tell_pages(page) -> None:
    """Renew the index of the programme in every language, and let caches forget what shows it."""
    twins = list(programmes().filter(translation_key=page.translation_key))
    for twin in twins:
        index.insert_or_update_object(twin)
    if not front_caches.is_used():
        return
    for twin in twins:
        front_caches.forget(twin)
        committee = committee_of(twin)
        if committee is not None:
            front_caches.forget(committee)
    for other in _linked(page):
        front_caches.forget(other)


def _linked(page) -> list:
    """Pages that name the programme: the ends of its links, and programmes it points to."""
    Page = swapper.load_model("wagtailcore", "Page")
    links = ProgrammeLink.objects.of(page).order_by()
    keys = {
        *links.exclude(target_page=None).values_list("target_page__translation_key", flat=True),
        *links.exclude(section=None).values_list(
            "section__consultation__translation_key", flat=True
        ),
        *links.exclude(remark=None).values_list("remark__consultation__translation_key", flat=True),
    }
    own = ProgrammeNode.objects.of(page).values("pk")
    for others in (
        ProgrammeNode.objects.filter(pointed_from__in=own),
        ProgrammeNode.objects.filter(points_to__in=own),
    ):
        keys |= set(others.order_by().values_list("programme__translation_key", flat=True))
    keys.discard(page.translation_key)
    return list(Page.objects.filter(translation_key__in=keys, live=True).order_by("pk"))


def cached_paths_below(page) -> list[str]:
    """Paths of the elements' pages, which a front cache forgets with the programme's."""
    pattern = page.reverse_subpage("node", kwargs={"key": "KEY"})
    rows = ProgrammeNode.objects.of(page).order_by("position", "pk").values_list("uuid", flat=True)
    return [f"/{pattern.replace('KEY', uuid.hex[:12])}" for uuid in rows[:_MOST_PATHS]]


def on_page(sender, instance, **kwargs) -> None:
    """A programme that appears or goes changes the pages that name it."""
    from ..pages import ProgrammePageMixin

    if isinstance(instance, ProgrammePageMixin):
        changed(instance.pk)
