"""Measure addresses: queries and the median time of an answer, against the bare page."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .data import World
from .registry import ENTRIES


@dataclass
class Result:
    name: str
    size: str
    status: int
    queries: int
    milliseconds: float
    ratio: float
    kilobytes: float


def _administrator():
    users = get_user_model().objects
    return users.filter(is_superuser=True).first() or users.create_superuser(
        username="bench", email="bench@example.org", password="bench"
    )


def _get(client: Client, address: str):
    response = client.get(address)
    if response.streaming:
        return response.status_code, b"".join(response.streaming_content)
    return response.status_code, response.content


def measure(world: World, *, rounds: int) -> list[Result]:
    """Measure every entry in ``world``.

    Entries take turns, so that a busy moment of the machine hits all of them alike.
    """
    visitor, office = Client(), Client()
    office.force_login(_administrator())
    clients = {entry.name: office if entry.staff else visitor for entry in ENTRIES}
    addresses = {entry.name: entry.address(world) for entry in ENTRIES}
    answers, queries = {}, {}
    for name, address in addresses.items():
        client = clients[name]
        _get(client, address)  # templates, caches
        with CaptureQueriesContext(connection) as captured:
            answers[name] = _get(client, address)
        queries[name] = len(captured)

    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(rounds):
        for name, address in addresses.items():
            start = perf_counter()
            _get(clients[name], address)
            times[name].append((perf_counter() - start) * 1000)

    base = median(next(times[entry.name] for entry in ENTRIES if entry.plain))
    return [
        Result(
            name=name,
            size=world.size.name,
            status=answers[name][0],
            queries=queries[name],
            milliseconds=median(times[name]),
            ratio=median(times[name]) / base,
            kilobytes=len(answers[name][1]) / 1024,
        )
        for name in addresses
    ]
