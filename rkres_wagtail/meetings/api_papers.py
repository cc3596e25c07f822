"""Agenda, materials, report and photographs of a meeting as the API says them.

Each function takes a meeting and the gate; what is internal, closed or not yet told is left out.
"""

from __future__ import annotations

from typing import Any

from ..representations import NO_DOCUMENT, document_facts, page_reference, rendition_of
from ..rich_links import rich_html
from .choices import ItemResult
from .presentation.agenda import agenda_points
from .presentation.photos import PHOTO_SPEC
from .published import Published, bodies_for, is_told


def report(page, gate) -> str:
    return rich_html(page.report, gate) if is_told(page, gate) else ""


def agenda(page, gate) -> list[dict[str, Any]]:
    """Public items in order; what came of them once the meeting is over."""
    published = Published.of(page, gate)
    items = published.public_items(page)
    bodies = bodies_for(gate, page.locale_id)
    nested = agenda_points(items, {}, gate=gate, bodies=bodies, with_results=False)
    has_results = is_told(page, gate)
    return [
        _item(item, point.number, published, bodies if has_results else None)
        for item, point in zip(items, _flat(nested), strict=True)
    ]


def _flat(points) -> list:
    return [each for point in points for each in (point, *_flat(point.points))]


def _item(item, number: str, published: Published, bodies) -> dict[str, Any]:
    shown = {
        "uuid": str(item.uuid),
        "level": item.level,
        "number": number,
        "title": item.title,
        "starts_time": str(item.starts_time) if item.starts_time else None,
        "duration": item.duration,
        "speaker": item.speaker,
        "affiliation": item.affiliation,
        "result": None,
        "result_label": None,
        "result_note": "",
        "postponed_to": None,
        "referred_to": None,
    }
    if bodies is None or not item.result:
        return shown
    shown |= {
        "result": item.result,
        "result_label": str(item.get_result_display()),
        "result_note": item.result_note,
    }
    if item.result == ItemResult.POSTPONED and item.postponed_to_id in published.meetings:
        shown["postponed_to"] = page_reference(published.meetings[item.postponed_to_id])
    if item.result == ItemResult.REFERRED and (body := bodies.get(item.referred_to_id)):
        shown["referred_to"] = page_reference(body)
    return shown


def materials(page, gate) -> list[dict[str, Any]]:
    """Files and links that anyone can open."""
    return [_material(row, gate) for row in Published.of(page, gate).public_materials(page)]


def _material(row, gate) -> dict[str, Any]:
    document = row.document
    file = document_facts(document, gate) if document else {**NO_DOCUMENT, "url": row.url}
    return {
        **file,
        "title": row.label,
        "kind": row.kind,
        "kind_label": str(row.get_kind_display()),
        "access": row.access,
        "access_label": str(row.get_access_display()),
        "replace_by": str(row.replace_by) if row.replace_by else None,
        "item": str(row.item_uuid) if row.item_uuid else None,
    }


def photos(page, gate) -> list[dict[str, Any]]:
    """Photographs with their alternative texts, once the meeting is over."""
    if not page.photos or not is_told(page, gate):
        return []
    images = Published.of(page, gate).images
    shown = []
    for value in (block["value"] for block in page.photos.raw_data):
        image = images.get(int(value["image"])) if value and value.get("image") else None
        if image is None or not gate.allows_document(image):
            continue
        alt = value.get("alt_text") or ""
        if rendition := rendition_of(image, PHOTO_SPEC, gate, alt=alt):
            shown.append({**rendition, "caption": value.get("caption") or ""})
    return shown
