"""The front end of ``example_site/headless/`` runs against the site and walks through it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import example_site
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


@needs_node
@pytest.mark.django_db(transaction=True)
def test_the_front_end_shows_everything_and_sends_a_remark(live_server, site_root, site):
    site.port = live_server.thread.port
    site.save()
    committee = CommitteePageFactory(parent=site_root, title="Komitet <próbny>", lead="A & B")
    TierPageFactory(parent=committee)
    MembershipFactory(body=committee)
    MeetingPageFactory(parent=MeetingIndexPageFactory(parent=committee))
    index = ConsultationIndexPageFactory(parent=committee)
    consultation = ConsultationPageFactory(parent=index, rounds=[{}])
    RemarkRulesFactory(consultation=consultation, online=True)
    DocumentVersionFactory(consultation=consultation, number=1, sections=2)
    done = subprocess.run(
        [NODE, str(HEADLESS / "check.mjs")],
        env={**os.environ, "RKRES_API": live_server.url, "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    from rkres_wagtail.remarks.models import Remark, Submission

    remark = Remark.objects.get()
    assert remark.content.startswith("Uwaga na próbę <b>")
    assert Submission.objects.get().language == "pl"
