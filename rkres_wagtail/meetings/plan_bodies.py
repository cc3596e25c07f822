"""Under which lists a user may plan meetings, and of which bodies those may be."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from wagtail.permissions import page_permission_policy

from ..bodies.tree import committee_of, page_models, pages_of
from .querysets import meeting_model

#: Meetings of the statutory body that are proposed where its page gives no number.
STATUTORY_COUNT = 4


def list_candidates(user):
    """Base pages of the lists of meetings under which ``user`` may add pages; one query."""
    from .pages import MeetingIndexPageMixin

    types = ContentType.objects.get_for_models(*page_models(MeetingIndexPageMixin)).values()
    allowed = page_permission_policy.instances_user_has_permission_for(user, "add")
    return allowed.filter(content_type__in=types, alias_of=None).order_by("path")


def lists_for(user) -> list:
    """The lists of meetings, as their own classes, under which ``user`` may create meetings."""
    return [page for page in list_candidates(user).specific() if may_plan(page, user)]


def may_plan(listing, user) -> bool:
    """Whether ``user`` may create meetings under ``listing``, as Wagtail's editor would let."""
    model = meeting_model()
    return (
        listing.alias_of_id is None
        and listing.permissions_for_user(user).can_add_subpage()
        and model in listing.specific_class.creatable_subpage_models()
        and model.can_create_at(listing)
    )


def bodies_of(listing) -> list:
    """The bodies that a meeting under ``listing`` may be of, as their own classes, in order."""
    from ..bodies.pages import BodyPageMixin, CommitteePageMixin

    committee = committee_of(listing)
    if committee is None:
        return []
    bodies = pages_of(BodyPageMixin).descendant_of(committee, inclusive=True)
    # A committee that stands under another one has lists of its own.
    inner = [page.path for page in pages_of(CommitteePageMixin).descendant_of(committee)]
    found = bodies.filter(alias_of=None).order_by("path").specific()
    return [body for body in found if not body.path.startswith(tuple(inner))]


def usual_count(body, committee) -> int:
    """Meetings a year: what the body's page says, else 4 of the statutory body, else none."""
    if body.meetings_per_year is not None:
        return body.meetings_per_year
    statutory = getattr(committee, "statutory_body", None) or committee
    is_statutory = body.translation_key == statutory.translation_key
    return STATUTORY_COUNT if is_statutory else 0
