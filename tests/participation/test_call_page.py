"""The call's page: its state by dates, what cannot be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from rkres_wagtail.participation.choices import CallState
from rkres_wagtail.participation.querysets import call_in_state, calls
from tests.factories import CallPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("trait", "state"),
    [
        ("announced", CallState.ANNOUNCED),
        ("", CallState.OPEN),
        ("closed", CallState.CLOSED),
        ("settled", CallState.SETTLED),
    ],
)
def test_its_state_is_that_of_its_dates(committee, trait, state):
    page = CallPageFactory(parent=committee, **({trait: True} if trait else {}))
    now = timezone.now()
    assert page.state(now) == state
    for each in CallState:
        assert calls().filter(call_in_state(each, now)).exists() == (each == state)


def test_without_a_closing_moment_it_is_announced(committee):
    page = CallPageFactory(parent=committee, opens_at=None, closes_at=None)
    assert page.state() == CallState.ANNOUNCED
    assert calls().filter(call_in_state(CallState.ANNOUNCED, timezone.now())).exists()


def test_it_does_not_end_before_it_starts(committee):
    page = CallPageFactory(parent=committee)
    page.closes_at = page.opens_at - timedelta(minutes=1)
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert "closes_at" in error.value.message_dict


def test_everybody_reads_it(client, committee):
    page = CallPageFactory(parent=committee)
    assert page.title in client.get(page.get_url()).content.decode()
