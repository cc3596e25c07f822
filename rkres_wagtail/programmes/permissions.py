"""Who keeps the tree of a programme: it is no part of the page's draft."""

from __future__ import annotations


def may_keep(page, user) -> bool:
    """Who may publish the programme: what is changed here is public at once.

    Or edit it, with the permission to keep trees of programmes.
    """
    permissions = page.permissions_for_user(user)
    if permissions.can_publish():
        return True
    return permissions.can_edit() and user.has_perm("rkres_wagtail.change_programmenode")


def may_see(page, user) -> bool:
    """Who may look at the screens of the tree: whoever edits or publishes the page."""
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() or permissions.can_publish()


def permissions():
    """Hook: what the form of a group offers beside the permissions of pages."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="rkres_wagtail", codename="change_programmenode"
    )
