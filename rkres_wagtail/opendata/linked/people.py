"""A member's page as schema.org/Person: what they agreed to, no contact data."""

from __future__ import annotations

from wagtail.images.models import SourceImageIOError

from .here import Here, on_one_line
from .script import node

#: The size that ``person.html`` shows.
PHOTO = "fill-448x448"


def person(here: Here) -> list[dict]:
    profile = here.get("profile")
    who = profile.person
    return [
        node(
            "Person",
            f"{here.url}#person",
            name=who.full_name,
            description=on_one_line(who.about),
            honorificPrefix=who.academic_title,
            url=here.url,
            image=_photo(here, who.photo),
            affiliation=_affiliations(profile.current),
            memberOf=[_sitting(here, each) for each in (*profile.current, *profile.past)],
        )
    ]


def _photo(here: Here, image) -> str:
    """The address of the shown size; nothing when the file is gone."""
    if image is None:
        return ""
    try:
        return here.absolute(image.get_rendition(PHOTO).url)
    except SourceImageIOError:
        return ""


def _affiliations(sittings) -> list[dict]:
    """Institutions at which the member works, each once."""
    found = {
        each.member.organisation: each.member.organisation_url
        for each in sittings
        if each.member.organisation
    }
    return [node("Organization", name=name, url=url) for name, url in found.items()]


def _sitting(here: Here, sitting) -> dict:
    """A role from–to in a body; the end only once it is past, as on the page."""
    member = sitting.member
    return node(
        "OrganizationRole",
        roleName=member.role_label,
        startDate=member.since,
        endDate=member.until,
        memberOf=here.body(sitting.body),
    )
