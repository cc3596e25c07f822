"""Which bodies, calls and declarations somebody keeps; everything here reads through it."""

from __future__ import annotations

import swapper
from django.contrib.contenttypes.models import ContentType
from wagtail.permissions import page_permission_policy as policy

from ...bodies.rules import canonical_body
from ...bodies.tree import body_models, is_body
from ..models import Declaration
from ..permissions import may_keep
from ..querysets import call_model

_PERMISSION = "rkres_wagtail.change_declaration"


def keeps_some(user) -> bool:
    """Whether ``user`` could keep declarations somewhere; asks nothing of the pages themselves."""
    if policy.user_has_permission(user, "publish"):
        return True
    return user.has_perm(_PERMISSION) and policy.user_has_permission(user, "change")


def is_target(page) -> bool:
    """Whether one can declare for ``page`` (a base page will do): a body or a call."""
    model = page.specific_class
    return model is not None and (is_body(page) or issubclass(model, call_model()))


def targets():
    """Base pages of all bodies and calls."""
    Page = swapper.load_model("wagtailcore", "Page")
    types = ContentType.objects.get_for_models(*body_models(), call_model()).values()
    return Page.objects.filter(content_type__in=types, alias_of=None)


def kept_targets(user):
    """Those of them whose declarations ``user`` keeps; as ``permissions.may_keep`` says of one."""
    pages = targets()
    mine = policy.instances_user_has_permission_for(user, "publish").order_by().values("pk")
    found = pages.filter(pk__in=mine)
    if user.has_perm(_PERMISSION):
        edited = policy.instances_user_has_permission_for(user, "change").order_by().values("pk")
        found = found | pages.filter(pk__in=edited)
    return found


def kept_declarations(user):
    """Declarations for bodies and calls that ``user`` keeps, and no other ones."""
    return Declaration.objects.filter(target__in=kept_targets(user).order_by().values("pk"))


def keeps(declaration, user) -> bool:
    """Whether ``user`` keeps this one; asked once for a target in a request."""
    known = user.__dict__.setdefault("_rkres_keeps", {})
    key = declaration.target_id
    if key not in known:
        known[key] = may_keep(declaration.target, user)
    return known[key]


def body_of(target):
    """The body that somebody would join, canonical: of a call that which it is for.

    A call that names none is for its committee; None where it stands outside of any.
    """
    page = target.specific
    body = page if is_body(page) else page.body or page.committee
    return canonical_body(body) if body is not None else None
