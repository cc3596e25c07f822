"""Files and links of a meeting; what lies in a closed collection is not shown (requirement 31)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from wagtail.documents import get_document_model

from ..choices import MaterialAccess, MaterialKind


@dataclass(frozen=True)
class MaterialLine:
    title: str
    kind: str
    kind_label: str
    url: str
    document: object
    access: str
    replace_by: date | None

    @property
    def is_accessible(self) -> bool:
        return self.access == MaterialAccess.ACCESSIBLE

    @property
    def is_replaced(self) -> bool:
        return self.access == MaterialAccess.REPLACED

    @property
    def says_kind(self) -> bool:
        """Whether the kind tells more than the title."""
        return self.kind != MaterialKind.OTHER and (
            self.kind_label.lower() not in self.title.lower()
        )


def material_lines(
    materials, gate, *, address: Callable | None = None
) -> dict[str | None, list[MaterialLine]]:
    """Lines by the uuid of their item (None: of the whole meeting); one query for the files.

    ``gate`` says which files are shown, ``address(material)`` where one is served to this
    reader; without it, where the public finds it.
    """
    ids = {material.document_id for material in materials if material.document_id}
    documents = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    opened = {each.pk: each for each in documents if gate.allows_document(each)} if ids else {}
    lines = defaultdict(list)
    for material in materials:
        document = opened.get(material.document_id)
        if document is None and not material.url:
            continue
        title = material.title or getattr(document, "title", "") or material.get_kind_display()
        line = MaterialLine(
            title=str(title),
            kind=material.kind,
            kind_label=str(material.get_kind_display()),
            url=_url(material, document, address),
            document=document,
            access=material.access,
            replace_by=material.replace_by,
        )
        lines[str(material.item_uuid) if material.item_uuid else None].append(line)
    return lines


def _url(material, document, address: Callable | None) -> str:
    if document is None:
        return material.url
    return address(material) if address else document.url
