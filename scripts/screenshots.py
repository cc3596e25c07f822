"""Take the pictures of README and docs: what ``make screenshots`` runs.

Builds the demo in a throw-away database, serves it, and drives a real browser over it. Each shot
is one line of ``SHOTS``; ``--only NAME`` takes one of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
IMAGES = ROOT / "docs" / "images"
MANAGE = ROOT / "example_site" / "manage.py"

DESKTOP = {"width": 1280, "height": 1000}
PHONE = {"width": 390, "height": 844}
LOGIN = ("admin", "pokaz-rkres")


@dataclass(frozen=True)
class Shot:
    """One picture: where to look, how wide, and which part of the page."""

    name: str
    address: Callable[[Demo], str]
    viewport: dict
    selector: str = ""
    full_page: bool = False
    admin: bool = False


@dataclass
class Demo:
    """The served demo and the addresses in it."""

    base: str
    committee: str
    tier: str
    group: str
    register: str
    meetings: str
    meeting: str
    decisions: str


SHOTS = [
    Shot("home", lambda demo: "/", DESKTOP),
    Shot("committee", lambda demo: demo.committee, DESKTOP),
    Shot("committee-phone", lambda demo: demo.committee, PHONE),
    Shot("structure", lambda demo: demo.committee, DESKTOP, selector="figure:has(svg)"),
    Shot("tier", lambda demo: demo.tier, DESKTOP),
    Shot("group", lambda demo: demo.group, DESKTOP),
    Shot("register", lambda demo: demo.register, DESKTOP, admin=True),
    Shot("meetings", lambda demo: demo.meetings, DESKTOP),
    Shot("meeting-phone", lambda demo: demo.meeting, PHONE),
    Shot("decisions", lambda demo: demo.decisions, DESKTOP),
]

_ADDRESSES = """
import django; django.setup()
from django.apps import apps
from django.urls import reverse
from rkres_wagtail.bodies.models import Membership
from rkres_wagtail.conf import settings
from rkres_wagtail.meetings.querysets import is_upcoming
for name in ("COMMITTEE_PAGE", "TIER_PAGE", "GROUP_PAGE"):
    page = apps.get_model(getattr(settings, name)).objects.live().order_by("path").first()
    print(page.get_url())
print(reverse(f"{Membership._meta.app_label}_membership_modeladmin_index"))
print(apps.get_model(settings.MEETING_INDEX_PAGE).objects.live().first().get_url())
ahead = apps.get_model(settings.MEETING_PAGE).objects.live().filter(is_upcoming())
print(ahead.filter(status="confirmed").order_by("starts_at").first().get_url())
print(apps.get_model(settings.DECISION_INDEX_PAGE).objects.live().first().get_url())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("The demo server ended; see above.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The demo server does not answer.")


@contextmanager
def served_demo():
    """Build and serve the demo on a free port; yield its addresses."""
    with tempfile.TemporaryDirectory() as tmp:
        port = free_port()
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{tmp}/demo.sqlite3",
            "DJANGO_SETTINGS_MODULE": "example_site.settings",
            "PYTHONPATH": str(ROOT),
        }
        for command in (["migrate", "--verbosity", "0"], ["demo", "--port", str(port)]):
            subprocess.run([sys.executable, str(MANAGE), *command], env=environment, check=True)
        found = subprocess.run(
            [sys.executable, "-c", _ADDRESSES],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        server = subprocess.Popen(
            [sys.executable, str(MANAGE), "runserver", "--noreload", f"127.0.0.1:{port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port, server)
            yield Demo(f"http://127.0.0.1:{port}", *found)
        finally:
            server.terminate()
            server.wait()


def log_in(page, base: str) -> None:
    page.goto(f"{base}/admin/login/")
    page.fill("input[name=username]", LOGIN[0])
    page.fill("input[name=password]", LOGIN[1])
    page.click("button[type=submit]")
    page.wait_for_url(f"{base}/admin/")


def take(browser, demo: Demo, shot: Shot) -> Path:
    context = browser.new_context(
        viewport=shot.viewport,
        locale="pl-PL",
        timezone_id="Europe/Warsaw",
        reduced_motion="reduce",
        device_scale_factor=2 if shot.viewport is PHONE else 1,
    )
    page = context.new_page()
    if shot.admin:
        log_in(page, demo.base)
    response = page.goto(demo.base + shot.address(demo), wait_until="networkidle")
    if response.status != 200:
        sys.exit(f"{shot.name}: {response.url} answered {response.status}")
    path = IMAGES / f"{shot.name}.png"
    if shot.selector:
        page.locator(shot.selector).first.screenshot(path=path)
    else:
        page.screenshot(path=path, full_page=shot.full_page)
    context.close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="NAME", choices=[shot.name for shot in SHOTS])
    options = parser.parse_args()

    from playwright.sync_api import sync_playwright

    from tests.support.chromium import find_chromium

    chromium = find_chromium()
    if not chromium or not shutil.which(chromium):
        sys.exit("A Chromium is needed: apt-get install chromium, or name it in RKRES_CHROMIUM.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in SHOTS:
            if options.only in (None, shot.name):
                print(take(browser, demo, shot).relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
