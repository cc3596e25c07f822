"""What the tests of the public's form share: filling it in as a browser would."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from rkres_wagtail.remarks.models import Submission
from rkres_wagtail.remarks.online import stamps

AUTHOR = {
    "author_kind": "organisation",
    "organisation": "Stowarzyszenie Przykładowe",
    "email": "biuro@example.org",
}
CONTENT = "Prosimy o dopisanie spółdzielni socjalnych."


def address(page) -> str:
    return f"{page.get_url()}uwagi/zglos/"


def hidden(html: str, name: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'name="{name}" value="([^"]*)"', html)]


def opened(client, page, **query) -> dict:
    """The hidden fields of a form that was opened some time ago."""
    response = client.get(address(page), query)
    assert response.status_code == 200, response.status_code
    html = response.content.decode()
    fields = {name: hidden(html, name)[0] for name in ("version", "latest") if hidden(html, name)}
    return {**fields, "stamp": aged(html, page), "block": ["1"], "homepage": ""}


def aged(html: str, page, **ago) -> str:
    """The stamp in a form, as of one that was opened two minutes ago, or so long as ``ago``."""
    stamp = stamps.read(hidden(html, "stamp")[0], page.pk)
    made = stamp.made_at - timedelta(**(ago or {"minutes": 2}))
    return stamps.Stamp(page.pk, stamp.key, made).text()


def filled(client, page, *, query=None, **fields) -> dict:
    """A whole form with one remark; ``fields`` go over what is usual."""
    return {**opened(client, page, **(query or {})), "r1-content": CONTENT, **AUTHOR, **fields}


def send(client, page, data: dict | None = None, **fields):
    """POST a form; opened and filled in where ``data`` is not given."""
    data = filled(client, page, **fields) if data is None else {**data, **fields}
    return client.post(address(page), {"do": "send", **data})


def receipt(client, response) -> str:
    """The page to which a sending leads."""
    assert response.status_code == 302, response.content.decode()[:3000]
    assert "/uwagi/moje/" in response["Location"]
    shown = client.get(response["Location"])
    assert shown.status_code == 200
    return shown.content.decode()


def the_only() -> Submission:
    return Submission.objects.get()
