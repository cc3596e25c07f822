"""Who keeps the remarks of a consultation: to them remarks may be assigned."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Q


def keepers(page):
    """Active users for whom ``permissions.may_keep(page, user)`` holds, by name; as a queryset."""
    from wagtail.permissions import page_permission_policy as policy

    users = get_user_model()._default_manager.filter(is_active=True)
    publishing = policy.users_with_permission_for_instance("publish", page)
    editing = policy.users_with_permission_for_instance("change", page)
    row = {"content_type__app_label": "rkres_wagtail", "codename": "change_remark"}
    allowed = Q(user_permissions__in=_permissions(row)) | Q(
        groups__permissions__in=_permissions(row)
    )
    may = (
        Q(is_superuser=True)
        | Q(pk__in=publishing.order_by().values("pk"))
        | Q(pk__in=users.filter(allowed, pk__in=editing.order_by().values("pk")).values("pk"))
    )
    return users.filter(may).order_by(users.model.USERNAME_FIELD)


def _permissions(row: dict):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(**row).values("pk")


def name_of(user) -> str:
    """As the admin names people."""
    return user.get_full_name() or user.get_username() if user is not None else ""
