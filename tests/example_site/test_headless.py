"""The front end of ``example_site/headless/`` runs against the site and walks through it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from django.core.cache import cache

import example_site
from rkres_wagtail.meetings.querysets import meeting_model
from rkres_wagtail.remarks.models import Remark, Submission
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.bodies import MembershipFactory, TierPageFactory
from tests.factories.meetings import MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.remarks import RemarkRulesFactory

HEADLESS = Path(example_site.__file__).parent / "headless"
NODE = shutil.which("node")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

needs_node = pytest.mark.skipif(NODE is None, reason="no Node.js on this machine")


@needs_node
@pytest.mark.parametrize("module", sorted(HEADLESS.glob("*.mjs")), ids=lambda path: path.name)
def test_every_module_can_be_read(module):
    done = subprocess.run([NODE, "--check", str(module)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_it_needs_no_package_and_has_no_inline_code():
    for path in HEADLESS.glob("*.mjs"):
        text = path.read_text(encoding="utf-8")
        imported = [line.split('"')[1] for line in text.splitlines() if line.startswith("import ")]
        assert all(name.startswith(("node:", "./")) for name in imported), path
        assert "<script" not in text and "style=" not in text, path


@pytest.fixture
def consultation(live_server, site_root, site):
    site.port = live_server.thread.port
    site.save()
    cache.clear()
    committee = CommitteePageFactory(parent=site_root, title="Komitet <próbny>", lead="A & B")
    TierPageFactory(parent=committee)
    MembershipFactory(body=committee)
    MeetingPageFactory(parent=MeetingIndexPageFactory(parent=committee))
    index = ConsultationIndexPageFactory(parent=committee)
    found = ConsultationPageFactory(parent=index, rounds=[{}])
    RemarkRulesFactory(consultation=found, online=True)
    DocumentVersionFactory(consultation=found, number=1, sections=2)
    return found


@pytest.fixture
def start():
    """``start(api)``: the front end of that API; its address."""
    running = []

    def run(api: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = {**os.environ, "RKRES_API": api, "PORT": str(port), "NO_PROXY": "*"}
        server = subprocess.Popen(
            [NODE, str(HEADLESS / "server.mjs")],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        running.append(server)
        # It says its address once it answers.
        return server.stdout.readline().strip().rstrip("/")

    yield run
    for each in running:
        each.kill()
        each.wait()


@needs_node
@pytest.mark.django_db(transaction=True)
def test_the_front_end_shows_everything_and_sends_remarks(live_server, consultation):
    for count in (1, 2):
        done = subprocess.run(
            [NODE, str(HEADLESS / "check.mjs")],
            env={**os.environ, "RKRES_API": live_server.url, "NO_PROXY": "*"},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert Remark.objects.count() == count, "it can be walked through again"
    remark = Remark.objects.first()
    assert remark.content.startswith("Uwaga na próbę <b>")
    assert {each.language for each in Submission.objects.all()} == {"pl"}


@needs_node
@pytest.mark.parametrize("status", [None, 502])
def test_no_word_is_lost_where_the_api_does_not_answer(start, status):
    """Nothing listens there, or a server that is broken."""
    nobody = "http://127.0.0.1:9"
    with nullcontext(nobody) if status is None else between(nobody, fails_on="GET") as api:
        address = f"{start(api)}/konsultacje/5/uwagi"
        body = urlencode({"content": "Długo pisane <słowa>", "stamp": "x"}).encode()
        with pytest.raises(HTTPError) as refused:
            urlopen(address, body, timeout=60)
    assert refused.value.code == 502
    assert refused.value.headers["Cache-Control"] == "no-store"
    assert "Długo pisane &lt;słowa&gt;" in refused.value.read().decode()


@needs_node
@pytest.mark.django_db(transaction=True)
def test_a_form_whose_sending_failed_keeps_stamp_and_words(start, live_server, consultation):
    """A proxy's error says nothing of what was stored: the same stamp must go out again."""
    with between(live_server.url, fails_on="POST") as api:
        base = start(api)
        path = f"/konsultacje/{consultation.pk}/uwagi"
        stamp = re.search('name="stamp" value="([^"]+)"', urlopen(base + path).read().decode())[1]
        sent = urlencode({"stamp": stamp, "content": "Długo pisane", "author_kind": "person"})
        with pytest.raises(HTTPError) as refused:
            urlopen(base + path, sent.encode())
    text = refused.value.read().decode()
    assert f'name="stamp" value="{stamp}"' in text and "Długo pisane</textarea>" in text
    assert "nie zostanie zapisana podwójnie" in text


@contextmanager
def between(api: str, *, fails_on: str):
    """The address of a proxy before ``api`` that answers 502 itself to one method."""

    class Proxy(BaseHTTPRequestHandler):
        def _pass_on(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, kind, raw = 502, "text/html", b"<h1>Bad gateway</h1>"
            if self.command != fails_on:
                try:
                    answer = urlopen(f"{api}{self.path}", timeout=30)
                except HTTPError as error:
                    answer = error
                with answer:
                    status, kind = answer.status, answer.headers["Content-Type"]
                    raw = answer.read()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = _pass_on

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@needs_node
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_its_pages_are_accessible_and_fit(
    start, live_server, consultation, strict_page, axe, width
):
    base = start(live_server.url)
    strict_page.set_viewport_size({"width": width, "height": 900})
    meeting = meeting_model().objects.get()
    form = f"/konsultacje/{consultation.pk}/uwagi"
    addresses = ["/", "/kalendarz", f"/posiedzenia/{meeting.pk}", "/konsultacje", form[:-6], "/x"]

    def look():
        axe(strict_page)
        assert strict_page.evaluate(OVERFLOW) == 0, strict_page.url

    for address in [*addresses, form]:
        strict_page.goto(base + address)
        look()
    strict_page.get_by_role("button", name="Wyślij").click()
    strict_page.get_by_role("alert").wait_for()
    look()
    strict_page.get_by_label("Uwaga", exact=True).fill("Prosimy o dopisanie.")
    strict_page.get_by_label("osoba fizyczna").check()
    strict_page.get_by_label("Imię i nazwisko", exact=True).fill("Osoba Próbna")
    strict_page.wait_for_timeout(3200)
    strict_page.get_by_role("button", name="Wyślij").click()
    strict_page.get_by_role("heading", name="Pokwitowanie").wait_for()
    look()
    assert Remark.objects.get().content == "Prosimy o dopisanie."
