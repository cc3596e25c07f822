"""Paper with its Consultations and Files (chapters 3.12, 3.13): decisions, consulted documents.

A consultation is a Paper that is discussed at its hearings; each published version of its text
is a Paper below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils.translation import pgettext

from ...consultations import api_loading
from ...consultations.models import DocumentVersion
from ...consultations.querysets import consultations as all_consultations
from ...decisions import published as decisions_published
from ...decisions.querysets import decisions as all_decisions
from ..zones import day
from .files import Files, once
from .kinds import AGENDA_ITEM, CONSULTATION, MEETING, ORGANIZATION, PAPER, as_number, as_uuid
from .objects import Built
from .world import World


def version_key(pk: int) -> str:
    return f"v{pk}"


def _uuids(keys: Iterable[str] | None) -> list[UUID] | None:
    return None if keys is None else [key for each in keys if (key := as_uuid(each))]


def _paper(world: World, key: str, committee_key: UUID, files: list[Built], facts: dict, born):
    """``files`` in order: the only one is the main file (chapter 3.12)."""
    files = once(files)
    shown = {
        "body": world.body(committee_key),
        **facts,
        "mainFile": files[0] if len(files) == 1 else None,
        "auxiliaryFile": files if len(files) > 1 else [],
    }
    return Built(PAPER, key, committee_key, shown, born=born)


def _deliberation(world: World, key: UUID, meeting, committee_key: UUID, **facts) -> Built:
    """An OParl Consultation: a paper at a meeting."""
    shown = {**facts, "meeting": world.address(MEETING, meeting.translation_key.hex)}
    name = f"{key.hex}-{meeting.translation_key.hex}"
    back = {"paper": world.address(PAPER, key.hex)}
    return Built(CONSULTATION, name, committee_key, shown, back=back)


def _organization(world: World, body) -> list[str]:
    return [world.address(ORGANIZATION, body.translation_key.hex)] if body is not None else []


# Decisions ----------------------------------------------------------------------------------------


def decisions(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    pages = all_decisions().select_related("kind")
    for chunk in world.chunks(pages, _uuids(keys)):
        decisions_published.load(chunk, world.gate)
        built = (_decision(world, page) for page in chunk)
        yield [each for each in built if each is not None]


def _decision(world: World, page) -> Built | None:
    committee_key = world.committee_key(page)
    if committee_key is None:
        return None
    key, known = page.translation_key, decisions_published.Published.of(page, world.gate)
    related = [known.replaced(page), known.later.get(key)]
    back = {"paper": [world.address(PAPER, key.hex)]}
    files = Files(world, f"p{key.hex}", committee_key, back)
    values = [block["value"] for block in page.files.raw_data] if page.files else []
    facts = {
        "name": page.title,
        "reference": page.number,
        "date": day(page.adopted_on),
        "paperType": page.kind.name if page.kind else None,
        "relatedPaper": [
            world.address(PAPER, each.translation_key.hex) for each in related if each is not None
        ],
        "originatorOrganization": _organization(world, known.body(page)),
        "consultation": _taken_at(world, page, known, committee_key),
        "keyword": known.tags[page.pk],
        "web": world.web(page.full_url),
    }
    shown = [
        files.document(known.documents[value["document"]], value.get("title") or "")
        for value in values
        if value and value.get("document") in known.documents
    ]
    return _paper(world, key.hex, committee_key, shown, facts, page.first_published_at)


def _taken_at(world: World, page, known, committee_key: UUID) -> list[Built]:
    """The public meeting at which it was taken."""
    meeting, item = known.meeting(page), known.item(page)
    if meeting is None:
        return []
    place = f"{meeting.translation_key.hex}-{UUID(item).hex}" if item else ""
    facts = {
        "agendaItem": world.address(AGENDA_ITEM, place) if item else None,
        "organization": _organization(world, known.body(page)),
        "authoritative": True,
        "role": pgettext("role of a consultation", "decision"),
    }
    return [_deliberation(world, page.translation_key, meeting, committee_key, **facts)]


# Consultations ------------------------------------------------------------------------------------


def consultations(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    """Consultations and the published versions of their texts."""
    if keys is None:
        wanted = None
    else:
        keys = set(keys)
        wanted = {*_uuids(keys), *_consultations_of(keys)}
    pages = all_consultations().select_related("kind")
    for chunk in world.chunks(pages, wanted):
        api_loading.load(chunk, world.gate)
        built = [each for page in chunk for each in _with_versions(world, page)]
        yield built if keys is None else [each for each in built if each.key in keys]


def _consultations_of(keys: Iterable[str]) -> Iterator[UUID]:
    """Of the versions among ``keys``."""
    ids = [pk for key in keys if key.startswith("v") and (pk := as_number(key[1:]))]
    rows = DocumentVersion.objects.filter(pk__in=ids).order_by()
    return iter(rows.values_list("consultation__translation_key", flat=True) if ids else ())


def _with_versions(world: World, page) -> Iterator[Built]:
    committee_key = world.committee_key(page)
    if committee_key is not None:
        known = api_loading.Facts.of(page, world.gate)
        yield _consultation(world, page, known, committee_key)
        for row in known.versions[page.translation_key]:
            yield _version(world, page, row, committee_key)


def _consultation(world: World, page, known, committee_key: UUID) -> Built:
    key = page.translation_key
    facts = {
        "name": page.title,
        "date": day(page.announced_on or page.first_published_at),
        "paperType": page.kind.name if page.kind else None,
        "subordinatedPaper": [
            world.address(PAPER, version_key(row.pk)) for row in known.versions[key]
        ],
        "originatorOrganization": _organization(world, known.body(page)),
        "consultation": once(
            [
                _hearing(world, page, meeting, known, committee_key)
                for meeting, _note in known.hearings[page.pk]
            ]
        ),
        "keyword": known.tags[page.pk],
        "web": world.web(page.full_url),
    }
    files = _papers_of(world, page, known, committee_key)
    return _paper(world, key.hex, committee_key, files, facts, page.first_published_at)


def _hearing(world: World, page, meeting, known, committee_key: UUID) -> Built:
    facts = {
        "organization": _organization(world, known.body(page)),
        "authoritative": False,
        "role": pgettext("role of a consultation", "hearing"),
    }
    return _deliberation(world, page.translation_key, meeting, committee_key, **facts)


def _papers_of(world: World, page, known, committee_key: UUID) -> list[Built]:
    """Open files of the announcement and of the published report."""
    key, report = page.translation_key, known.course(page).report
    back = {"paper": [world.address(PAPER, key.hex)]}
    files = Files(world, f"p{key.hex}", committee_key, back)
    streams = [page.forms, report.files if report is not None else None]
    values = [block["value"] for stream in streams if stream for block in stream.raw_data]
    return [
        files.document(known.documents[value["document"]], value.get("title") or "")
        for value in values
        if value and value.get("document") in known.documents
    ]


def _version(world: World, page, row, committee_key: UUID) -> Built:
    key = version_key(row.pk)
    back = {"paper": [world.address(PAPER, key)]}
    below = page.reverse_subpage("document_version", kwargs={"number": row.number})
    web = f"{page.full_url}{below}"
    own = Files(world, f"p{key}", committee_key, back)
    title = row.title or page.title
    text = own.text("html", web, title=title, date=day(row.published_at))
    files = [
        own.document(each.document, each.title)
        for each in row.files.all()
        if world.gate.allows_document(each.document)
    ]
    facts = {
        "name": title,
        "date": day(row.published_at),
        "paperType": str(row.get_kind_display()),
        "superordinatedPaper": [world.address(PAPER, page.translation_key.hex)],
        "web": world.web(web),
    }
    built = _paper(world, key, committee_key, files, facts, row.published_at)
    if row.sections_count:
        # The text on the site is what people answer to.
        built.facts["mainFile"], built.facts["auxiliaryFile"] = text, once(files)
    return built
