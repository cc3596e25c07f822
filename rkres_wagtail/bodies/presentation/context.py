"""What the public pages of bodies show; every related object comes through the gate.

A page's number of queries does not depend on the number of members, groups, terms or acts.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from ... import sub_addresses
from ...public import Gate
from ..models import Membership
from .asked import usual_day
from .composition import Composition, composition
from .family import Family
from .people import public_people
from .related import Contact, Terms, acts_by_purpose, funding_of, public_acts
from .visibility import public_visibility


def composition_for(family: Family, body) -> tuple[object, Composition | None]:
    """The body whose members are shown on the page of ``body``, and its composition now.

    A committee shows its statutory body's, and never more than its own setting allows; a
    former body, that of its last day.
    """
    shown = family.shown_for(body)
    if shown is None:
        return None, None
    return shown, composition(
        shown,
        on=usual_day(shown),
        committee=family.committee,
        visibility=public_visibility(body, shown),
    )


def base_context(page, request) -> dict:
    """What every address of a body has: the body behind the page, its committee, the way up."""
    body = page.source
    committee = body.committee
    family = Family(committee, Gate.of(request), served=body) if committee else None
    return {
        "body": body,
        "committee": committee,
        "family": family,
        "trail": _trail(body, committee, family, request),
        "body_url": page.get_url(request) or "",
        "committee_url": (committee.get_url(request) or "") if committee else "",
        "canonical_url": body.get_full_url(request),
        "last_published_at": body.last_published_at,
    }


def _trail(body, committee, family, request) -> list[dict]:
    """Bodies above this one: the committee, then the tier."""
    if committee is None or body is committee:
        return []
    above = [committee, *(page for page in family.bodies if body.path.startswith(page.path))]
    return [
        {"title": page.title, "url": page.get_url(request)} for page in above if page.pk != body.pk
    ]


def body_context(page, request, base: dict) -> dict:
    """What the main address of any body shows."""
    body, committee, family = base["body"], base["committee"], base["family"]
    gate = Gate.of(request)
    if family is None:
        return {}
    shown, members = composition_for(family, body)
    condition = Q(body__translation_key=body.translation_key)
    founding = getattr(body, "founding_act_id", None)
    if founding:
        condition |= Q(pk=founding)
    elif body is committee and shown is not None and shown is not body:
        condition |= Q(body__translation_key=shown.translation_key)
    keys = {each.translation_key for each in (body, committee, *family.bodies)}
    acts = public_acts(gate, condition, keys=keys)
    node = family.node(body)
    return {
        "node": node,
        "composition": members,
        "composition_body": shown,
        "founding_act": next((each for each in acts if each.act.pk == founding), None),
        "acts": acts_by_purpose([each for each in acts if each.act.pk != founding]),
        "contact": Contact.of(body, committee),
        "funding": funding_of(body, committee),
        "is_former": node.is_former,
        "sections": _sections(page, request, family, shown, members),
    }


def _sections(page, request, family, shown, members) -> list[dict]:
    """Sub-addresses that have something to say."""
    names = []
    if members or (
        members is not None
        and members.shows_numbers
        and Membership.objects.of(shown).started().exists()
    ):
        names.append(("composition", _("Composition on a chosen day")))
    if page.source is family.committee:
        if public_people(family).exists():
            names.append(("people", _("Profiles of members")))
        names.append(("search", _("Search")))
    names.append(("history", _("Change log")))
    url = page.get_url(request) or ""
    return [
        {"name": name, "title": title, "url": f"{url}{page.reverse_subpage(name)}"}
        for name, title in names
    ]


def committee_context(page, request, base: dict) -> dict:
    """What the main address of a committee shows beside that of any body."""
    family = base["family"]
    return {
        "tiers": family.tiers,
        "groups": family.groups,
        "former_bodies": family.former,
        "terms": Terms.of(base["committee"]),
        "host_organisation": base["committee"].host_organisation,
        **_programmes(base["body"], family.gate),
    }


def _programmes(body, gate) -> dict:
    """Programmes kept by name; those that have a page stand in the section of their room."""
    facts = sub_addresses.found("programmes", [body], gate).get(body.translation_key)
    rows = [block.value for block in body.programmes]
    if facts is not None:
        is_listed = facts["is_listed"]
        rows = [
            row
            for row in rows
            if not is_listed(row["name"], row["abbreviation"] or "", row["years"] or "")
        ]
    return {"programmes": rows, "has_programme_pages": facts is not None}


def tier_context(page, request, base: dict) -> dict:
    """Groups of the tier, and the other tiers in order."""
    family, body = base["family"], base["body"]
    if family is None:
        return {}
    return {
        "groups": family.groups_under(body),
        "former_groups": family.groups_under(body, former=True),
        "tiers": family.tiers,
    }


def group_context(page, request, base: dict) -> dict:
    """The groups beside this one, and whom it watches over."""
    family, body = base["family"], base["body"]
    if family is None:
        return {}
    return {
        "siblings": [node for node in family.all_groups if node.page.pk != body.pk],
        "supervises": family.node(body).supervises,
        "supervised_by": family.node(body).supervised_by,
    }
