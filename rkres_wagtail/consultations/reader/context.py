"""What the page of the text shows, below the consultation's page and in an editor's preview."""

from __future__ import annotations

from wagtail.documents import get_document_model

from ...meetings.choices import MaterialKind
from ...meetings.presentation.materials import MaterialLine
from ...public import Gate
from ..course import course_of
from . import published, words
from .content import sections_of
from .outline import outline
from .tombstones import tombstones

DOCUMENT = "rkres_wagtail/consultations/document_page.html"
COMPARISON = "rkres_wagtail/consultations/comparison_page.html"


def frame(page, request) -> dict:
    """What every page below a consultation has: its state, the way back, where it stands."""
    gate, consultation = Gate.of(request), page.source
    above = page.get_ancestors().filter(depth__gt=2)
    public = gate.pages(above, any_locale=True).order_by("path")
    back = {"title": consultation.title, "url": page.get_url(request) or ""}
    course = course_of(consultation, now=gate.now)
    return {
        "consultation": consultation,
        "course": course,
        "state_line": words.state_line(course, gate.now),
        "back": back,
        "trail": [*({"title": p.title, "url": p.get_url(request)} for p in public), back],
    }


def document_context(page, version, versions: list, request, *, is_draft: bool = False) -> dict:
    """The whole text of ``version``; ``versions`` are the published ones, the oldest first."""
    gate, texts = Gate.of(request), published.texts_of(version)
    sections = sections_of(texts, gate)
    latest = versions[-1] if versions else None
    return {
        **frame(page, request),
        "version": version,
        "version_name": words.version_name(version),
        "document_title": version.title or page.source.title,
        "is_draft": is_draft,
        "is_latest": latest is not None and latest.pk == version.pk,
        "latest_url": published.address_of(page, request=request) if latest else "",
        "versions": _links(page, versions, version, request),
        "comparison_url": _comparison(page, versions, version, request),
        "sections": sections,
        "contents": outline(sections),
        "files": files_of(version, gate),
        "tombstones": [
            {
                "row": each,
                "url": published.address_of(page, each.text.version, request=request)
                + f"#{each.anchor}",
                "version_name": words.version_name(each.text.version),
            }
            for each in tombstones(version, texts, now=gate.now, only_published=not is_draft)
        ],
        "canonical_url": "" if is_draft else _canonical(page, version, latest),
    }


def _links(page, versions: list, version, request) -> list[dict]:
    """Every published version with its address, the newest first."""
    return [
        {
            "version": each,
            "name": words.version_name(each),
            "url": published.address_of(page, each, request=request),
            "is_current": each.pk == version.pk,
        }
        for each in reversed(versions)
    ]


def _comparison(page, versions: list, version, request) -> str:
    """Where ``version`` is compared with the published one before it."""
    earlier = [each for each in versions if each.number < version.number]
    if not earlier or version not in versions:
        return ""
    address = published.comparison_address(page, request=request)
    return f"{address}?od={earlier[-1].number}&do={version.number}"


def _canonical(page, version, latest) -> str:
    """The latest text has one address, however it was reached; an older one its own."""
    source = page.source
    url = source.full_url
    if not url:
        return ""
    if latest is not None and version.pk == latest.pk:
        return f"{url}{source.reverse_subpage('document')}"
    kwargs = {"number": version.number}
    return f"{url}{source.reverse_subpage('document_version', kwargs=kwargs)}"


def files_of(version, gate: Gate) -> list[MaterialLine]:
    """Files of open collections, in the editors' order; two queries."""
    rows = list(version.files.all())
    ids = [row.document_id for row in rows]
    found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    opened = {each.pk: each for each in found if gate.allows_document(each)} if ids else {}
    return [
        MaterialLine(
            title=row.title or opened[row.document_id].title,
            kind=MaterialKind.OTHER,
            kind_label="",
            url=opened[row.document_id].url,
            document=opened[row.document_id],
            access=row.access,
            replace_by=None,
        )
        for row in rows
        if row.document_id in opened
    ]
