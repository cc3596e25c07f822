"""Verbs of single sections: add, change, move, split, merge, remove, restore, number.

What a verb does to identities is recorded (``SectionLineage``); an identity is never deleted.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...text import without_directions
from ..choices import LineageKind
from ..models import DocumentVersion, SectionIdentity, SectionLineage, SectionText
from . import content as parts
from . import outline
from .locking import finish, fresh, locked_version, rows_of, store_order, touch
from .returning import merged_identities, removed_from
from .rules import check_levels, check_room
from .states import state_of

#: "Leave it as it is".
KEEP = object()


@transaction.atomic
def add_section(
    *,
    version: DocumentVersion,
    title: str,
    number: str = "",
    level: int = 1,
    content=(),
    after: SectionText | None = None,
    user,
    edits: int | None = None,
    is_logged: bool = True,
) -> SectionText:
    """Add a section after ``after`` and what stands under it; None: at the end.

    ``is_logged=False`` is for who adds many and writes one entry itself. Raises
    ``ValidationError``: levels that are no outline, too many sections, a frozen version.
    """
    version = locked_version(version, edits)
    rows = rows_of(version)
    check_room(len(rows))
    place = len(rows)
    if after is not None:
        place = outline.place_after(rows, outline.index_of(rows, after), level)
    levels = [row.level for row in rows]
    _check_new_level([*levels[:place], level, *levels[place:]])
    row = SectionText(version=version, level=level, position=place, identity=_identity(version))
    _write(row, title=title, number=number, content=content)
    _order([*rows[:place], row, *rows[place:]], place)
    if is_logged:
        finish(version, "section_add", user, heading=row.heading)
    else:
        touch(version)
    return row


@transaction.atomic
def change_section(
    *,
    section: SectionText,
    user,
    title=KEEP,
    number=KEEP,
    content=KEEP,
    edits: int | None = None,
    state: str | None = None,
) -> SectionText:
    """Change what a section says; its identity stays.

    ``state`` is what ``state_of(section)`` said when the editor looked: somebody else's change
    of *this* section raises ``stale``, of another one does not. Raises ``ValidationError``.
    """
    version = locked_version(section.version, edits)
    row = fresh(section, version)
    if state is not None and state != state_of(row):
        raise ValidationError(
            _(
                "Not saved: somebody has changed this section in the meantime. Below is what you "
                "wrote. Compare it with the section as it is now; saving again puts yours in its "
                "place."
            ),
            code="stale",
        )
    values = {"title": title, "number": number, "content": content}
    values = {name: value for name, value in values.items() if value is not KEEP}
    before = state_of(row)
    _write(row, **values)
    if state_of(row) != before:
        finish(version, "section_edit", user, heading=row.heading)
    return row


@transaction.atomic
def move_section(
    *, section: SectionText, direction: str, user, edits: int | None = None
) -> SectionText:
    """Move a section and what stands under it (``outline.Direction``).

    A section that becomes shallower takes the sections that followed it at its old level under
    itself, as in a word processor: the order of reading stays.
    """
    version = locked_version(section.version, edits)
    rows = rows_of(version)
    row = rows[outline.index_of(rows, section)]
    store_order(outline.move(rows, rows.index(row), direction))
    _moved(version, row.identity, user)
    finish(version, "section_move", user, heading=row.heading)
    return row


@transaction.atomic
def split_section(
    *,
    section: SectionText,
    at_block: int,
    title: str,
    number: str = "",
    at_element: int = 0,
    identity: SectionIdentity | None = None,
    user,
    edits: int | None = None,
) -> SectionText:
    """Make a new section of the text from ``at_block`` on; return it.

    ``identity`` is one that was merged into this section in this version
    (``returning.merged_identities``): the part is that section again. None: a new one.

    ``at_element`` names a top-level element (a paragraph) within a block of text. The first
    part keeps the identity. The new one stands right after it at the same level, so that
    sections under it come to stand under the new one: no word changes its place. Footnotes go
    with the text that refers to them.
    """
    version = locked_version(section.version, edits)
    rows = rows_of(version)
    check_room(len(rows))
    index = outline.index_of(rows, section)
    first = rows[index]
    head, tail = parts.split(first.content, at_block, at_element)
    if identity is not None and identity.pk not in merged_identities(first):
        raise ValidationError(
            {"identity": _("This section was not merged into the one that you split.")},
            code="identity",
        )
    second = SectionText(
        version=version,
        level=first.level,
        position=index + 1,
        identity=identity or _identity(version),
    )
    _write(second, title=title, number=number, content=tail)
    _write(first, content=head)
    _order([*rows[: index + 1], second, *rows[index + 1 :]], index + 1)
    _lineage(version, LineageKind.SPLIT, first.identity, second.identity, user)
    finish(version, "section_split", user, heading=first.heading, other=second.heading)
    return second


@transaction.atomic
def merge_section(*, section: SectionText, user, edits: int | None = None) -> SectionText:
    """Append a section to the one before it and return that one.

    Its heading stays as a bold paragraph. Footnotes whose number the other section has, too, get
    the next free ones. Sections under it stand under the other one then. The merged identity is
    in this version no more; in others it stays.
    """
    version = locked_version(section.version, edits)
    rows = rows_of(version)
    index = outline.index_of(rows, section)
    source, target = rows[index], rows[outline.merged_into(rows, index)]
    heading = ("text", parts.heading_html(source), None)
    joined = parts.joined(target.content, heading, source.content)
    if target.level < source.level:
        rows = outline.without(rows, index)
    else:
        rows = [*rows[:index], *rows[index + 1 :]]
    source.delete()
    _write(target, content=joined)
    store_order(rows)
    _lineage(version, LineageKind.MERGE, source.identity, target.identity, user)
    finish(version, "section_merge", user, heading=source.heading, other=target.heading)
    return target


@transaction.atomic
def remove_section(*, section: SectionText, user, edits: int | None = None) -> None:
    """Take a section out of this version; sections under it move one level up.

    Its identity stays, with what people wrote on it and its text in other versions.
    """
    version = locked_version(section.version, edits)
    rows = rows_of(version)
    index = outline.index_of(rows, section)
    row = rows[index]
    if version.is_published and len(rows) == 1 and not version.files.exists():
        raise ValidationError(
            _("This is all that the public can read of this version, so it stays."), code="last"
        )
    heading = row.heading
    rows = outline.without(rows, index)
    row.delete()
    store_order(rows)
    finish(version, "section_remove", user, heading=heading)


@transaction.atomic
def restore_section(
    *, version: DocumentVersion, text: SectionText, user, edits: int | None = None
) -> SectionText:
    """Bring back a section that this version has left out: ``text`` is of ``based_on``.

    It stands after the section that it followed there, and is the same section. Raises
    ``ValidationError`` where it is here already, or was merged into another one.
    """
    version = locked_version(version, edits)
    rows = rows_of(version)
    check_room(len(rows))
    if text.pk not in {each.pk for each in removed_from(version)}:
        raise ValidationError(
            _("This section is in this version already, or its text stands in another one."),
            code="identity",
        )
    text = SectionText.objects.select_related("identity").get(pk=text.pk)
    place, level = _place_of(text, rows)
    row = SectionText(version=version, level=level, position=place, identity=text.identity)
    _write(row, title=text.title, number=text.number, content=text.content)
    _order([*rows[:place], row, *rows[place:]], place)
    finish(version, "section_restore", user, heading=row.heading)
    return row


def _place_of(text: SectionText, rows: list[SectionText]) -> tuple[int, int]:
    """Where a section of another version stands among ``rows``, and how deep."""
    before = SectionText.objects.filter(version=text.version_id, position__lt=text.position)
    places = {row.identity_id: index for index, row in enumerate(rows)}
    for key in before.order_by("-position").values_list("identity_id", flat=True):
        if key in places:
            level = min(text.level, rows[places[key]].level + 1)
            return outline.place_after(rows, places[key], level), level
    return 0, 1


@transaction.atomic
def renumber(*, version: DocumentVersion, user, edits: int | None = None) -> int:
    """Number all sections ``1``, ``1.1``, ``1.2`` …; return how many changed."""
    version = locked_version(version, edits)
    rows = rows_of(version, with_content=True)
    changed = 0
    for row, number in zip(rows, outline.decimal_numbers([r.level for r in rows]), strict=True):
        if row.number != number:
            row.number = number
            row.save()
            changed += 1
    if changed:
        finish(version, "section_renumber", user)
    return changed


# Helpers --------------------------------------------------------------------------------------


def _identity(version: DocumentVersion) -> SectionIdentity:
    return SectionIdentity.objects.create(consultation_id=version.consultation_id)


def _write(row: SectionText, **values) -> None:
    for name in ("title", "number"):
        if name in values:
            setattr(row, name, " ".join(without_directions(values[name]).split()))
    if "content" in values:
        row.content = parts.stream(SectionText, values["content"])
    row.full_clean(exclude=["version", "identity", "digest"], validate_unique=False)
    row.save()


def _order(rows: list[SectionText], place: int) -> None:
    """Store the order of ``rows``, of which one was added at ``place``."""
    if place < len(rows) - 1:
        store_order(rows)


def _check_new_level(levels: list[int]) -> None:
    try:
        check_levels(levels)
    except ValidationError as error:
        raise ValidationError({"level": error.messages}) from None


def _lineage(version, kind: str, source, target, user) -> None:
    SectionLineage.objects.create(
        version=version, kind=kind, source=source, target=target, recorded_by=user
    )


def _moved(version, identity, user) -> None:
    """Once a version: it says that the section moved, not how often somebody pressed a button."""
    rows = SectionLineage.objects.filter(
        version=version, kind=LineageKind.MOVE, source=identity, target=identity
    )
    if not rows.exists():
        _lineage(version, LineageKind.MOVE, identity, identity, user)
