"""Who keeps minutes: whoever has the permission, of meetings whose page they may edit."""

from __future__ import annotations

from wagtail.permission_policies import ModelPermissionPolicy

#: Of these one is enough to see minutes at all.
ANY = ("view", "change", "delete", "publish")


def may_keep(meeting, user, action: str = "change") -> bool:
    """Whether ``user`` may ``add`` or ``change`` … the minutes of ``meeting`` (a page)."""
    if not user.has_perm(f"rkres_wagtail.{action}_minutes"):
        return False
    return meeting.permissions_for_user(user).can_edit()


class MinutesPermissionPolicy(ModelPermissionPolicy):
    """Wagtail's own, and for one object the committee it belongs to."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return (
            self.user_has_any_permission(user, actions)
            and instance.meeting.permissions_for_user(user).can_edit()
        )

    def instances_user_has_any_permission_for(self, user, actions):
        return super().instances_user_has_any_permission_for(user, actions).editable_by(user)
