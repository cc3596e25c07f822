"""The register of mail in a real browser: accessible, narrow enough, and one story to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "rkres_wagtail_outgoingmessage_modeladmin_"
WIDTHS = [1280, 360]


@pytest.fixture
def mail(make_message, settings):
    """One message of every state."""
    backends = "django_tasks.backends"
    settings.TASKS = {"default": {"BACKEND": f"{backends}.dummy.DummyBackend"}}
    words = "550 5.1.1 <osoba@example.org>: Recipient address rejected: User unknown"
    for number, status in enumerate(
        ("waiting", "sending", "sent", "failed", "uncertain", "expired", "withdrawn")
    ):
        message = make_message(number, recipient_name="Łucja Brzęczyszczykiewicz-Źrebiec")
        OutgoingMessage.objects.filter(pk=message.pk).update(
            status=status,
            claimed_at=timezone.now(),
            attempts=number,
            error=words if status == "failed" else "",
        )
    make_message(9, key="test:held")
    OutgoingMessage.objects.filter(key="test:held").update(
        host="www.example.org", expires_at=timezone.now() + timedelta(days=1)
    )
    settings.TASKS = {"default": {"BACKEND": f"{backends}.immediate.ImmediateBackend"}}


@pytest.fixture
def secretary(page, committee, live_site, mail, browser_login):
    """A browser page with the session of the secretariat."""
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    browser_login(user)
    page.set_default_timeout(20_000)
    return page


def visit(page, live_site, path):
    assert page.goto(live_site.url + path).status == 200, path
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", WIDTHS)
def test_screens_are_accessible_and_fit(secretary, live_site, axe, width):
    secretary.set_viewport_size({"width": width, "height": 900})
    failed = OutgoingMessage.objects.get(status="failed").pk
    paths = [
        reverse("wagtailadmin_home"),
        reverse(f"{NAME}index"),
        *(reverse(f"{NAME}{view}", args=[failed]) for view in ("inspect", "again", "forget")),
    ]
    for path in paths:
        visit(secretary, live_site, path)
        axe(secretary, admin=True)
        assert secretary.evaluate("document.documentElement.scrollWidth") <= width, path


def test_from_the_first_page_to_a_message_sent_again(secretary, live_site, sink):
    page = secretary
    visit(page, live_site, reverse("wagtailadmin_home"))
    page.get_by_role("link", name="1 wiadomość nie została wysłana").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Wyślij ponownie").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Tak, wyślij ponownie").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Wiadomość została wysłana.").is_visible()
    assert sink.recipients == ["osoba3@example.org"]
    visit(page, live_site, reverse("wagtailadmin_home"))
    assert not page.get_by_text("nie została wysłana").count()
    assert page.get_by_text("1 wiadomość jest niepewna").is_visible()
