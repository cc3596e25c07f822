"""Whatever is done to a document, in whatever order: what always holds of its sections."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from rkres_wagtail.consultations.choices import MAX_LEVEL, LineageKind
from rkres_wagtail.consultations.document import services
from rkres_wagtail.consultations.document.content import split_points
from rkres_wagtail.consultations.document.outline import Direction
from rkres_wagtail.consultations.document.returning import merged_identities, removed_from
from rkres_wagtail.consultations.document.words import digest_of, lines_of
from rkres_wagtail.consultations.models import (
    DocumentVersion,
    SectionIdentity,
    SectionLineage,
    SectionText,
)

pytestmark = pytest.mark.django_db

WORDS = "program cel wsparcie powiat gmina spółdzielnia praca usługi rynek jakość".split()


class Story:
    """An editor who does whatever comes to mind."""

    def __init__(self, page, seed: int):
        self.chance = random.Random(seed)
        self.page = page
        self.version = services.create_version(consultation=page, user=None)
        #: Every identity that ever was, and what verbs did to identities.
        self.identities: set[int] = set()
        self.lineage: list[tuple] = []
        #: How many sections came back under their own identity.
        self.returned = 0
        self.notes = 0
        for _number in range(4):
            self.add()

    def sentence(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 6)))

    def note(self) -> str:
        """A number of its own: of two equal ones, merging would change one."""
        self.notes += 1
        return str(self.notes)

    def content(self) -> list:
        rows = []
        for _number in range(self.chance.randint(0, 3)):
            rows.append(
                self.chance.choice(
                    [
                        ("text", f"<p>{self.sentence()}</p><p>{self.sentence()}</p>"),
                        ("text", f"<ul><li>{self.sentence()}</li><li>{self.sentence()}</li></ul>"),
                        ("table", {"data": [[self.sentence(), self.sentence()]]}),
                        ("note", {"number": self.note(), "text": f"<p>{self.sentence()}</p>"}),
                    ]
                )
            )
        return rows

    def rows(self) -> list[SectionText]:
        return list(self.version.texts.order_by("position"))

    def any_row(self) -> SectionText:
        rows = self.rows()
        return self.chance.choice(rows) if rows else self.add()

    def lines(self) -> Counter:
        found = Counter()
        for row in self.rows():
            found.update([row.heading, *lines_of(row.content)])
        return found

    # Steps: each says which lines it may have added or taken away.

    def add(self):
        rows = self.rows()
        after = self.chance.choice([None, *rows])
        last = after or (rows[-1] if rows else None)
        level = self.chance.randint(1, min(MAX_LEVEL, last.level + 1 if last else 1))
        row = services.add_section(
            version=self.version,
            title=self.sentence(),
            number=str(self.chance.randint(1, 99)),
            level=level,
            content=self.content(),
            after=after,
            user=None,
        )
        self.identities.add(row.identity_id)
        return row

    def edit(self):
        row = self.any_row()
        services.change_section(
            section=row, title=self.sentence(), content=self.content(), user=None
        )

    def move(self):
        row, before = self.any_row(), self.lines()
        services.move_section(
            section=row, direction=self.chance.choice(Direction.values), user=None
        )
        self.lineage.append((LineageKind.MOVE, row.identity_id, row.identity_id))
        assert self.lines() == before

    def split(self):
        row, before = self.any_row(), self.lines()
        points = split_points(row.content)
        if not points:
            return
        point = self.chance.choice(points)
        merged = [*SectionIdentity.objects.filter(pk__in=merged_identities(row)), None]
        identity = self.chance.choice(merged)
        new = services.split_section(
            section=row,
            at_block=point.block,
            at_element=point.element,
            title="Nowa",
            identity=identity,
            user=None,
        )
        if identity is not None:
            assert new.identity == identity
            self.returned += 1
        self.identities.add(new.identity_id)
        self.lineage.append((LineageKind.SPLIT, row.identity_id, new.identity_id))
        assert self.lines() == before + Counter(["Nowa"])

    def merge(self):
        row, before = self.any_row(), self.lines()
        target = services.merge_section(section=row, user=None)
        self.lineage.append((LineageKind.MERGE, row.identity_id, target.identity_id))
        assert self.lines() == before

    def remove(self):
        row, before = self.any_row(), self.lines()
        gone = Counter([row.heading, *lines_of(row.content)])
        services.remove_section(section=row, user=None)
        assert self.lines() == before - gone

    def restore(self):
        removed, before = removed_from(self.version), self.lines()
        if not removed:
            return
        text = self.chance.choice(removed)
        row = services.restore_section(version=self.version, text=text, user=None)
        assert row.identity == text.identity
        text = SectionText.objects.get(pk=text.pk)
        assert self.lines() == before + Counter([text.heading, *lines_of(text.content)])
        self.returned += 1

    def new_version(self):
        self.version = services.create_version(
            consultation=self.page, based_on=self.version, user=None
        )

    def publish(self):
        services.publish_version(version=self.version, changes="Zmiany.", user=None)
        self.new_version()

    def step(self):
        verbs = [self.add, self.edit, self.edit, self.move, self.move, self.move, self.split]
        verbs += [self.split, self.merge, self.merge, self.remove, self.new_version, self.publish]
        verbs += [self.restore, self.restore]
        try:
            self.chance.choice(verbs)()
        except ValidationError:
            pass  # what cannot be is refused and changes nothing: ``check`` sees

    def check(self):
        assert set(SectionIdentity.objects.values_list("pk", flat=True)) == self.identities
        for version in DocumentVersion.objects.all():
            rows = list(version.texts.order_by("position"))
            assert [row.position for row in rows] == list(range(len(rows)))
            assert len({row.identity_id for row in rows}) == len(rows)
            before = 0
            for row in rows:
                assert 1 <= row.level <= min(before + 1, MAX_LEVEL)
                before = row.level
                assert row.digest == digest_of(row)
        recorded = SectionLineage.objects.order_by("pk").values_list(
            "kind", "source_id", "target_id"
        )
        moves = [row for row in self.lineage if row[0] == LineageKind.MOVE]
        others = [row for row in self.lineage if row[0] != LineageKind.MOVE]
        assert [row for row in recorded if row[0] != LineageKind.MOVE] == others
        # A move is recorded once a version, however often it is done.
        assert {row for row in recorded if row[0] == LineageKind.MOVE} == set(moves)


@pytest.mark.parametrize("seed", range(4))
def test_identities_hold_whatever_is_done(consultation, seed):
    story = Story(consultation(), seed)
    for number in range(60):
        story.step()
        if number % 10 == 0:
            story.check()
    story.check()
    story.add()
    story.new_version()
    services.remove_section(section=story.any_row(), user=None)
    story.restore()
    story.check()
    kinds = {kind for kind, _source, _target in story.lineage}
    assert kinds == set(LineageKind.values)
    assert story.returned


def test_what_was_published_stays_as_it_was(consultation):
    """However much is written afterwards, texts that were open to answers stay to the letter."""
    from datetime import timedelta

    from tests.factories import RoundFactory

    page = consultation()
    story = Story(page, 77)
    services.publish_version(version=story.version, user=None)
    now = timezone.now()
    RoundFactory(
        consultation=page, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=9)
    )
    frozen = story.version

    def state():
        return list(frozen.texts.order_by("pk").values())

    before = state()
    for _number in range(15):
        story.step()  # all refused, but for a new version
    story.new_version()
    for _number in range(30):
        story.step()
    assert state() == before
