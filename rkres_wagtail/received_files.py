"""Files that people send: what may be kept, by name and by content.

Nothing is opened by the site or shown in a browser; the office downloads it. So what would do
harm on the office's own computer is refused: programs, documents with macros, files that are not
what their name says.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .text import clean_text, without_directions

ZIPPED = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "asice", "asic")
PICTURES = ("jpg", "jpeg", "png", "tif", "tiff", "gif", "webp")

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


def clean_name(name: str) -> str:
    """The bare name, in one line, without characters that hide its end."""
    bare = without_directions(clean_text(name or "")).replace("\n", " ")
    bare = re.split(r"[\\/]", bare)[-1].strip()
    if len(bare) > 255:
        stem, dot, end = bare.rpartition(".")
        bare = f"{stem[: 250 - len(end)]}{dot}{end}" if dot and len(end) < 10 else bare[:255]
    return bare or "plik"


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def data_of(upload, limit: int) -> bytes:
    """What is in an uploaded file of at most ``limit`` bytes; ``ValidationError`` if not that."""
    if upload.size > limit:
        text = _("The file has %(size)s; the most is %(limit)s.")
        sizes = {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        raise ValidationError(text % sizes)
    upload.seek(0)
    data = upload.read(limit + 1)
    if not data:
        raise ValidationError(_("The file is empty."))
    return data


def check(name: str, data: bytes, endings: Collection[str]) -> None:
    """Raise ``ValidationError`` unless it is what its name says, and one of ``endings``."""
    ending = ending_of(name)
    if data.startswith(_PROGRAMS):
        raise ValidationError(_("This is a program, not a document, whatever its name is."))
    if ending not in endings:
        raise ValidationError(
            _("Files of this kind are not kept: choose a document, a sheet, a picture or a PDF.")
        )
    if data.startswith(b"PK"):
        _check_zipped(ending, data)
    elif ending in ZIPPED:
        raise ValidationError(not_what_it_says())
    if data.startswith(_OLE) and any(mark in data for mark in _OLE_MACROS):
        raise ValidationError(_macros())
    if ending == "pdf" and b"%PDF-" not in data[:1024]:
        raise ValidationError(not_what_it_says())
    if ending in PICTURES and data[:512].lstrip()[:1] == b"<":
        raise ValidationError(not_what_it_says())


def _check_zipped(ending: str, data: bytes) -> None:
    """Only the list of parts and their types are read; nothing is unpacked."""
    if ending not in ZIPPED:
        raise ValidationError(not_what_it_says())
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


def not_what_it_says() -> str:
    return _("The file is not what its name says. Open it, save it anew and choose it again.")
