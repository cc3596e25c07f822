"""The package's endpoints of Wagtail's API v2; docs/reference/api.md lists them.

    router = WagtailAPIRouter("wagtailapi")
    register_endpoints(router)

Read only, the same for everyone: a login opens nothing here.
"""

from __future__ import annotations

from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from localflavor.pl.pl_administrativeunits import ADMINISTRATIVE_UNIT_CHOICES
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.images import get_image_model

from ..bodies.choices import ActKind, ActPurpose, OrganisationKind, Role
from ..bodies.models import (
    FundingNotice,
    LegalAct,
    Membership,
    Organisation,
    Person,
    Sector,
    Term,
)
from ..decisions.models import DecisionKind
from ..meetings.querysets import meetings
from ..minutes.api_fields import DETAILS, MINUTES_FIELDS, load
from ..minutes.models import Minutes
from ..minutes.published import public_minutes
from ..representations import LogosField, gate_for
from .base import PublicAPIViewSet
from .consultations import (
    ConsultationKindsAPIViewSet,
    DocumentVersionsAPIViewSet,
    ResponseStatusesAPIViewSet,
)
from .errors import as_date, as_key, as_moment, as_past_date
from .files import FILE_ENDPOINTS, PublicDocumentsAPIViewSet, PublicImagesAPIViewSet
from .memberships import MEMBERSHIP_FIELDS, FactField
from .page_lists import PAGE_LISTS
from .pages import PublicPagesAPIViewSet
from .parameters import (
    DATE,
    ID,
    MOMENT,
    by_body,
    by_committee,
    by_slug,
    equals,
    one_of,
    takes,
)
from .participation import OffersAPIViewSet
from .programmes import IndicatorsAPIViewSet, ProgrammeNodesAPIViewSet
from .remarks import RemarksAPIViewSet

__all__ = [
    "PublicDocumentsAPIViewSet",
    "PublicImagesAPIViewSet",
    "PublicPagesAPIViewSet",
    "register_endpoints",
]

_by_term = equals(
    "term_id", lambda name, value: as_key("term", value), ID, "Of this term, by its id."
)


def _with_renditions(relation: str) -> list:
    """What makes the images of a list cost the same for any number of rows."""
    images = get_image_model().objects.select_related("collection")
    return [Prefetch(relation, queryset=images), f"{relation}__renditions"]


def _profile_url(person, field) -> str | None:
    """The address of a person's page under the committee of their latest public membership."""
    urls = getattr(field.context["view"], "profile_urls", {})
    return urls.get(person.pk)


@takes(ID)
def _people_of_body(view, queryset, value):
    """With a public membership of this body, by the id of its page in any language."""
    rows = view.bodies.memberships().filter(
        body__translation_key=view.body_key("body", value), person__isnull=False
    )
    return queryset.filter(pk__in=rows.values("person"))


class PersonsAPIViewSet(PublicAPIViewSet):
    """People with a public page (requirement 23)."""

    model = Person
    is_searchable = True
    filters = {
        "slug": by_slug,
        "body": _people_of_body,
    }
    orders = {"id": "pk", "name": "sort_key"}
    default_order = ("sort_key", "pk")

    def public(self):
        return self.bodies.people()

    def with_relations(self, queryset):
        return queryset.prefetch_related(*_with_renditions("photo"))

    @classmethod
    def get_body_fields(cls, model):
        return [
            *super().get_body_fields(model),
            APIField("html_url", serializer=FactField(_profile_url)),
        ]

    def get_serializer_context(self):
        self._find_profile_urls()
        return super().get_serializer_context()

    def _find_profile_urls(self) -> None:
        rows = getattr(self, "rows", None)
        people = rows if rows is not None else [self.get_object()]
        sits = self.bodies.memberships().filter(person__in=people).order_by("starts_on", "pk")
        slugs = {person.pk: person.slug for person in people}
        self.profile_urls = {}
        for person, key in sits.values_list("person", "body__translation_key"):
            committee = self.bodies.committee_of(self.bodies.page(key))
            if committee is not None:
                address = committee.reverse_subpage("person", kwargs={"slug": slugs[person]})
                self.profile_urls[person] = f"{committee.full_url}{address}"


class OrganisationsAPIViewSet(PublicAPIViewSet):
    """Organisations that a public composition or committee page names."""

    model = Organisation
    is_searchable = True
    filters = {
        "kind": one_of("kind", OrganisationKind.values, "Of this kind."),
        "county": one_of(
            "county", [code for code, _name in ADMINISTRATIVE_UNIT_CHOICES], "Of this county."
        ),
    }
    orders = {"id": "pk", "name": "sort_key"}
    default_order = ("sort_key", "pk")

    def public(self):
        return self.bodies.organisations()

    def with_relations(self, queryset):
        return queryset.prefetch_related(*_with_renditions("logo"))


class SectorsAPIViewSet(PublicAPIViewSet):
    """Sectors of public committees, in the committee's order."""

    model = Sector
    filters = {"committee": by_committee}
    orders = {"id": "pk", "sort_order": "sort_order"}
    default_order = ("sort_order", "pk")

    def public(self):
        keys = self.bodies.committee_keys
        sectors = Sector.objects.filter(committee__translation_key__in=keys)
        return sectors.select_related("committee")


class DecisionKindsAPIViewSet(PublicAPIViewSet):
    """Kinds of decisions of public committees, in the committee's order."""

    model = DecisionKind
    filters = {"committee": by_committee}
    orders = {"id": "pk", "sort_order": "sort_order"}
    default_order = ("sort_order", "pk")

    def public(self):
        keys = self.bodies.committee_keys
        kinds = DecisionKind.objects.filter(committee__translation_key__in=keys)
        return kinds.select_related("committee")


@takes(DATE)
def _terms_on(view, queryset, value):
    """That hold on this day."""
    return queryset.current(as_date("on", value))


class TermsAPIViewSet(PublicAPIViewSet):
    """Terms of public committees, the latest first."""

    model = Term
    filters = {
        "committee": by_committee,
        "on": _terms_on,
    }
    orders = {"id": "pk", "starts_on": "starts_on"}
    default_order = ("-starts_on", "-pk")

    def public(self):
        terms = Term.objects.filter(committee__translation_key__in=self.bodies.committee_keys)
        return terms.select_related("committee")


class ActsAPIViewSet(PublicAPIViewSet):
    """Acts that concern public bodies."""

    model = LegalAct
    is_searchable = True
    filters = {
        "body": by_body,
        "kind": one_of("kind", ActKind.values, "Of this kind."),
        "purpose": one_of("purpose", ActPurpose.values, "For this purpose."),
        "term": _by_term,
    }
    orders = {"id": "pk", "issued_on": "issued_on"}
    default_order = ("issued_on", "pk")

    def public(self):
        return LegalAct.objects.filter(body__translation_key__in=self.bodies.keys)

    def with_relations(self, queryset):
        return queryset.select_related("body", "term", "document__collection")


class FundingNoticesAPIViewSet(PublicAPIViewSet):
    """Funding notices that public bodies show."""

    model = FundingNotice
    images = {"logos": LogosField.spec}

    def public(self):
        return FundingNotice.objects.filter(pk__in=self.bodies.ids("funding_id"))


@takes(DATE)
def _held_on(view, queryset, value):
    """That hold on this day, not later than today."""
    day = as_past_date("on", value)
    ended = view.bodies.keys_ended_before(day)
    return queryset.current(day).exclude(body__translation_key__in=ended)


@takes(ID)
def _of_person(view, queryset, value):
    """Of a person with a public page, by the id."""
    pk = as_key("person", value)
    return queryset.filter(person_id=pk, person__has_public_profile=True)


class MembershipsAPIViewSet(PublicAPIViewSet):
    """Public memberships, past and present, of bodies that publish names.

    Hidden rows are not even counted here; the reason of an end, office notes and contact
    data are no part of the API.
    """

    model = Membership
    filters = {
        "on": _held_on,
        "body": by_body,
        "term": _by_term,
        "sector": equals(
            "sector_or_seats", lambda name, value: as_key("sector", value), ID, "Of this sector."
        ),
        "role": one_of("role", Role.values, "In this role."),
        "person": _of_person,
        "organisation": equals(
            "organisation_id",
            lambda name, value: as_key("organisation", value),
            ID,
            "Of people of this organisation, by its id.",
        ),
    }
    orders = {"id": "pk", "starts_on": "starts_on"}

    def public(self):
        rows = self.bodies.memberships().with_related().select_related("body")
        return rows.annotate(sector_or_seats=Coalesce("sector_id", "seat__sector_id"))

    @classmethod
    def get_body_fields(cls, model):
        return [*cls._convert_api_fields(cls.body_fields), *MEMBERSHIP_FIELDS]


def _of_meetings(**conditions):
    keys = meetings().filter(**conditions).order_by().values("translation_key")
    return {"meeting__translation_key__in": keys}


@takes(ID)
def _minutes_of_meeting(view, queryset, value):
    """Of this meeting, by the id of its page in any language."""
    return queryset.filter(**_of_meetings(pk=as_key("meeting", value)))


@takes(ID)
def _minutes_of_body(view, queryset, value):
    """Of meetings of this body, by the id of its page in any language."""
    key = view.body_key("body", value)
    return queryset.filter(**_of_meetings(bodies__translation_key=key))


@takes(DATE)
def _minutes_from(view, queryset, value):
    """Of meetings that began on this day or later."""
    return queryset.filter(**_of_meetings(starts_on__gte=as_date("from", value)))


@takes(DATE)
def _minutes_to(view, queryset, value):
    """Of meetings that began on this day or earlier."""
    return queryset.filter(**_of_meetings(starts_on__lte=as_date("to", value)))


@takes(MOMENT)
def _minutes_modified(view, queryset, value):
    """Published since this day or moment."""
    return queryset.filter(last_published_at__gte=as_moment("modified_since", value))


class MinutesAPIViewSet(PublicAPIViewSet):
    """Published, approved minutes of public meetings, those published last first.

    Texts are where one is asked for alone: a list would read all of them.
    """

    model = Minutes
    filters = {
        "meeting": _minutes_of_meeting,
        "body": _minutes_of_body,
        "from": _minutes_from,
        "to": _minutes_to,
        "modified_since": _minutes_modified,
    }
    orders = {"id": "pk", "published_at": "last_published_at"}
    default_order = ("-last_published_at", "-pk")
    detail_only_fields = [*DETAILS]

    def public(self):
        return public_minutes(gate_for(self.request)).select_related("meeting__locale")

    @classmethod
    def get_body_fields(cls, model):
        return [*cls._convert_api_fields(cls.body_fields), *MINUTES_FIELDS]

    @classmethod
    def get_listing_default_fields(cls, model):
        known = super().get_listing_default_fields(model)
        return [name for name in known if name not in DETAILS]

    def get_serializer_context(self):
        rows = getattr(self, "rows", None)
        load([self.get_object()] if rows is None else rows, gate_for(self.request))
        return super().get_serializer_context()


#: Name in the address -> viewset. The REST framework empties a viewset's own ``name``.
ENDPOINTS = {
    **PAGE_LISTS,
    "persons": PersonsAPIViewSet,
    "organisations": OrganisationsAPIViewSet,
    "sectors": SectorsAPIViewSet,
    "decision-kinds": DecisionKindsAPIViewSet,
    "consultation-kinds": ConsultationKindsAPIViewSet,
    "response-statuses": ResponseStatusesAPIViewSet,
    "document-versions": DocumentVersionsAPIViewSet,
    "terms": TermsAPIViewSet,
    "acts": ActsAPIViewSet,
    "funding-notices": FundingNoticesAPIViewSet,
    "memberships": MembershipsAPIViewSet,
    "minutes": MinutesAPIViewSet,
    "remarks": RemarksAPIViewSet,
    "programme-nodes": ProgrammeNodesAPIViewSet,
    "indicators": IndicatorsAPIViewSet,
    "offers": OffersAPIViewSet,
}


def register_endpoints(
    router: WagtailAPIRouter, *, prefix: str = "", pages: bool = True, files: bool = True
) -> None:
    """Add the package's endpoints to the host's API v2 ``router``.

    ``prefix`` stands before every name but ``pages``, ``documents`` and ``images``, for hosts
    that have a ``persons`` of their own (``prefix="rkres-"``). ``pages=False`` leaves ``pages``
    to the host; a bare ``PagesAPIViewSet`` lists what the public should not see, subclass ours.
    ``files=False`` leaves ``documents`` and ``images`` to the host; Wagtail's own list whatever
    is uploaded into an open collection, ours what something public refers to.
    """
    if pages:
        router.register_endpoint("pages", PublicPagesAPIViewSet)
    for name, endpoint in FILE_ENDPOINTS.items() if files else ():
        router.register_endpoint(name, endpoint)
    for name, endpoint in ENDPOINTS.items():
        router.register_endpoint(f"{prefix}{name}", endpoint)
