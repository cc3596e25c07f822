"""A committee, tier or group as schema.org/GovernmentOrganization, with the acts that made it.

No members: a list of them has no bounds, and each who agreed has a page.
"""

from __future__ import annotations

from django.utils.translation import pgettext

from ...bodies.choices import ActKind, ActPurpose
from ..facts import nearest_above
from .here import Here, body_key, on_one_line
from .script import node

#: Acts on the body itself; appointments are about people.
_PURPOSES = frozenset(ActPurpose) - {ActPurpose.APPOINTS, ActPurpose.OTHER}


def body(here: Here) -> list[dict]:
    """The body of a page, then the legal acts that it is founded on, as the page lists them."""
    page, family = here.get("body"), here.get("family")
    url = here.url_of(page)
    parent = _parent(page, family)
    organisation = node(
        "GovernmentOrganization",
        body_key(url),
        name=page.title,
        alternateName=getattr(page, "abbreviation", ""),
        description=on_one_line(page.lead),
        url=url,
        foundingDate=page.active_from,
        dissolutionDate=page.active_to if page.is_former else None,
        parentOrganization=here.body(parent),
        subOrganization=[here.body(each) for each in _children(page, family)],
        areaServed=_area(page),
        **_office(here, page),
    )
    return [organisation, *acts(here, body_key(url))]


def _parent(page, family):
    return nearest_above(page, [family.committee, *family.bodies]) if family else None


def _children(page, family) -> list:
    """Public bodies directly below, those that exist now."""
    if family is None:
        return []
    every = [family.committee, *family.bodies]
    below = (each for each in family.bodies if not family.node(each).is_former)
    return [each for each in below if getattr(nearest_above(each, every), "pk", None) == page.pk]


def _area(page) -> dict | None:
    """The voivodeship of a committee; of a territorial group, what it says itself."""
    name = on_one_line(getattr(page, "area", ""))
    if getattr(page, "region", ""):
        name = pgettext("administrative area", "%(name)s voivodeship") % {
            "name": page.get_region_display()
        }
    return node("AdministrativeArea", name=name) if name else None


def _office(here: Here, page) -> dict:
    """The office as the page shows it: of a former body not; the person who answers never."""
    contact = here.get("contact")
    if not contact or page.is_former:
        return {}
    point = node("ContactPoint", name=contact.unit, telephone=contact.phone, email=contact.email)
    has_way = contact.phone or contact.email
    return {
        "contactPoint": point if has_way else None,
        "address": "" if contact.is_committees else on_one_line(contact.address),
    }


def acts(here: Here, about: str) -> list[dict]:
    """Acts that the page lists under founding documents."""
    shown = [each for _heading, rows in here.get("acts") or () for each in rows]
    founding = here.get("founding_act")
    shown = [*([founding] if founding else []), *shown]
    return [legislation(here, each, about) for each in shown if _is_legislation(each.act)]


def _is_legislation(act) -> bool:
    """An act of a public authority on a body; what is of another kind may be a contract."""
    return act.kind != ActKind.OTHER and act.purpose in _PURPOSES


def legislation(here: Here, shown, about: str = "") -> dict:
    """``shown`` is a ``PublicAct``: the act, and the file or link that the public may open.

    No ``legislationPassedBy``: the issuer is written as the citation wants it, in the genitive.
    """
    act = shown.act
    return node(
        "Legislation",
        name=act.citation,
        description=act.title if act.title not in act.citation else "",
        legislationType=act.get_kind_display(),
        legislationIdentifier=act.number,
        legislationDate=act.issued_on,
        url=here.absolute(shown.url),
        about={"@id": about} if about else None,
    )
