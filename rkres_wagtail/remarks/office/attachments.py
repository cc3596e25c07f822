"""Files that came with a remark: what may be kept (``received_files``), as rows of their own."""

from __future__ import annotations

from hashlib import sha256

from django.core.exceptions import ValidationError

from ... import received_files
from ...conf import settings
from ...received_files import PICTURES, ZIPPED, clean_name
from ..choices import FileKind
from ..models import SubmissionFile

MAX_FILES = 10

_OLD_OFFICE = ("doc", "xls", "ppt", "msg")
#: Signed letters come as XML, from ePUAP and e-Doręczenia.
_PLAIN = ("pdf", "rtf", "txt", "csv", "eml", "xml", "xades", "sig", "p7m", "p7s")
EXTENSIONS = (*_PLAIN, *ZIPPED, *_OLD_OFFICE, *PICTURES)


def read_attachment(upload) -> SubmissionFile:
    """An unsaved row of an uploaded file; raises ``ValidationError`` that names the file."""
    name = clean_name(upload.name)
    try:
        data = received_files.data_of(upload, settings.REMARK_IMPORT_MAX_FILE_BYTES)
        received_files.check(name, data, EXTENSIONS)
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
