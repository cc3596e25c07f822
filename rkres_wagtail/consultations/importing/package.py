"""Opens an uploaded DOCX safely; what is no DOCX is refused with what it is and what to do.

Nothing is written to disk, so names in the archive are only names. Macros, images, comments and
whatever else a package may hold are not read at all.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ...conf import settings
from ...uploads import has_doctype

#: Members of an archive at most; a document with a thousand pictures has fewer.
MAX_MEMBERS = 5000
#: One XML part at most: a programme of 300 pages has 10 MB.
MAX_PART_BYTES = 32 * 1024 * 1024
#: How many times larger than packed a part may be, once it is of some size.
MAX_RATIO = 400
RATIO_FROM_BYTES = 4 * 1024 * 1024

_KINDS = ("styles", "numbering", "footnotes", "endnotes")
_MACROS = re.compile(rb"application/vnd\.ms-word\.(?:document|template)\.macroEnabled")
_RELATIONSHIP = re.compile(r"<(?:\w{1,40}:)?Relationship\s[^<>]{0,8000}>")
_ATTRIBUTE = re.compile(r"""(\w{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class UnreadableDocument(ValidationError):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Relationship:
    pk: str
    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True)
class Part:
    """One XML part with what it refers to."""

    xml: bytes = b""
    relationships: dict[str, Relationship] = field(default_factory=dict)


@dataclass(frozen=True)
class Package:
    """The parts of a DOCX that hold its words; an absent one is empty."""

    document: Part
    styles: Part
    numbering: Part
    footnotes: Part
    endnotes: Part
    has_macros: bool
    #: What ``open_package`` was asked for besides, by its name in the archive.
    others: dict[str, bytes] = field(default_factory=dict)


def open_package(upload, others: re.Pattern | None = None) -> Package:
    """Read an uploaded file; raise ``UnreadableDocument``.

    XML parts whose names match ``others`` come along in ``Package.others``.
    """
    limit = settings.DOCUMENT_MAX_BYTES
    if upload.size > limit:
        raise UnreadableDocument(
            _(
                "The file has %(size)s; the most is %(limit)s. Take large pictures out of it: they "
                "are not imported anyway."
            )
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        )
    upload.seek(0)
    data = upload.read(limit + 1)
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument(_("The file is empty."))
    if not data.startswith(b"PK\x03\x04"):
        save = _("Open it in a word processor and save it as DOCX.")
        raise UnreadableDocument(kind_of(data) or _("This is not a DOCX file.") + " " + save)
    broken = _("The file is damaged: it cannot be read to its end. Save it anew as DOCX.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, others)
    except UnreadableDocument:
        raise
    except Exception as error:
        # zipfile and its decompressors raise what they like.
        raise UnreadableDocument(broken) from error


def kind_of(data: bytes) -> str:
    """What a file is whose beginning is known; empty where it is not."""
    save = _("Open it in a word processor and save it as DOCX.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _what_ole_it_is(data)
    if data.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")):
        return _("This is a program, not a document, whatever its name is. It was not opened.")
    if b"%PDF-" in data[:1024]:
        return _("This is a PDF. Its text cannot be cut into sections; choose the DOCX behind it.")
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")):
        return _("This is a picture, not a text.")
    if data.startswith(b"{\\rtf"):
        return _("This is an RTF file.") + " " + save
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return _("This is a web page.") + " " + save
    return ""


def _what_ole_it_is(data: bytes) -> str:
    """Names of streams stand in the directory of an OLE file in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _("The file is protected with a password. Take the password off and save it again.")
    if "WordDocument".encode("utf-16-le") in data:
        return _("This is an old DOC file. Open it in a word processor and save it as DOCX.")
    return _("This is an old Office file, not a DOCX. Save the text as DOCX.")


# Inside -------------------------------------------------------------------------------------------


def _read(archive: zipfile.ZipFile, others: re.Pattern | None) -> Package:
    _check_sizes(archive)
    names = {member.filename for member in archive.infolist()}
    if "[Content_Types].xml" not in names:
        raise UnreadableDocument(_what_archive_it_is(archive, names))
    types = _xml(archive, "[Content_Types].xml")
    root = {item.kind: item for item in _relationships(archive, names, "").values()}
    main = root.get("officeDocument")
    path = main.target if main and main.target in names else "word/document.xml"
    if path not in names or b"wordprocessingml" not in types.lower() + b" " + (
        b"wordprocessingml" if _MACROS.search(types) else b""
    ):
        raise UnreadableDocument(_what_archive_it_is(archive, names))
    relationships = _relationships(archive, names, path)
    parts = {kind: Part() for kind in _KINDS}
    for item in relationships.values():
        if item.kind in parts and not item.is_external and item.target in names:
            xml = _xml(archive, item.target)
            parts[item.kind] = Part(xml, _relationships(archive, names, item.target))
    return Package(
        document=Part(_xml(archive, path), relationships),
        has_macros=bool(_MACROS.search(types)) or any("vbaProject" in name for name in names),
        others={name: _xml(archive, name) for name in names if others and others.fullmatch(name)},
        **parts,
    )


def _what_archive_it_is(archive, names) -> str:
    save = _("Open it in a word processor and save it as DOCX.")
    if "mimetype" in names:
        kind = archive.read("mimetype")[:100]
        if b"opendocument.text" in kind:
            return _("This is an ODT file.") + " " + save
    if any(name.startswith("xl/") for name in names):
        return _("This is a spreadsheet, not a text.")
    if any(name.startswith("ppt/") for name in names):
        return _("This is a presentation, not a text.")
    return _("This is an archive of files (ZIP), not a DOCX. Unpack it and choose the DOCX.")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """What a member says it unpacks to is also the most that Python reads from it."""
    members = archive.infolist()
    limit = settings.DOCUMENT_MAX_UNPACKED_BYTES
    if len(members) > MAX_MEMBERS:
        raise UnreadableDocument(
            _("The file is made of %(count)d parts; no document has so many.")
            % {"count": len(members)}
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableDocument(
            _("The file is protected with a password. Take the password off and save it again.")
        )
    if sum(member.file_size for member in members) > limit or any(map(_is_bomb, members)):
        raise UnreadableDocument(
            _(
                "The file unpacks to more than a document has (%(limit)s at most). Copy its text "
                "into a new document and save that as DOCX."
            )
            % {"limit": filesizeformat(limit)}
        )


def _is_bomb(member) -> bool:
    if member.file_size < RATIO_FROM_BYTES:
        return False
    return member.file_size > MAX_RATIO * max(1, member.compress_size)


def _xml(archive, name: str) -> bytes:
    """A part without a document type: no word processor writes one, attackers do."""
    if archive.getinfo(name).file_size > MAX_PART_BYTES:
        raise UnreadableDocument(
            _("The text of the file is too long (%(limit)s at most). Split the document.")
            % {"limit": filesizeformat(MAX_PART_BYTES)}
        )
    with archive.open(name) as stream:
        if has_doctype(stream):
            raise UnreadableDocument(_("The file holds parts that no document has."))
    # The namespaces of the strict variant mean the same.
    xml = archive.read(name)
    for strict, usual in _STRICT:
        xml = xml.replace(strict, usual)
    return xml


_STRICT = tuple(
    (
        f"http://purl.oclc.org/ooxml/{strict}".encode(),
        f"http://schemas.openxmlformats.org/{usual}".encode(),
    )
    for strict, usual in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
    )
)


def _relationships(archive, names, path: str) -> dict[str, Relationship]:
    folder, name = posixpath.split(path)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in names:
        return {}
    found = {}
    for tag in _RELATIONSHIP.findall(_xml(archive, source).decode("utf-8", "replace")):
        values = {key: double or single for key, double, single in _ATTRIBUTE.findall(tag)}
        external = values.get("TargetMode") == "External"
        target = _unescape(values.get("Target", ""))
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = values.get("Type", "").rsplit("/", 1)[-1]
        pk = values.get("Id", "")
        found[pk] = Relationship(pk, kind, target, external)
    return found


def _unescape(text: str) -> str:
    from html import unescape

    return unescape(text)
