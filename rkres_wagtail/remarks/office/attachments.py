"""Files that came with a remark: what may be kept, by name and by content.

Nothing is opened by the site or shown in a browser; the office downloads it. So what would do
harm on the office's own computer is refused: programs, documents with macros, files that are not
what their name says.
"""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ...conf import settings
from ...text import clean_text, without_directions
from ..choices import FileKind
from ..models import SubmissionFile

MAX_FILES = 10

_ZIPPED = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "asice", "asic")
_OLD_OFFICE = ("doc", "xls", "ppt", "msg")
_PICTURES = ("jpg", "jpeg", "png", "tif", "tiff", "gif", "webp")
#: Signed letters come as XML, from ePUAP and e-Doręczenia.
_PLAIN = ("pdf", "rtf", "txt", "csv", "eml", "xml", "xades", "sig", "p7m", "p7s")
EXTENSIONS = (*_PLAIN, *_ZIPPED, *_OLD_OFFICE, *_PICTURES)

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams in which old office files keep macros.
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros", "VBA"))
_MACRO_PARTS = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|macrosheets/.*|activeX/.*)$|^(?:Basic|Scripts)/",
    re.IGNORECASE,
)
_MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_MAX_TYPES_BYTES = 1024 * 1024


def read_attachment(upload) -> SubmissionFile:
    """An unsaved row of an uploaded file; raises ``ValidationError`` that names the file."""
    name = clean_name(upload.name)
    try:
        data = _data_of(upload)
        _check(name, data)
    except ValidationError as error:
        raise ValidationError(
            [f"{name}: {message}" for message in error.messages], code="attachment"
        ) from error
    return SubmissionFile(
        kind=FileKind.ATTACHMENT,
        name=name,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        content=data,
    )


def clean_name(name: str) -> str:
    """The bare name, in one line, without characters that hide its end."""
    bare = without_directions(clean_text(name or "")).replace("\n", " ")
    bare = re.split(r"[\\/]", bare)[-1].strip()
    if len(bare) > 255:
        stem, dot, end = bare.rpartition(".")
        bare = f"{stem[: 250 - len(end)]}{dot}{end}" if dot and len(end) < 10 else bare[:255]
    return bare or "plik"


def _data_of(upload) -> bytes:
    limit = settings.REMARK_IMPORT_MAX_FILE_BYTES
    if upload.size > limit:
        text = _("The file has %(size)s; the most is %(limit)s.")
        sizes = {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        raise ValidationError(text % sizes)
    upload.seek(0)
    data = upload.read(limit + 1)
    if not data:
        raise ValidationError(_("The file is empty."))
    return data


def _check(name: str, data: bytes) -> None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if data.startswith(_PROGRAMS):
        raise ValidationError(_("This is a program, not a document, whatever its name is."))
    if ending not in EXTENSIONS:
        raise ValidationError(
            _("Files of this kind are not kept: choose a document, a sheet, a picture or a PDF.")
        )
    if data.startswith(b"PK"):
        _check_zipped(ending, data)
    elif ending in _ZIPPED:
        raise ValidationError(_not_what_it_says())
    if data.startswith(_OLE) and any(mark in data for mark in _OLE_MACROS):
        raise ValidationError(_macros())
    if ending == "pdf" and b"%PDF-" not in data[:1024]:
        raise ValidationError(_not_what_it_says())
    if ending in _PICTURES and data[:512].lstrip()[:1] == b"<":
        raise ValidationError(_not_what_it_says())


def _check_zipped(ending: str, data: bytes) -> None:
    """Only the list of parts and their types are read; nothing is unpacked."""
    if ending not in _ZIPPED:
        raise ValidationError(_not_what_it_says())
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            types = b""
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(_MAX_TYPES_BYTES)
    except Exception as error:
        # zipfile and its decompressors raise what they like.
        raise ValidationError(_("The file is damaged: it cannot be read.")) from error
    if any(_MACRO_PARTS.search(each) for each in names) or _MACRO_TYPES.search(types):
        raise ValidationError(_macros())


def _macros() -> str:
    return _(
        "The file holds macros. Save it without them, e.g. as PDF or DOCX, and choose it again."
    )


def _not_what_it_says() -> str:
    return _("The file is not what its name says. Open it, save it anew and choose it again.")
