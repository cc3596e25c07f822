"""Who may keep the rounds and the outcome: they are no part of the page's draft."""

from __future__ import annotations


def may_keep(page, user) -> bool:
    """Who may publish the page, and who may edit it and keeps the rounds.

    A lock on the page's draft does not hold a deadline back.
    """
    permissions = page.permissions_for_user(user)
    if permissions.can_publish():
        return True
    return permissions.can_edit() and user.has_perm("rkres_wagtail.change_round")


def permissions():
    """Hook: what the form of a group offers beside the permissions of pages."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="rkres_wagtail", codename="change_round"
    )
