"""Which documents and images the lists tell of: those that something public shows or links to.

An open collection lets anyone open a file whose address they know. That is no reason to list it:
it may be of a draft, of an internal item of an agenda, of a meeting that is not over. So a file is
listed as soon as a public page, text or register has it, and as long as it does.

What pages have is known from Wagtail's index of references, which reads published states only.
"""

from __future__ import annotations

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from ..bodies.models import FundingNotice, LegalAct
from ..bodies.tree import page_models
from ..consultations.models import ConsultationReport, DocumentVersion, VersionFile
from ..consultations.querysets import public_consultations
from ..decisions.models import Dispatch
from ..decisions.querysets import public_decisions
from ..meetings.choices import MeetingStatus
from ..meetings.pages import MeetingPageMixin
from ..meetings.querysets import meeting_model, public_meetings
from ..participation.querysets import public_calls
from ..programmes.querysets import public_programmes


def listed_documents(view) -> Q:
    gate = view.gate
    return (
        _of_pages(get_document_model(), gate)
        | _named(get_document_model(), _reports(gate))
        | _in(_materials(gate), "document")
        | _in(_files_of_versions(gate), "document")
        | _in(_answers(gate), "answer_document")
        | _in(LegalAct.objects.filter(body__translation_key__in=view.bodies.keys), "document")
    )


def listed_images(view) -> Q:
    gate = view.gate
    return (
        _of_pages(get_image_model(), gate)
        | _named(get_image_model(), _reports(gate))
        | _named(get_image_model(), _notices(view))
        | _in(view.bodies.people(), "photo")
        | _in(view.bodies.organisations(), "logo")
    )


def _in(rows: QuerySet, name: str) -> Q:
    return Q(pk__in=rows.filter(**{f"{name}__isnull": False}).order_by().values(name))


def _keys(pages: QuerySet) -> QuerySet:
    return pages.order_by().values("translation_key")


# By the index of references -----------------------------------------------------------------------


def _ids(rows: QuerySet) -> QuerySet:
    """Keys of ``rows`` as the index writes them."""
    return rows.order_by().annotate(_text=Cast("pk", CharField())).values("_text")


def _named(target: type, rows: QuerySet, but: Q | None = None) -> Q:
    """What ``rows`` have in their relations, texts and StreamFields; ``but`` not those places."""
    places = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(rows.model),
        to_content_type=ContentType.objects.get_for_model(target),
        to_object_id=Cast(OuterRef("pk"), CharField()),
        object_id__in=_ids(rows),
    )
    return Q(Exists(places.exclude(but) if but else places))


def _of_pages(target: type, gate) -> Q:
    pages = swapper.load_model("wagtailcore", "Page").objects.all()
    return _named(target, gate.pages(pages, any_locale=True), but=_closed_places(gate))


def _closed_places(gate) -> Q:
    """Agendas and materials, which have rules of their own; what is told once a meeting is over."""
    over = Q(status=MeetingStatus.HELD) | Q(over_at__lte=gate.now)
    is_told = public_meetings(gate, any_locale=True).filter(
        over, ~Q(status=MeetingStatus.CANCELLED)
    )
    of_report, own_rules = _below("report", "photos"), _below("agenda_items", "materials")
    kinds = ContentType.objects.get_for_models(*page_models(MeetingPageMixin)).values()
    return Q(content_type__in=[kind.pk for kind in kinds]) & (
        own_rules | (of_report & ~Q(object_id__in=_ids(is_told)))
    )


def _below(*fields: str) -> Q:
    """Places within these fields: ``report``, ``report.``, ``photos.photo.image``."""
    found = Q(model_path__in=fields)
    for field in fields:
        found |= Q(model_path__startswith=f"{field}.")
    return found


def _reports(gate) -> QuerySet:
    pages = public_consultations(gate, any_locale=True)
    return ConsultationReport.objects.published(gate.now).filter(
        consultation__translation_key__in=_keys(pages)
    )


def _notices(view) -> QuerySet:
    found = Q(pk__in=view.bodies.ids("funding_id"))
    for public in (public_meetings, public_consultations, public_programmes, public_calls):
        found |= _in(public(view.gate, any_locale=True), "funding")
    return FundingNotice.objects.filter(found)


# By the rows of a room ----------------------------------------------------------------------------


def _internal_items() -> QuerySet:
    """Items that the public never sees, as ``meetings.rules.public_items`` says of one agenda."""
    items = meeting_model()._meta.get_field("agenda_items").field
    rows, page = items.model._default_manager, items.attname
    # What ends the branch of an internal item before the item in question.
    between = rows.filter(
        **{page: OuterRef(page)},
        level__lte=OuterRef("level"),
        sort_order__gt=OuterRef("sort_order"),
        sort_order__lte=OuterRef(OuterRef("sort_order")),
    )
    above = rows.filter(
        ~Exists(between),
        **{page: OuterRef(page)},
        is_internal=True,
        level__lt=OuterRef("level"),
        sort_order__lte=OuterRef("sort_order"),
    )
    return rows.filter(Q(is_internal=True) | Exists(above))


def _materials(gate) -> QuerySet:
    """Materials of public meetings: of the whole meeting, and of items that the public sees."""
    field = meeting_model()._meta.get_field("materials").field
    items = meeting_model()._meta.get_field("agenda_items").field
    of_item = {"uuid": OuterRef("item_uuid"), items.attname: OuterRef(field.attname)}
    known = Exists(items.model._default_manager.filter(**of_item))
    internal = Exists(_internal_items().filter(**of_item))
    pages = public_meetings(gate, any_locale=True).order_by().values("pk")
    return field.model._default_manager.filter(
        Q(item_uuid=None) | Q(known, ~internal), **{f"{field.name}__in": pages}
    )


def _files_of_versions(gate) -> QuerySet:
    versions = DocumentVersion.objects.published(gate.now).filter(
        consultation__translation_key__in=_keys(public_consultations(gate, any_locale=True))
    )
    return VersionFile.objects.filter(version__in=versions.order_by().values("pk"))


def _answers(gate) -> QuerySet:
    keys = _keys(public_decisions(gate, any_locale=True))
    return Dispatch.objects.filter(decision__translation_key__in=keys)
