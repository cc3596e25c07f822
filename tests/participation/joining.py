"""What the tests of joining share: filling in the form as a browser would."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import gettext

from rkres_wagtail import form_stamps
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.joining.form_page import WHAT
from rkres_wagtail.participation.models import Declaration

TYPED = {
    "first_name": "Janina",
    "last_name": "Wymyślona",
    "email": "janina@example.org",
    "organisation_name": "Spółdzielnia Socjalna Wzór",
    "motivation": "Prowadzę spółdzielnię i znam powiat.",
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def said(message: str) -> str:
    """What the public reads for one of our own messages."""
    with translation.override("pl"):
        return gettext(message)


def address(page) -> str:
    return f"{page.get_url()}{page.reverse_subpage('joining')}"


def hidden(html: str, name: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'name="{name}" value="([^"]*)"', html)]


def aged(html: str, page, **ago) -> str:
    """The stamp in a form, as of one that was opened two minutes ago, or so long as ``ago``."""
    stamp = form_stamps.read(WHAT, hidden(html, "stamp")[0], page.pk)
    made = stamp.made_at - timedelta(**(ago or {"minutes": 2}))
    return form_stamps.Stamp(WHAT, page.pk, stamp.key, made).text()


def opened(client, page) -> dict:
    """The hidden fields of a form that was opened some time ago."""
    response = client.get(address(page))
    assert response.status_code == 200, response.status_code
    html = response.content.decode()
    consent = hidden(html, "consent")[0]
    return {"stamp": aged(html, page), "consent": consent, "homepage": ""}


def filled(client, page, **fields) -> dict:
    """A whole form; ``fields`` go over what is usual, None takes a field away."""
    data = {**opened(client, page), **TYPED, "agreed": "on", **fields}
    return {name: value for name, value in data.items() if value is not None}


def send(client, page, data: dict | None = None, **fields):
    """POST a form; opened and filled in where ``data`` is not given."""
    data = filled(client, page, **fields) if data is None else {**data, **fields}
    return client.post(address(page), data)


def taken(response) -> None:
    """What everybody reads whose form was well filled in."""
    assert response.status_code == 302, response.content.decode()[:3000]
    assert response["Location"].split("?")[1] == "wyslano=1#rkres-wyslano"


def the_only() -> Declaration:
    return Declaration.objects.get()


def mails(kind: str = "") -> list[OutgoingMessage]:
    rows = OutgoingMessage.objects.order_by("pk")
    return list(rows.filter(kind=f"declaration_{kind}") if kind else rows)


def link_in(message: OutgoingMessage) -> str:
    """The path of the secret link in a mail; the same in its text and in its HTML."""
    found = re.findall(r"https?://\S+/deklaracja/\S+", message.text)
    assert len(found) == 1 and found[0] in message.html
    return urlsplit(found[0]).path


def confirmed(client, page, **fields) -> Declaration:
    """Send a form, open the mail, press the button."""
    before = set(Declaration.objects.values_list("pk", flat=True))
    taken(send(client, page, **fields))
    row = Declaration.objects.exclude(pk__in=before).get()
    assert client.post(link_in(mails("confirm")[-1])).status_code == 302
    row.refresh_from_db()
    assert row.confirmed_at is not None
    return row
