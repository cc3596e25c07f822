"""Who may see invitations and answers, and who may send them: the office, of its own pages."""

from __future__ import annotations

MODEL_PERMISSIONS = ("view_invitation", "change_invitation")


def may_see(page, user) -> bool:
    """Answers are personal: for those who edit the meeting and may read or change invitations."""
    own = any(user.has_perm(f"rkres_wagtail.{name}") for name in MODEL_PERMISSIONS)
    return own and page.permissions_for_user(user).can_edit()


def may_invite(page, user) -> bool:
    """A lock on the page's draft does not hold a message back."""
    has_permission = user.has_perm("rkres_wagtail.change_invitation")
    return has_permission and page.permissions_for_user(user).can_edit()


def permissions():
    """Hook: what the form of a group offers beside the permissions of pages."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="rkres_wagtail", codename__in=MODEL_PERMISSIONS
    )
