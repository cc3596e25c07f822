"""The consulted document on the page of its consultation: contents, versions, files."""

from __future__ import annotations

from dataclasses import dataclass, field

from wagtail.documents import get_document_model

from ...meetings.choices import MaterialAccess, MaterialKind
from ...meetings.presentation.materials import MaterialLine
from ..choices import VersionKind
from ..models import DocumentVersion, SectionText, VersionFile
from .words import sections_count


@dataclass
class Entry:
    """A section in the contents, with those below it."""

    heading: str
    url: str
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class VersionLine:
    version: DocumentVersion
    url: str
    comparison_url: str
    files: list[MaterialLine]

    @property
    def kind(self) -> str:
        return str(VersionKind(self.version.kind).label)


@dataclass(frozen=True)
class DocumentBox:
    """What is public of the text; falsy while no version is published. The latest first."""

    versions: list[VersionLine]
    contents: list[Entry]
    sections_count: int
    url: str

    def __bool__(self) -> bool:
        return bool(self.versions)

    @property
    def sections_text(self) -> str:
        return sections_count(self.sections_count)

    @property
    def latest(self) -> VersionLine | None:
        return self.versions[0] if self.versions else None

    @property
    def erratum(self) -> VersionLine | None:
        """The latest version, where it came while people were answering the one before."""
        latest = self.latest
        return latest if latest is not None and latest.version.is_erratum else None

    @property
    def before_latest(self) -> VersionLine | None:
        return self.versions[1] if len(self.versions) > 1 else None


def document_box(page, gate, address) -> DocumentBox:
    """Published versions of ``page``; four queries. ``address(name, **kwargs)`` is one below it."""
    rows = list(DocumentVersion.objects.of(page).published(gate.now).order_by("-number"))
    if not rows:
        return DocumentBox([], [], 0, "")
    url = address("document")
    files = _files(rows, gate)
    before = [*rows[1:], None]
    lines = [
        VersionLine(
            row,
            url if row is rows[0] else address("document_version", number=row.number),
            f"{address('document_comparison')}?od={old.number}&do={row.number}" if old else "",
            files.get(row.pk, []),
        )
        for row, old in zip(rows, before, strict=True)
    ]
    texts = SectionText.objects.filter(version=rows[0]).select_related("identity")
    texts = list(texts.defer("content").order_by("position", "pk"))
    return DocumentBox(lines, contents_of(texts, url), len(texts), url)


def contents_of(texts, url: str) -> list[Entry]:
    """The outline as a tree; a level that was skipped stands below the nearest one above."""
    top: list[Entry] = []
    above: list[tuple[int, Entry]] = []
    for text in texts:
        entry = Entry(text.heading, f"{url}#{text.identity.anchor}")
        while above and above[-1][0] >= text.level:
            above.pop()
        (above[-1][1].children if above else top).append(entry)
        above.append((text.level, entry))
    return top


def _files(versions, gate) -> dict[int, list[MaterialLine]]:
    found: dict[int, list[MaterialLine]] = {}
    rows = VersionFile.objects.filter(version__in=versions).order_by("sort_order", "pk")
    for row in rows.select_related("document__collection"):
        if gate.allows_document(row.document):
            line = file_line(row.title or row.document.title, row.document, row.access)
            found.setdefault(row.version_id, []).append(line)
    return found


def file_line(title: str, document, access: str = MaterialAccess.ACCESSIBLE) -> MaterialLine:
    return MaterialLine(
        title=title,
        kind=MaterialKind.OTHER,
        kind_label="",
        url=document.url,
        document=document,
        access=access,
        replace_by=None,
    )


@dataclass(frozen=True)
class FileLine:
    title: str
    document: object

    @property
    def url(self) -> str:
        return self.document.url


def block_files(stream, gate) -> list[FileLine]:
    """Files of open collections that a StreamField names, in the editors' order; one query."""
    values = [block["value"] for block in stream.raw_data] if stream else []
    values = [value for value in values if value and value.get("document")]
    if not values:
        return []
    found = get_document_model().objects.filter(pk__in={value["document"] for value in values})
    opened = {
        each.pk: each for each in found.select_related("collection") if gate.allows_document(each)
    }
    return [
        FileLine(value.get("title") or opened[value["document"]].title, opened[value["document"]])
        for value in values
        if value["document"] in opened
    ]
