"""Who may read and answer remarks: they are no part of the page's draft."""

from __future__ import annotations


def may_keep(page, user) -> bool:
    """Who may publish the consultation, or edit it and keeps remarks.

    Remarks hold personal data: whoever merely sees the page in the admin does not see them.
    """
    permissions = page.permissions_for_user(user)
    if permissions.can_publish():
        return True
    return permissions.can_edit() and user.has_perm("rkres_wagtail.change_remark")


def kept_consultations(user):
    """Pages of consultations whose remarks ``user`` may keep."""
    from wagtail.permissions import page_permission_policy as policy

    from ..consultations.querysets import consultations

    pages = consultations().filter(alias_of=None)
    keys = policy.instances_user_has_permission_for(user, "publish").values("pk")
    if not user.has_perm("rkres_wagtail.change_remark"):
        return pages.filter(pk__in=keys)
    editable = policy.instances_user_has_permission_for(user, "change").values("pk")
    return pages.filter(pk__in=keys) | pages.filter(pk__in=editable)


def permissions():
    """Hook: what the form of a group offers beside the permissions of pages."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="rkres_wagtail", codename="change_remark"
    )
