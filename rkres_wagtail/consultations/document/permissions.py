"""Who may work on the document, which is no part of the page's draft."""

from __future__ import annotations


def may_edit(page, user) -> bool:
    """Whether ``user`` may look at and change drafts: who edits or publishes the page."""
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() or permissions.can_publish()


def may_publish(page, user) -> bool:
    """Whether ``user`` may publish and delete versions, and change what the public reads."""
    return page.permissions_for_user(user).can_publish()


def may_change(version, page, user) -> bool:
    """A published version that is not frozen changes at once before the public."""
    return may_publish(page, user) if version.is_published else may_edit(page, user)
