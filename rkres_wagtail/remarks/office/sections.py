"""Which sections of published texts a remark may be bound to (DESIGN, rule 13)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...consultations.models import SectionText


def texts_of(page) -> list[SectionText]:
    """Sections of every published version, without their texts, the newest version first."""
    rows = SectionText.objects.filter(
        version__consultation__translation_key=page.translation_key,
        version__published_at__lte=timezone.now(),
    )
    rows = rows.select_related("version").defer("content")
    return list(rows.order_by("-version__number", "position"))


def choices(texts: list[SectionText]) -> list:
    """Groups for a select, one a version."""
    groups: dict[int, list] = {}
    for text in texts:
        indent = "\u2003" * (text.level - 1)
        groups.setdefault(text.version.number, []).append((str(text.pk), f"{indent}{text.heading}"))
    rows = [(_("Version %(number)d") % {"number": each}, group) for each, group in groups.items()]
    return [("", _("the document as a whole, or as written below")), *rows]


def bind(remark, text: SectionText | None) -> None:
    """Tie ``remark`` to what its author read."""
    if text is None:
        remark.section, remark.version, remark.section_digest = None, None, ""
    else:
        remark.section_id, remark.version = text.identity_id, text.version
        remark.section_digest = text.digest


def chosen(texts: list[SectionText], value: str) -> SectionText | None:
    if not value:
        return None
    for text in texts:
        if str(text.pk) == value:
            return text
    raise ValidationError({"section": _("Choose a part of the document from the list.")})
