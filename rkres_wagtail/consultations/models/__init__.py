"""Facts of consultations, by what they are about."""

from .document import (
    DocumentVersion,
    SectionIdentity,
    SectionLineage,
    SectionText,
    VersionFile,
)
from .kinds import ConsultationKind
from .report import ConsultationReport
from .rounds import ConsultationOutcome, Extension, Round

__all__ = [
    "ConsultationKind",
    "ConsultationOutcome",
    "ConsultationReport",
    "DocumentVersion",
    "Extension",
    "Round",
    "SectionIdentity",
    "SectionLineage",
    "SectionText",
    "VersionFile",
]
