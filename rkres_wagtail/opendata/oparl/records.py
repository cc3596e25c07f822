"""Records of what is public: made, brought up to date and closed; safe for two at once.

A change is dated when it is found, never earlier: whoever asked in between for what was
modified since then will be told next time (OParl 1.1, chapter 2.5, Aktualisierungsmechanismus).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Site

from ..models import OpenRecord, this_second
from .objects import Built, all_of
from .sources import everything
from .world import World

#: Keys that one query asks for.
MANY = 500


def of_site(site: Site) -> QuerySet[OpenRecord]:
    return OpenRecord.objects.filter(site=site)


def stamped(world: World, objects: Iterable[Built]) -> dict[tuple[str, str], OpenRecord]:
    """Records of ``objects`` and of all that they embed; what is new or changed is written."""
    by_kind: dict[str, dict[str, Built]] = defaultdict(dict)
    for (kind, key), built in all_of(objects).items():
        by_kind[kind][key] = built
    found: dict[tuple[str, str], OpenRecord] = {}
    for kind, wanted in by_kind.items():
        keys = sorted(wanted)
        for start in range(0, len(keys), MANY):
            part = {key: wanted[key] for key in keys[start : start + MANY]}
            for record in _stamped(world.site, kind, part):
                found[kind, record.key] = record
    return found


def _stamped(site: Site, kind: str, wanted: dict[str, Built]) -> list[OpenRecord]:
    known = {record.key: record for record in of_site(site).filter(kind=kind, key__in=list(wanted))}
    new, changed, now = [], [], this_second()
    for key, built in wanted.items():
        digest, record = built.digest(), known.get(key)
        if record is None:
            new.append(_new(site, kind, built, digest, now))
        elif record.digest != digest or record.deleted_at is not None:
            record.digest, record.modified_at, record.deleted_at = digest, now, None
            record.committee_key = built.committee_key
            changed.append(record)
    # Another process may have been first.
    OpenRecord.objects.bulk_create(new, batch_size=MANY, ignore_conflicts=True)
    fields = ["digest", "modified_at", "deleted_at", "committee_key"]
    OpenRecord.objects.bulk_update(changed, fields, batch_size=MANY)
    return [*known.values(), *new]


def _new(site: Site, kind: str, built: Built, digest: str, now) -> OpenRecord:
    born = built.born.replace(microsecond=0) if built.born else now
    return OpenRecord(
        site=site,
        kind=kind,
        key=built.key,
        committee_key=built.committee_key,
        digest=digest,
        created_at=min(born, now),
        modified_at=now,
    )


def close(site: Site, ids: Iterable[int]) -> int:
    """Let what is gone be gone: nothing of it is kept but that it was there."""
    ids, closed, now = list(ids), 0, this_second()
    for start in range(0, len(ids), MANY):
        rows = of_site(site).filter(pk__in=ids[start : start + MANY], deleted_at=None)
        closed += rows.update(deleted_at=now, modified_at=now, digest="")
    return closed


@dataclass(frozen=True)
class Reconciled:
    """How many objects are public, and how many are so no longer."""

    public: int
    gone: int


def reconcile(site: Site) -> Reconciled:
    """Compare all that is public now with the records of it.

    A constant number of queries for every 200 pages or rows and every 500 records.
    """
    world = World(site)
    # Before looking: what another process finds meanwhile was not to be seen here.
    live = of_site(site).filter(deleted_at=None)
    before = list(live.values_list("pk", "kind", "key"))
    seen: set[tuple[str, str]] = set()
    with world.speaking():
        for chunk in everything(world):
            seen |= set(stamped(world, chunk))
    gone = [pk for pk, kind, key in before if (kind, key) not in seen]
    return Reconciled(public=len(seen), gone=close(site, gone))
