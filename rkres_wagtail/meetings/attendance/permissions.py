"""Who keeps attendance: who may edit the meeting's page, and has the permission beside it."""

from __future__ import annotations

from wagtail.permissions import page_permission_policy

from ...bodies.pages import BodyPageMixin
from ...bodies.rules import canonical_bodies
from ...bodies.tree import pages_of

CHANGE = "rkres_wagtail.change_attendancesheet"
VIEW = "rkres_wagtail.view_attendancesheet"


def may_keep(meeting, user) -> bool:
    """Whether ``user`` may open, fill in and close the attendance of ``meeting``.

    A lock on the page's draft does not hold it back.
    """
    return user.has_perm(CHANGE) and meeting.permissions_for_user(user).can_edit()


def may_see(meeting, user) -> bool:
    """Whether ``user`` may read it, with every name."""
    return may_see_any(user) and meeting.permissions_for_user(user).can_edit()


def may_see_any(user) -> bool:
    return user.has_perm(VIEW) or user.has_perm(CHANGE)


def permissions():
    """Hook: what the form of a group offers beside the permissions of pages."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="rkres_wagtail",
        codename__in=("change_attendancesheet", "view_attendancesheet"),
    )


def bodies_for(user) -> list:
    """Canonical pages of the bodies whose attendance ``user`` may read, in the tree's order."""
    if not may_see_any(user):
        return []
    allowed = page_permission_policy.instances_user_has_permission_for(user, "change")
    keys = set(
        allowed.filter(pk__in=pages_of(BodyPageMixin).values("pk")).values_list("pk", flat=True)
    )
    return [body for body in canonical_bodies() if body.pk in keys]
