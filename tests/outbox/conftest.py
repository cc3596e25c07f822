"""A real SMTP server on the loop-back, a site to send from, and senders in other processes."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from rkres_wagtail.outbox.models import MessageStatus, OutgoingMessage
from rkres_wagtail.outbox.services import enqueue

ROOT = Path(__file__).resolve().parents[2]

#: A sender in a process of its own, on the database of the tests.
_SENDER = """
import json, os
from django.conf import settings
given = json.loads(os.environ["RKRES_TEST_SENDER"])
for name, value in given["settings"].items():
    setattr(settings, name, value)
settings.DATABASES = {"default": given["database"]}
import django
django.setup()
from django.core.management import call_command
call_command(*given["command"])
"""


class Sink:
    """Takes mail and keeps it; ``refuse`` and ``script`` tell it how to misbehave."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.mails: list = []
        #: The same as they came over the line.
        self.raw: list[bytes] = []
        #: Recipient -> answer to RCPT.
        self.refuse: dict[str, str] = {}
        #: Number of the DATA (from 1) -> "abort", "keep-abort", seconds to sleep, or an answer.
        self.script: dict = {}
        #: Answers to MAIL FROM, as long as there are any.
        self.refuse_senders: list[str] = []
        self.asked: list[str] = []
        self.seen = 0
        self.controller = None

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    @property
    def recipients(self) -> list[str]:
        return sorted(mail["X-Sink-To"] for mail in self.mails)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.refuse_senders:
            return self.refuse_senders.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked.append(address)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.seen += 1
        todo = self.script.get(self.seen, self.script.get("always"))
        if isinstance(todo, (int, float)):
            await asyncio.sleep(todo)
        elif todo == "abort":
            server.transport.abort()
            return "451 gone"
        elif todo and todo != "keep-abort":
            return todo
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        mail["X-Sink-To"] = ",".join(envelope.rcpt_tos)
        self.mails.append(mail)
        self.raw.append(envelope.content)
        if todo == "keep-abort":
            server.transport.abort()
        return "250 OK"


def _point_to(settings, sink) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = sink.port
    settings.EMAIL_TIMEOUT = 1
    settings.DEFAULT_FROM_EMAIL = "komitet@example.org"


@pytest.fixture
def sink(settings):
    """A running mail server, to which the project's mail goes."""
    found = Sink()
    _point_to(settings, found)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def make_message(site):
    """Return ``make_message(number, **fields)``: enqueue a message to a person of that number."""

    def make(number: int = 1, **fields):
        values = {
            "kind": "test",
            "key": f"test:{number}",
            "site": site,
            "recipient": f"osoba{number}@example.org",
            "subject": "Posiedzenie Komitetu",
            "text": "Zażółć gęślą jaźń.\n",
            **fields,
        }
        return enqueue(**values)

    return make


@pytest.fixture
def time_passes():
    """Return a function that brings every waiting message to its next attempt."""

    def passes() -> None:
        waiting = OutgoingMessage.objects.filter(status=MessageStatus.WAITING)
        waiting.update(next_at=timezone.now())

    return passes


@pytest.fixture
def start_sender(sink):
    """Return ``start_sender(*arguments)``: ``rkres_send`` in a process of its own."""
    started: list[subprocess.Popen] = []

    def start(*arguments: str) -> subprocess.Popen:
        given = {
            "command": ["rkres_send", *arguments],
            "settings": {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": sink.port,
                "EMAIL_TIMEOUT": 20,
            },
            "database": {
                key: value for key, value in connection.settings_dict.items() if key != "TEST"
            },
        }
        environment = {**os.environ, "RKRES_TEST_SENDER": json.dumps(given, default=str)}
        process = subprocess.Popen(
            [sys.executable, "-c", _SENDER],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def statuses() -> list[str]:
    """Statuses of all messages, in the order in which they were written."""
    return list(OutgoingMessage.objects.order_by("pk").values_list("status", flat=True))
