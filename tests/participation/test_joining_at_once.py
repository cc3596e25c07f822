"""Many at once: one form is one declaration, one address waits once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import Declaration
from tests.factories.participation import JoiningOfferFactory

from .joining import filled, link_in, mails, send, taken

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 12


@pytest.fixture(autouse=True)
def _offer(tier, settings):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; once is enough for databases with many")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.RKRES_WAGTAIL_REMARK_RATE = 1000
    cache.clear()
    JoiningOfferFactory(target=tier, online=True)


def at_once(do) -> list:
    gate = threading.Barrier(MANY)

    def work(number):
        try:
            gate.wait(60)
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(work, range(MANY)))


def test_one_form_many_times_at_once_is_one_declaration(client, tier):
    form = filled(client, tier)
    for each in at_once(lambda _number: send(Client(), tier, form)):
        taken(each)
    assert Declaration.objects.count() == OutgoingMessage.objects.count() == 1


def test_one_address_in_many_forms_at_once_waits_once(client, tier):
    forms = [filled(client, tier, first_name=f"Janina {chr(65 + n)}") for n in range(MANY)]
    for each in at_once(lambda number: send(Client(), tier, forms[number])):
        taken(each)
    assert Declaration.objects.count() == 1
    assert OutgoingMessage.objects.count() == 2, "asked, and once more"


def test_confirming_many_times_at_once_counts_once(client, tier):
    taken(send(client, tier))
    link = link_in(mails()[0])
    answers = at_once(lambda _number: Client().post(link))
    assert {each.status_code for each in answers} == {302}
    assert len(mails("received")) == 1
