"""Who writes reports: whoever has the permission, of consultations whose page they may edit."""

from __future__ import annotations

from wagtail.permission_policies import ModelPermissionPolicy

#: Of these one is enough to see reports at all.
ANY = ("view", "change", "delete", "publish")


def may_keep(consultation, user, action: str = "change") -> bool:
    """Whether ``user`` may ``add`` or ``change`` … the report of ``consultation`` (a page)."""
    if not user.has_perm(f"rkres_wagtail.{action}_consultationreport"):
        return False
    return consultation.permissions_for_user(user).can_edit()


def editable_by(reports, user):
    """Reports on consultations whose page ``user`` may edit."""
    from wagtail.permissions import page_permission_policy

    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return reports.filter(consultation__in=pages.order_by().values("pk"))


class ReportPermissionPolicy(ModelPermissionPolicy):
    """Wagtail's own, and for one object the consultation it belongs to."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return (
            self.user_has_any_permission(user, actions)
            and instance.consultation.permissions_for_user(user).can_edit()
        )

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        return editable_by(found, user)
