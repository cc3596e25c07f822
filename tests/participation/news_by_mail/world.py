"""What the tests of news by e-mail share: a committee that offers it, and its form."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from wagtail.models import Site

from rkres_wagtail import form_stamps
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import Subscription
from rkres_wagtail.participation.news.public_views import WHAT
from rkres_wagtail.site_settings import RkresSettings

EMAIL = "Janina.Wymyslona@example.org"
CLAUSE = "<p>Adres trzyma Regionalny Ośrodek Polityki Społecznej.</p>"
_URL = re.compile(r"https?://\S*/powiadomienia/\S+")


def offer_news(clause: str = CLAUSE) -> None:
    site = Site.objects.get(is_default_site=True)
    RkresSettings.objects.update_or_create(site=site, defaults={"subscription_clause": clause})


# The form -----------------------------------------------------------------------------------------


def address(committee) -> str:
    return f"{committee.get_url()}powiadomienia/"


def aged(html: str, committee, **ago) -> str:
    """The stamp in a form, as of one that was opened two minutes ago, or so long as ``ago``."""
    (text,) = re.findall(r'name="stamp" value="([^"]*)"', html)
    stamp = form_stamps.read(WHAT, unescape(text), committee.pk)
    made = stamp.made_at - timedelta(**(ago or {"minutes": 2}))
    return form_stamps.Stamp(WHAT, committee.pk, stamp.key, made).text()


def filled(client, committee, **fields) -> dict:
    html = client.get(address(committee)).content.decode()
    return {
        "stamp": aged(html, committee),
        "homepage": "",
        "topics": ["meetings", "decisions"],
        "rhythm": "at_once",
        "email": EMAIL,
        **fields,
    }


def send(client, committee, data: dict | None = None, **fields):
    data = filled(client, committee, **fields) if data is None else {**data, **fields}
    return client.post(address(committee), data)


# Links --------------------------------------------------------------------------------------------


def links_in(message) -> list[str]:
    """Paths of the secret links in a message, in order."""
    return [re.sub(r"^https?://[^/]+", "", url) for url in _URL.findall(message.text)]


def last_message() -> OutgoingMessage:
    return OutgoingMessage.objects.order_by("-pk").first()


def subscribed(client, committee, **fields) -> Subscription:
    """A subscription as people make it: the form, the mail, the button."""
    assert send(client, committee, **fields).status_code == 302
    response = client.post(links_in(last_message())[0])
    assert response.status_code == 302, response.content.decode()
    return Subscription.objects.latest("pk")
