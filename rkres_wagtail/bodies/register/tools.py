"""What the registers of this room share."""

from __future__ import annotations

from collections import Counter

import swapper
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import services
from ..tree import is_body
from .columns import period_of


def described(label, order: str | None = None):
    """Give a column of a list its heading and, if it sorts, the field it sorts by."""

    def decorate(function):
        function.short_description = label
        if order:
            function.admin_order_field = order
        return function

    return decorate


def prefill_key(instance, name: str, request):
    """Set a foreign key of ``instance`` from the query string, if such a row exists."""
    value = request.GET.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        return
    related = instance._meta.get_field(name).related_model
    item = related._default_manager.filter(pk=value).first()
    if item is not None and (name != "body" or is_body(item)):
        setattr(instance, name, item)


def seat_names(seats, *, with_body: bool) -> dict[int, str]:
    """How a list tells ``seats`` apart: number of those of one name, and who sits there.

    The seats come in the order of the register, each with ``holders_now``.
    """
    alike = Counter((seat.body_id, seat.label) for seat in seats)
    seen: Counter = Counter()
    names = {}
    for seat in seats:
        key = (seat.body_id, seat.label)
        seen[key] += 1
        name = seat.label
        if alike[key] > 1:
            name = _("%(seat)s, no. %(number)d") % {"seat": name, "number": seen[key]}
        if with_body:
            name = f"{seat.body}: {name}"
        holders = ", ".join(holder.holder_name for holder in seat.holders_now)
        names[seat.pk] = f"{name} – {holders or _('vacant')}"
    return names


def lock_posted_body(request) -> None:
    """Lock the body that a form names, before its rules are looked at."""
    Page = swapper.load_model("wagtailcore", "Page")
    value = request.POST.get("body", "")
    if value.isascii() and value.isdigit() and len(value) < 19:
        page = Page.objects.filter(pk=value).first()
        if page is not None and is_body(page):
            services.lock_body(page)


def role_of(row) -> str:
    """The role of a membership as a list shows it."""
    role = row.role_label or row.get_role_display()
    if not row.deputy_for:
        return role
    return _("%(role)s, deputy of %(name)s") % {"role": role, "name": row.deputy_for.holder_name}


def described_rows(rows) -> list[dict]:
    """Memberships as the details of another entry list them."""
    return [
        {
            "url": reverse("rkres_wagtail_membership_modeladmin_inspect", args=[quote(row.pk)]),
            "name": row.holder_name,
            "body": str(row.body),
            "role": role_of(row),
            "period": period_of(row),
        }
        for row in rows
    ]
