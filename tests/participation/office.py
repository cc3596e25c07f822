"""What the tests of the office's desk of joining share."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.support.users import create_user

REGISTER = "rkres_wagtail_declaration_modeladmin_"


def register(action: str = "index", *args) -> str:
    return reverse(REGISTER + action, args=args)


def keeper_of(page, name: str = "opiekunka", *codenames: str, actions=("change", "publish")):
    """A user who may publish ``page`` and what is below it, with further permissions."""
    user = create_user(name)
    group = Group.objects.create(name=name)
    codenames = ("access_admin", *codenames)
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    assert group.permissions.count() == len(codenames)
    for action in actions:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{action}_page"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user


def offer_data(**values) -> dict:
    """What the form of an offer posts; rich texts as the editor writes them."""
    from wagtail.test.utils.form_data import rich_text

    texts = {name: values.pop(name, "") for name in ("asks", "gives", "leaving", "how", "clause")}
    data = {
        "organisation": "optional",
        "sector": "no",
        "position": "no",
        "motivation": "optional",
        "attachment": "no",
        "attachment_label": "",
        "contact_email": "",
        "retention_months": "",
        "statement": "",
        "seen": "",
        **values,
    }
    return data | {name: rich_text(html) if html else "null" for name, html in texts.items()}
