"""What stands beside a body on its page: contact, terms, acts, funding; files through the gate."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found

from ...public import Gate
from ..choices import ActPurpose
from ..models import LegalAct, Term
from ..querysets import today

LOGO_SPEC = "max-400x120"


@dataclass(frozen=True)
class Contact:
    """Office data of a body, or of its committee when the body has none of its own."""

    unit: str = ""
    person: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    is_committees: bool = False

    def __bool__(self) -> bool:
        return any((self.unit, self.person, self.phone, self.email, self.address))

    @classmethod
    def of(cls, body, committee) -> Contact:
        own = cls._read(body)
        if own or committee is None or committee is body:
            return own
        return cls._read(committee, is_committees=True)

    @classmethod
    def of_page(cls, page) -> Contact:
        """That of a page without a postal address of its own, such as a meeting."""
        names = ("unit", "person", "phone", "email")
        return cls(**{name: getattr(page, f"contact_{name}") for name in names})

    @classmethod
    def _read(cls, page, **kwargs) -> Contact:
        names = ("unit", "person", "phone", "email", "address")
        return cls(*(getattr(page, f"contact_{name}") for name in names), **kwargs)


@dataclass
class Terms:
    """Terms of a committee; each list the latest first."""

    current: Term | None = None
    upcoming: list[Term] = field(default_factory=list)
    past: list[Term] = field(default_factory=list)

    @property
    def only_past(self) -> bool:
        """Whether no term runs now, though there were some."""
        return self.current is None and bool(self.past)

    def __bool__(self) -> bool:
        return bool(self.current or self.upcoming or self.past)

    @classmethod
    def of(cls, committee, *, body=None) -> Terms:
        """Terms of ``committee``; with ``body``, only those in which it has rows."""
        on, result = today(), cls()
        terms = Term.objects.of(committee)
        if body is not None:
            key = body.translation_key
            terms = terms.filter(
                Q(memberships__body__translation_key=key) | Q(seats__body__translation_key=key)
            ).distinct()
        for term in terms.order_by("-starts_on", "-pk"):
            if term.is_past(on):
                result.past.append(term)
            elif term.starts_on > on:
                result.upcoming.append(term)
            elif result.current is None:
                result.current = term
            else:
                # Nobody closed it, yet a later one runs.
                result.past.append(term)
        return result


@dataclass(frozen=True)
class PublicAct:
    """An act with the file that the public may open."""

    act: LegalAct
    document: object = None

    @property
    def url(self) -> str:
        return self.document.url if self.document else self.act.url


def public_acts(gate: Gate, condition: Q, *, keys: Collection = ()) -> list[PublicAct]:
    """Acts that meet ``condition``, oldest first; files of closed collections stay closed.

    Acts of bodies that are not public are left out; ``keys`` are those (``translation_key``)
    that are known to be.
    """
    acts = LegalAct.objects.filter(condition)
    acts = acts.select_related("body", "document__collection", "term")
    return [
        PublicAct(act, act.document if gate.allows_document(act.document) else None)
        for act in acts.order_by("issued_on", "pk")
        if act.body.translation_key in keys or gate.allows(act.body)
    ]


def acts_by_purpose(acts: list[PublicAct]) -> list[tuple[str, list[PublicAct]]]:
    """Group acts by what they do to the body, in the order of ``ActPurpose`` (requirement 13).

    Those on a programme stand on the programme's page.
    """
    groups = [
        (purpose.label, [each for each in acts if each.act.purpose == purpose])
        for purpose in ActPurpose
        if purpose != ActPurpose.PROGRAMME
    ]
    return [(label, chosen) for label, chosen in groups if chosen]


def funding_of(body, committee) -> dict | None:
    """The funding notice of a body, else its committee's, with renditions of its logos."""
    notice = body.funding or (committee.funding if committee else None)
    if notice is None:
        return None
    values = [block["value"] for block in notice.logos.raw_data]
    alts = {
        value["image"]: "" if value.get("decorative") else value.get("alt_text") or ""
        for value in values
        if value and value.get("image")
    }
    images = get_image_model().objects.filter(pk__in=alts).prefetch_renditions(LOGO_SPEC)
    found = {image.pk: image for image in images}
    logos = [
        {"rendition": get_rendition_or_not_found(found[pk], LOGO_SPEC), "alt": alt}
        for pk, alt in alts.items()
        if pk in found
    ]
    return {"notice": notice, "logos": logos}
