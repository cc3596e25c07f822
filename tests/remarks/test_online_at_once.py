"""Fifty people at once: nobody's remark is lost, and every number is given once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.models import Remark, RemarkRules, Submission
from tests.factories.remarks import RemarkRulesFactory

from .online import filled, send

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 50


@pytest.fixture(autouse=True)
def _rules(consultation, settings):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; once is enough for databases with many")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.RKRES_WAGTAIL_REMARK_RATE = 1000
    cache.clear()
    RemarkRulesFactory(consultation=consultation, online=True)


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


def test_fifty_at_once_lose_none_and_number_each_once(client, consultation):
    forms = [
        filled(client, consultation, **{"r1-content": f"Uwaga {n}", "organisation": f"Podmiot {n}"})
        for n in range(MANY)
    ]
    answers = at_once(lambda n: send(Client(), consultation, forms[n]))
    assert [each.status_code for each in answers] == [302] * MANY
    assert len({each["Location"] for each in answers}) == MANY
    numbers = Remark.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, MANY + 1))
    assert {each.content for each in Remark.objects.all()} == {f"Uwaga {n}" for n in range(MANY)}
    entities = Submission.objects.order_by("entity").values_list("entity", flat=True)
    assert list(entities) == list(range(1, MANY + 1))
    assert OutgoingMessage.objects.count() == MANY
    rules = RemarkRules.objects.get()
    assert (rules.last_number, rules.last_entity) == (MANY, MANY)


def test_one_form_fifty_times_at_once_is_one_sending(client, consultation):
    form = filled(client, consultation)
    answers = at_once(lambda _number: send(Client(), consultation, form))
    assert {each.status_code for each in answers} == {302}
    assert len({each["Location"] for each in answers}) == 1
    assert Remark.objects.count() == OutgoingMessage.objects.count() == 1
