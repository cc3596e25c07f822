"""The list to sign, on paper: before the meeting as well as afterwards."""

from __future__ import annotations

from django.contrib import messages as django_messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ...bodies.choices import Role
from ...bodies.models import Membership
from . import rules
from .counts import needed
from .tally import represented_by
from .views import SheetView

#: Empty rows, so that guests sign on the same sheet.
GUEST_ROWS = 8


class PrintView(SheetView):
    """A4, without the admin around it; nothing is stored."""

    template_name = "rkres_wagtail/meetings/admin/attendance/print.html"

    def get(self, request, *args, **kwargs):
        if reason := rules.refusal(self.meeting):
            django_messages.error(request, reason)
            return redirect(self.url)
        day = rules.day_of(self.meeting)
        members = rules.members_on(self.body, day)
        deputies = rules.deputies_on(self.body, day)
        body = self.body.specific
        least = needed(body.quorum_rule, body.quorum_number, len(members))
        return self.render_to_response(
            {
                "page": self.meeting,
                "body": body,
                "lines": [
                    {
                        "number": number,
                        "row": row,
                        "represents": represented_by(row),
                        "role": "" if row.role == Role.MEMBER else _role(row),
                        "deputies": [each.holder_name for each in deputies.get(row.pk, ())],
                    }
                    for number, row in enumerate(members, start=1)
                ],
                "observers": _observers(body, day),
                "guest_rows": range(GUEST_ROWS),
                "members": len(members),
                "needed": least,
                "url": self.url,
                "title": _("List of attendance"),
            }
        )

    def post(self, request, *args, **kwargs):
        return self.http_method_not_allowed(request, *args, **kwargs)


def _role(row: Membership) -> str:
    return row.role_label or str(row.get_role_display())


def _observers(body, day) -> list[dict]:
    rows = Membership.objects.of(body).current(day).holders().filter(role=Role.OBSERVER)
    return [
        {"row": row, "represents": represented_by(row)}
        for row in sorted(rows.with_related(), key=rules.rank)
    ]
