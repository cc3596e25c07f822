"""The invented remarks: of every kind, moved on with their rounds, nobody's own ones touched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from freezegun import freeze_time

from example_site.home.demo_consultations import consult_demo
from example_site.home.demo_meetings import announce_demo_meetings
from rkres_wagtail.consultations.report.published import report_of
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.choices import AuthorKind, Channel, Meaning, Moderation
from rkres_wagtail.remarks.integrity import checking
from rkres_wagtail.remarks.models import (
    Remark,
    RemarkManifest,
    RemarkRules,
    Response,
    ResponseStatus,
    Submission,
)
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    MeetingIndexPageFactory,
)
from tests.factories.remarks import RemarkFactory

from .test_demo_consultations import pages

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 29, 11, tzinfo=UTC)
COUNTED = (Submission, Remark, Response, ResponseStatus, RemarkRules)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def committee(site_root):
    made = CommitteePageFactory(title="Komitet", slug="komitet")
    MeetingIndexPageFactory(parent=made, slug="posiedzenia")
    ConsultationIndexPageFactory(parent=made, slug="konsultacje")
    return made


def run(committee) -> int:
    announce_demo_meetings(committee)
    return consult_demo(committee)


def counts() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def test_every_channel_author_state_and_status_is_there(committee):
    run(committee)
    assert set(Submission.objects.values_list("channel", flat=True)) == set(Channel.values)
    assert set(Submission.objects.values_list("author_kind", flat=True)) == set(AuthorKind.values)
    assert set(Remark.objects.values_list("moderation", flat=True)) == set(Moderation.values)
    assert Remark.objects.exclude(withdrawn_at=None).exists()
    assert Remark.objects.exclude(erased_at=None).exists()
    assert Submission.objects.filter(is_late=True).exists()
    assert Submission.objects.unconfirmed().exists()
    used = Response.objects.filter(remarks__isnull=False)
    assert set(used.values_list("status__meaning", flat=True)) == set(Meaning.values)


def test_the_closed_one_is_answered_and_the_analysed_one_is_not(committee):
    run(committee)
    _open, closed, _announced, analysed = pages()
    assert not Remark.objects.of(closed).with_gap().exists()
    assert report_of(closed, datetime.now(UTC)).counted_from == "register"
    assert Remark.objects.of(analysed).with_gap().count() >= 3
    prints = list(Remark.objects.of(analysed).values_list("fingerprint", flat=True))
    assert len(prints) - len(set(prints)) == 2


def test_the_open_one_has_its_form_with_a_clause(committee):
    run(committee)
    rules = RemarkRules.objects.of(pages()[0]).get()
    assert rules.is_online and "Administrator" in rules.privacy_clause
    rules.full_clean()


@pytest.mark.parametrize("days", [0, 1, 40])
def test_they_move_on_with_their_rounds_and_their_seals_hold(committee, client, days):
    with freeze_time(START):
        run(committee)
        before = counts()
        call_command("rkres_remarks", stdout=StringIO())
    with freeze_time(START + timedelta(days=days)):
        rows = list(Remark.objects.order_by("pk").values_list("pk", "digest", "changed_at"))
        lists = RemarkManifest.objects.count()
        run(committee)
        assert counts() == before
        if days == 0:
            assert RemarkManifest.objects.count() == lists
            after = Remark.objects.order_by("pk").values_list("pk", "digest", "changed_at")
            assert list(after) == rows
        call_command("rkres_remarks", stdout=StringIO())
        assert {m.is_supplement for m in RemarkManifest.objects.all()} == {True, False}
        for page in pages():
            for remark in Remark.objects.of(page):
                seal = checking.check(page, str(remark.number), remark.salt).seal
                assert seal == ("erased" if remark.erased_at else "agrees")
        for remark in Remark.objects.select_related("submission__round"):
            sent = remark.submission
            assert sent.is_late or sent.round.starts_at <= sent.received_at < sent.round.ends_at


def test_nobody_is_written_to(committee, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run(committee)
    call_command("rkres_remarks", stdout=StringIO())
    assert not OutgoingMessage.objects.exists()


def test_what_a_visitor_sent_stays_with_its_consultation(committee):
    with freeze_time(START):
        run(committee)
        page = pages()[0]
        mine = RemarkFactory(consultation=page, content="Prawdziwa uwaga odwiedzającego.")
        ends = [each.ends_at for each in page.course.rounds]
    with freeze_time(START + timedelta(days=60)):
        assert run(committee) == 1
        assert [each.ends_at for each in page.course.rounds] == ends
    assert Remark.objects.get(pk=mine.pk).digest == mine.digest
