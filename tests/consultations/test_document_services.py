"""Verbs of the consulted document, and what they never do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import PageLogEntry

from rkres_wagtail.consultations.choices import LineageKind, VersionKind
from rkres_wagtail.consultations.document import locking, rules, services
from rkres_wagtail.consultations.document.states import state_of
from rkres_wagtail.consultations.document.words import lines_of
from rkres_wagtail.consultations.models import DocumentVersion, SectionIdentity, SectionText
from rkres_wagtail.deletion import RecordsProtected
from tests.factories import ConsultationPageFactory, RoundFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECOND = timedelta(seconds=1)


@pytest.fixture
def draft(consultation, version):
    """A draft of three sections, of a consultation without rounds."""
    return version(consultation(), number=1, draft=True, sections=3)


def a_file(title: str = "Projekt"):
    file = ContentFile(b"tekst", name="projekt.txt")
    return get_document_model().objects.create(title=title, file=file)


def texts(version) -> list:
    return list(version.texts.order_by("position"))


def shape(version) -> list[tuple[int, str]]:
    return [(row.level, row.title) for row in texts(version)]


def write(version, *rows) -> dict:
    """Sections by title: ``("1", "A")`` is a level and a title."""
    return {
        title: services.add_section(version=version, title=title, level=level, user=None)
        for level, title in rows
    }


def text_of(section, html: str):
    return services.change_section(section=section, content=[("text", html)], user=None)


# Texts --------------------------------------------------------------------------------------------


def test_split_and_merged_again(draft):
    first = texts(draft)[0]
    content = [("text", "<p>raz</p><p>dwa</p>"), ("text", "<p>trzy</p>")]
    first = services.change_section(section=first, content=content, user=None)
    second = services.split_section(
        section=first, at_block=0, at_element=1, title="Nowa", user=None
    )
    first.refresh_from_db()
    assert lines_of(first.content) == ["raz"]
    assert lines_of(second.content) == ["dwa", "trzy"]
    assert second.identity != first.identity
    merged = services.merge_section(section=second, user=None)
    assert merged.identity == first.identity
    assert lines_of(merged.content) == ["raz", "Nowa", "dwa", "trzy"]
    assert [(row.kind, row.source, row.target) for row in draft.lineage.all()] == [
        (LineageKind.SPLIT, first.identity, second.identity),
        (LineageKind.MERGE, second.identity, first.identity),
    ]
    assert SectionIdentity.objects.filter(pk=second.identity_id).exists()


def test_sections_under_a_split_one_stand_under_the_new_one(draft):
    rows = write(draft, (1, "A"), (2, "A.1"))
    section = text_of(rows["A"], "<p>raz</p><p>dwa</p>")
    services.split_section(section=section, at_block=0, at_element=1, title="B", user=None)
    assert shape(draft)[3:] == [(1, "A"), (1, "B"), (2, "A.1")]


def test_footnotes_go_with_what_refers_to_them(draft):
    content = [
        ("text", "<p>raz<sup>1</sup></p>"),
        ("text", "<p>dwa<sup>2</sup></p>"),
        ("note", {"number": "1", "text": "pierwszy"}),
        ("note", {"number": "2", "text": "drugi"}),
    ]
    first = services.change_section(section=texts(draft)[0], content=content, user=None)
    second = services.split_section(section=first, at_block=1, title="B", user=None)
    first.refresh_from_db()
    assert lines_of(first.content) == ["raz1", "1 pierwszy"]
    assert lines_of(second.content) == ["dwa2", "2 drugi"]


def test_footnotes_before_the_text_go_with_it_too(draft):
    content = [
        ("note", {"number": "[1]", "text": "pierwszy"}),
        ("note", {"number": "2", "text": "drugi"}),
        ("text", "<p>raz<sup>2</sup> m<sup>3</sup></p>"),
        ("note", {"number": "3", "text": "trzeci"}),
        ("text", "<p>dwa<sup>1</sup> i<sup>3</sup></p>"),
    ]
    first = services.change_section(section=texts(draft)[0], content=content, user=None)
    second = services.split_section(section=first, at_block=4, title="B", user=None)
    first.refresh_from_db()
    assert lines_of(first.content) == ["2 drugi", "raz2 m3"]
    assert lines_of(second.content) == ["dwa1 i3", "[1] pierwszy", "3 trzeci"]


def test_merged_footnotes_keep_saying_what_they_said(draft):
    first, second = texts(draft)[:2]
    note = {"number": "1", "text": "pierwszy"}
    services.change_section(
        section=first, content=[("text", "<p>raz<sup>1</sup></p>"), ("note", note)], user=None
    )
    content = [
        ("text", "<p>dwa<sup>1</sup> m<sup>2</sup> trzy<sup>[2]</sup> i<sup>*</sup></p>"),
        ("note", {"number": "1)", "text": "drugi"}),
        ("note", {"number": "2", "text": "trzeci"}),
        ("note", {"number": "*", "text": "czwarty"}),
    ]
    second = services.change_section(section=second, content=content, user=None)
    merged = services.merge_section(section=second, user=None)
    assert lines_of(merged.content) == [
        "raz1", "1 pierwszy", second.heading, "dwa3 m2 trzy[2] i*", "3) drugi", "2 trzeci",
        "* czwarty",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "element"), [(0, 0), (0, 2), (0, 9), (1, 1), (5, 0), (-1, 0), (0, -1)]
)
def test_a_part_without_text_is_no_section(draft, block, element):
    first = text_of(texts(draft)[0], "<p>raz</p><p>dwa</p>")
    with pytest.raises(ValidationError):
        services.split_section(
            section=first, at_block=block, at_element=element, title="B", user=None
        )
    assert len(texts(draft)) == 3


def test_what_is_refused_of_levels(draft):
    with pytest.raises(ValidationError) as caught:
        write(draft, (3, "Za głęboko"))
    assert "level" in caught.value.message_dict
    rows = write(draft, (1, "A"), (2, "A.1"), (1, "B"))
    for section, direction in (
        (texts(draft)[0], "up"),
        (texts(draft)[0], "deeper"),
        (rows["B"], "down"),
        (rows["A.1"], "deeper"),
        (rows["A.1"], "up"),
        (rows["A"], "shallower"),
    ):
        before = shape(draft)
        with pytest.raises(ValidationError):
            services.move_section(section=section, direction=direction, user=None)
        assert shape(draft) == before


def test_a_section_moves_with_what_is_under_it(draft):
    rows = write(draft, (1, "A"), (2, "A.1"), (3, "A.1.1"), (1, "B"))
    services.move_section(section=rows["B"], direction="up", user=None)
    assert shape(draft)[3:] == [(1, "B"), (1, "A"), (2, "A.1"), (3, "A.1.1")]
    services.move_section(section=rows["A"], direction="deeper", user=None)
    assert shape(draft)[3:] == [(1, "B"), (2, "A"), (3, "A.1"), (4, "A.1.1")]
    services.move_section(section=rows["A"], direction="shallower", user=None)
    assert shape(draft)[3:] == [(1, "B"), (1, "A"), (2, "A.1"), (3, "A.1.1")]
    moves = draft.lineage.filter(kind=LineageKind.MOVE)
    assert {row.source for row in moves} == {rows["A"].identity, rows["B"].identity}
    assert all(row.source == row.target for row in moves)


def test_removing_keeps_what_is_under_it(draft):
    rows = write(draft, (1, "A"), (2, "A.1"), (3, "A.1.1"), (2, "A.2"), (1, "B"))
    services.remove_section(section=rows["A"], user=None)
    assert shape(draft)[3:] == [(1, "A.1"), (2, "A.1.1"), (1, "A.2"), (1, "B")]
    assert SectionIdentity.objects.filter(pk=rows["A"].identity_id).exists()


def test_merging_never_turns_the_order_of_reading(draft):
    rows = write(draft, (1, "A"), (2, "A.1"), (3, "A.1.1"), (1, "B"))
    with pytest.raises(ValidationError):
        services.merge_section(section=rows["B"], user=None)
    services.merge_section(section=rows["A.1"], user=None)
    assert shape(draft)[3:] == [(1, "A"), (2, "A.1.1"), (1, "B")]


def test_a_new_section_stands_after_a_whole_branch(draft):
    rows = write(draft, (1, "A"), (2, "A.1"), (1, "B"))
    services.add_section(version=draft, title="X", after=rows["A"], user=None)
    services.add_section(version=draft, title="A.0", level=2, after=rows["A"], user=None)
    assert shape(draft)[3:] == [(1, "A"), (2, "A.0"), (2, "A.1"), (1, "X"), (1, "B")]
    assert [row.position for row in texts(draft)] == list(range(8))


def test_numbering(draft):
    write(draft, (2, "3.1"), (3, "3.1.1"), (2, "3.2"), (1, "4"), (2, "4.1"))
    services.renumber(version=draft, user=None)
    assert [row.number for row in texts(draft)] == [
        "1", "2", "3", "3.1", "3.1.1", "3.2", "4", "4.1",
    ]  # fmt: skip


def test_hostile_text_is_cleaned(draft):
    html = (
        '<p onclick="x()">Dobrze <script>alert(1)</script><b>mocno</b> '
        '<a href="javascript:x()">tu</a></p><iframe src="//zly.example"></iframe>'
        "<h2>Śródtytuł</h2><img src=x onerror=x()>"
    )
    section = text_of(texts(draft)[0], html)
    stored = SectionText.objects.get(pk=section.pk).content[0].value.source
    for bad in ("script", "onclick", "iframe", "onerror", "<h2", "<img"):
        assert bad not in stored.replace("alert", ""), stored
    assert "javascript:" not in stored
    assert "Śródtytuł" in stored and "<b>mocno</b>" in stored


@pytest.mark.parametrize(
    "content",
    [
        [("script", "x")],
        [("table", [1, 2])],
        [("table", {"data": "x"})],
        [("table", {"data": [[{"x": 1}]]})],
    ],
)
def test_what_is_no_text_is_refused(draft, content):
    before = texts(draft)[0].digest
    with pytest.raises(ValidationError):
        services.change_section(section=texts(draft)[0], content=content, user=None)
    assert texts(draft)[0].digest == before


def test_at_most_so_many_sections(draft, settings):
    settings.RKRES_WAGTAIL_DOCUMENT_MAX_SECTIONS = 3
    with pytest.raises(ValidationError):
        services.add_section(version=draft, title="Czwarta", user=None)
    section = text_of(texts(draft)[0], "<p>raz</p><p>dwa</p>")
    with pytest.raises(ValidationError):
        services.split_section(section=section, at_block=0, at_element=1, title="B", user=None)


def test_a_section_of_another_version_is_not_taken(draft, consultation, version):
    other = version(consultation(), number=1, draft=True, sections=1)
    stranger = texts(other)[0]
    stranger.version = draft
    with pytest.raises(ValidationError):
        services.remove_section(section=stranger, user=None)
    with pytest.raises(ValidationError):
        services.add_section(version=draft, title="X", after=stranger, user=None)
    with pytest.raises(ValidationError):
        services.create_version(consultation=draft.consultation, based_on=other, user=None)


# Two editors --------------------------------------------------------------------------------------


def test_the_second_of_two_editors_is_told(draft):
    seen = draft.edits
    services.move_section(section=texts(draft)[1], direction="up", edits=seen, user=None)
    with pytest.raises(ValidationError) as caught:
        services.move_section(section=texts(draft)[1], direction="up", edits=seen, user=None)
    assert caught.value.code == "stale"


def test_other_sections_may_be_written_at_the_same_time(draft):
    first, second, _third = texts(draft)
    seen = {row.pk: state_of(row) for row in (first, second)}
    services.change_section(section=first, title="Raz", state=seen[first.pk], user=None)
    services.change_section(section=second, title="Dwa", state=seen[second.pk], user=None)
    with pytest.raises(ValidationError) as caught:
        services.change_section(section=first, title="Trzy", state=seen[first.pk], user=None)
    assert caught.value.code == "stale"
    assert texts(draft)[0].title == "Raz"


def test_saving_what_did_not_change_counts_nothing(draft):
    before = draft.edits
    section = texts(draft)[0]
    services.change_section(
        section=section, title=section.title, content=section.content, user=None
    )
    draft.refresh_from_db()
    assert draft.edits == before


def test_pressed_twice_makes_one_version(draft):
    make = {"consultation": draft.consultation, "based_on": draft, "number": 2, "user": None}
    services.create_version(**make)
    with pytest.raises(ValidationError):
        services.create_version(**make)
    assert DocumentVersion.objects.count() == 2


# Frozen -------------------------------------------------------------------------------------------


def every_verb(version) -> dict:
    first, second, third = texts(version)
    file = version.files.get()
    return {
        "add": lambda: services.add_section(version=version, title="X", user=None),
        "change": lambda: services.change_section(section=first, title="X", user=None),
        "move": lambda: services.move_section(section=second, direction="up", user=None),
        "split": lambda: services.split_section(
            section=first, at_block=0, at_element=1, title="X", user=None
        ),
        "merge": lambda: services.merge_section(section=second, user=None),
        "remove": lambda: services.remove_section(section=third, user=None),
        "renumber": lambda: services.renumber(version=version, user=None),
        "describe": lambda: services.change_version(
            version=version, kind=VersionKind.ADOPTED, title="X", changes="Y", user=None
        ),
        "delete": lambda: services.delete_version(version=version, user=None),
        "add a file": lambda: services.add_file(version=version, document=file.document, user=None),
        "change a file": lambda: services.change_file(
            file=file, document=file.document, title="X", access=file.access, user=None
        ),
        "remove a file": lambda: services.remove_file(file=file, user=None),
        "move a file": lambda: services.move_file(file=file, up=True, user=None),
        "publish": lambda: services.publish_version(version=version, changes="X", user=None),
    }


def facts(version) -> tuple:
    return (
        list(DocumentVersion.objects.order_by("pk").values()),
        list(SectionText.objects.order_by("pk").values()),
        list(version.files.values()),
        list(version.lineage.values()),
    )


@pytest.fixture
def published(consultation, version):
    """Published ten days ago; a round that opens and closes as a test says."""
    page = consultation()
    found = version(
        page, number=1, sections=3, published_at=timezone.now() - timedelta(days=10), title="T"
    )
    text_of(texts(found)[0], "<p>raz</p><p>dwa</p>")
    services.add_file(version=found, document=a_file(), user=None)
    return found


@pytest.mark.parametrize("is_over", [False, True])
def test_nothing_changes_a_frozen_text(published, is_over):
    now = timezone.now()
    _round(published, now - timedelta(days=5), now + timedelta(days=-1 if is_over else 5))
    before = facts(published)
    for name, verb in every_verb(published).items():
        with pytest.raises(ValidationError):
            verb()
        assert facts(published) == before, name


def _round(version, starts_at, ends_at):
    return RoundFactory(consultation=version.consultation, starts_at=starts_at, ends_at=ends_at)


def test_immutable_from_the_second_of_opening(published):
    opens = timezone.now() + timedelta(days=1)
    row = _round(published, opens, opens + timedelta(days=20))
    assert rules.frozen_reason(published, opens - SECOND) == ""
    assert "konsultacje trwają do" in rules.frozen_reason(published, opens).lower()
    assert rules.frozen_reason(published, row.ends_at).startswith("Na ten tekst")


def test_a_round_that_was_over_before_publishing_freezes_nothing(published):
    start = published.published_at - timedelta(days=30)
    row = _round(published, start, published.published_at)
    assert rules.frozen_reason(published, timezone.now()) == ""
    row.ends_at = published.published_at + SECOND
    row.save()
    assert rules.frozen_reason(published, timezone.now())


def test_a_draft_may_be_written_while_a_round_is_open(draft):
    now = timezone.now()
    _round(draft, now - timedelta(days=5), now + timedelta(days=5))
    write(draft, (1, "Nowa"))
    assert shape(draft)[-1] == (1, "Nowa")


# Versions -----------------------------------------------------------------------------------------


def test_a_new_version_has_the_same_sections(published):
    copy = services.create_version(
        consultation=published.consultation, based_on=published, user=None
    )
    assert copy.number == 2
    assert not copy.is_published
    assert [row.identity for row in texts(copy)] == [row.identity for row in texts(published)]
    assert [row.digest for row in texts(copy)] == [row.digest for row in texts(published)]
    assert [file.document for file in copy.files.all()] == [
        file.document for file in published.files.all()
    ]


def test_publishing_asks_for_a_text_and_for_what_changed(consultation):
    page = consultation()
    first = services.create_version(consultation=page, user=None)
    with pytest.raises(ValidationError):
        services.publish_version(version=first, user=None)
    write(first, (1, "A"))
    services.publish_version(version=first, user=None)
    second = services.create_version(consultation=page, based_on=first, user=None)
    with pytest.raises(ValidationError) as caught:
        services.publish_version(version=second, changes="  ", user=None)
    assert "changes" in caught.value.message_dict
    done = services.publish_version(version=second, changes="Poprawiono cel 2.", user=None)
    assert done.changes == "Poprawiono cel 2." and not done.is_erratum


def test_published_while_a_round_is_open_is_an_erratum(published):
    now = timezone.now()
    second = services.create_version(
        consultation=published.consultation, based_on=published, user=None
    )
    _round(published, now - timedelta(days=5), now + timedelta(days=5))
    done = services.publish_version(version=second, changes="Literówka.", user=None)
    assert done.is_erratum
    assert rules.frozen_reason(done, timezone.now())
    published.refresh_from_db()
    assert published.is_published and not published.is_erratum


def test_the_first_text_of_an_open_round_is_no_erratum(draft):
    now = timezone.now()
    _round(draft, now - timedelta(days=5), now + timedelta(days=5))
    assert not services.publish_version(version=draft, user=None).is_erratum


def test_the_public_never_goes_back_to_a_lower_number(draft):
    second = services.create_version(consultation=draft.consultation, based_on=draft, user=None)
    services.publish_version(version=second, user=None)
    with pytest.raises(ValidationError):
        services.publish_version(version=draft, changes="X", user=None)


def test_what_others_were_made_from_is_not_deleted(draft):
    second = services.create_version(consultation=draft.consultation, based_on=draft, user=None)
    with pytest.raises(ValidationError):
        services.delete_version(version=draft, user=None)
    identities = SectionIdentity.objects.count()
    services.delete_version(version=second, user=None)
    services.delete_version(version=draft, user=None)
    assert SectionIdentity.objects.count() == identities
    assert not DocumentVersion.objects.exists()


def test_nothing_deletes_a_text_after_the_opening(published):
    now = timezone.now()
    _round(published, now - timedelta(days=5), now + timedelta(days=5))
    page = published.consultation
    with pytest.raises(ValidationError):
        services.delete_version(version=published, user=None)
    with pytest.raises((RecordsProtected, ProtectedError)), transaction.atomic():
        page.delete()
    with pytest.raises((RecordsProtected, ProtectedError)), transaction.atomic():
        page.get_parent().delete()
    assert DocumentVersion.objects.filter(pk=published.pk).exists()


def test_a_published_text_never_becomes_empty(published):
    rows = texts(published)
    services.remove_file(file=published.files.get(), user=None)
    services.remove_section(section=rows[0], user=None)
    services.remove_section(section=rows[1], user=None)
    with pytest.raises(ValidationError):
        services.remove_section(section=rows[2], user=None)


def test_files_in_order(draft):
    first, second = (
        services.add_file(version=draft, document=a_file(), title=title, user=None)
        for title in ("A", "B")
    )
    services.move_file(file=second, up=True, user=None)
    assert list(draft.files.all()) == [second, first]
    with pytest.raises(ValidationError):
        services.move_file(file=second, up=True, user=None)


def test_a_foreign_language_page_has_the_same_document(draft, index):
    stranger = ConsultationPageFactory(parent=index)
    assert services.create_version(consultation=stranger, user=None).number == 1
    assert services.create_version(consultation=draft.consultation, user=None).number == 2


def test_the_history_tells(draft):
    user = create_user("redaktor")
    services.change_section(section=texts(draft)[0], title="Cele", number="1", user=user)
    entry = PageLogEntry.objects.filter(action="rkres_wagtail.section_edit").get()
    assert entry.user == user
    assert entry.message == "Wersja 1: zmieniono część „1. Cele”"


def test_caches_and_search_learn_of_a_published_text(
    published, monkeypatch, django_capture_on_commit_callbacks
):
    told, searched = [], []
    monkeypatch.setattr(
        locking.front_caches, "forget", lambda page, and_parent: told.append(page.pk)
    )
    monkeypatch.setattr(
        locking.index, "insert_or_update_object", lambda page: searched.append(page.pk)
    )
    with django_capture_on_commit_callbacks(execute=True):
        draft = services.create_version(consultation=published.consultation, user=None)
        write(draft, (1, "A"))
    assert (told, searched) == ([], [])
    with django_capture_on_commit_callbacks(execute=True):
        services.change_section(section=texts(published)[0], title="X", user=None)
    assert told == searched == [published.consultation_id]


def test_a_new_text_of_a_page_that_nobody_has_seen_is_no_erratum(consultation, version):
    now = timezone.now()
    first = version(consultation(draft=True), number=1, sections=1)
    _round(first, now - timedelta(days=5), now + timedelta(days=5))
    second = services.create_version(consultation=first.consultation, based_on=first, user=None)
    done = services.publish_version(version=second, changes="Literówka.", user=None)
    assert not done.is_erratum
