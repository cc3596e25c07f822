"""The file that comes with a declaration: five kinds, known by their content, of a limited size."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ... import received_files
from ...conf import settings
from ..models import DeclarationFile

ENDINGS = ("pdf", "docx", "odt", "jpg", "jpeg", "png")
ACCEPT = ",".join(f".{each}" for each in ENDINGS)
_BEGINS = {"jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_ODT = b"application/vnd.oasis.opendocument.text"


def read_file(upload) -> DeclarationFile:
    """An unsaved row of an uploaded file; raises ``ValidationError``."""
    name = received_files.clean_name(upload.name)
    if received_files.ending_of(name) not in ENDINGS:
        raise ValidationError(_("Choose a file of one of these kinds: PDF, DOCX, ODT, JPG or PNG."))
    data = received_files.data_of(upload, settings.DECLARATION_MAX_FILE_BYTES)
    received_files.check(name, data, ENDINGS)
    if not _is_what_it_says(received_files.ending_of(name), data):
        raise ValidationError(received_files.not_what_it_says())
    return DeclarationFile(name=name, size=len(data), sha256=sha256(data).hexdigest(), content=data)


def _is_what_it_says(ending: str, data: bytes) -> bool:
    if ending in _BEGINS:
        return data.startswith(_BEGINS[ending])
    if ending == "pdf":
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if ending == "docx":
                return "word/document.xml" in archive.namelist()
            with archive.open("mimetype") as part:
                return part.read(len(_ODT) + 1).strip() == _ODT
    except Exception:
        # zipfile and its decompressors raise what they like.
        return False
