"""Who keeps declarations, subscriptions and assignments: they hold personal data."""

from __future__ import annotations


def may_keep(page, user) -> bool:
    """Who may publish the body or call, or edit it and keeps declarations."""
    permissions = page.permissions_for_user(user)
    if permissions.can_publish():
        return True
    return permissions.can_edit() and user.has_perm("rkres_wagtail.change_declaration")


def permissions():
    """Hook: what the form of a group offers beside the permissions of pages."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="rkres_wagtail",
        codename__in=["change_declaration", "view_subscription", "change_subscription"],
    )
