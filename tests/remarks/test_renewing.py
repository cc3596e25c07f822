"""What changes many rows at once, or takes something away, renews all that the public reads."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Site
from wagtail.search import index

from rkres_wagtail.public import Gate
from rkres_wagtail.remarks import services
from rkres_wagtail.remarks.answering import services as answering
from rkres_wagtail.remarks.models import Remark, RemarkTableFile, Submission
from rkres_wagtail.remarks.office.moderation import moderate_many
from rkres_wagtail.remarks.online import author_services
from rkres_wagtail.remarks.publication import caching, public_views, word
from rkres_wagtail.remarks.retention import authors
from rkres_wagtail.remarks.services import rules_of
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import ConsultationReportFactory
from tests.factories.remarks import (
    RemarkFactory,
    RemarkRulesFactory,
    ResponseFactory,
    SubmissionFactory,
)
from tests.test_front_caches import forgotten as forgotten_addresses

pytestmark = pytest.mark.django_db

forgotten = forgotten_addresses
needs_docx = pytest.mark.skipif(not word.is_available(), reason="needs the extra office")


@pytest.fixture
def closed(consultations):
    return ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])


@pytest.fixture
def told(monkeypatch):
    """Consultations whose change was told after a commit."""
    found = []
    monkeypatch.setattr(caching, "_tell", found.append)
    return found


@pytest.fixture
def indexed(monkeypatch):
    """Keys of pages that went to the search index anew."""
    found = []
    monkeypatch.setattr(index, "insert_or_update_object", lambda page: found.append(page.pk))
    return found


def test_moderating_many_at_once_is_told(
    closed, told, admin_user, django_capture_on_commit_callbacks
):
    remarks = [RemarkFactory(consultation=closed, approved=True) for _number in range(2)]
    ConsultationReportFactory(consultation=closed)
    chosen = {each.pk: each.edits for each in remarks}
    given = {"page": closed, "moderation": "blocked", "block_reason": "offensive"}
    with django_capture_on_commit_callbacks(execute=True):
        moderate_many(chosen=chosen, user=admin_user, **given)
    assert told == [closed.pk]
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        moderate_many(chosen=chosen, user=admin_user, **given)
    assert told == [], "nothing has changed"


def test_an_answer_that_gets_one_remark_more_is_told(
    closed, told, admin_user, django_capture_on_commit_callbacks
):
    first, second = (RemarkFactory(consultation=closed, approved=True) for _number in range(2))
    ConsultationReportFactory(consultation=closed)
    with django_capture_on_commit_callbacks(execute=True):
        response = ResponseFactory(consultation=closed, remarks=[first])
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answering.attach(
            response=response, remarks=[second], user=admin_user, edits={second.pk: second.edits}
        )
    assert told == [closed.pk]


def test_many_sendings_at_once_are_told(closed, told, django_capture_on_commit_callbacks):
    sendings = [(SubmissionFactory.build(), [RemarkFactory.build()]) for _number in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        services.receive_many(consultation=closed, sendings=sendings)
    assert told == [closed.pk]


@pytest.mark.parametrize("tells_keys", [True, False])
def test_many_sendings_are_stored_in_a_fixed_number_of_queries(
    closed, tells_keys, monkeypatch, django_assert_max_num_queries
):
    really = Submission.objects.bulk_create

    def silent(manager, rows):
        really(rows)
        for each in rows:
            each.pk = None

    if not tells_keys:
        # As a database does that tells no keys of many rows.
        monkeypatch.setattr(type(Submission.objects), "bulk_create", silent)
    sendings = [
        (SubmissionFactory.build(), [RemarkFactory.build(content=f"Uwaga {number}")])
        for number in range(60)
    ]
    with django_assert_max_num_queries(30):
        services.receive_many(consultation=closed, sendings=sendings)
    rows = Remark.objects.of(closed).select_related("submission").order_by("number")
    assert [(each.content, each.submission.organisation) for each in rows] == [
        (remark.content, submission.organisation) for submission, (remark,) in sendings
    ]


def test_remarks_that_are_no_longer_shown_leave_the_index_and_caches(
    closed, indexed, forgotten, django_capture_on_commit_callbacks
):
    RemarkFactory(consultation=closed, approved=True)
    rules = RemarkRulesFactory(consultation=closed)
    rules.shows_at_once = True
    rules.save()
    indexed.clear()
    rules.shows_at_once = False
    with django_capture_on_commit_callbacks(execute=True):
        rules.save()
    assert indexed == [closed.pk] and forgotten


@needs_docx
def test_files_are_made_anew_once_an_author_is_erased(
    closed, admin_user, django_capture_on_commit_callbacks
):
    remark = RemarkFactory(consultation=closed, approved=True, sender={"person": True})
    report = ConsultationReportFactory(consultation=closed)
    with django_capture_on_commit_callbacks(execute=True):
        caching.changed(closed.pk)
    before = RemarkTableFile.objects.get(report=report, kind="docx").basis
    with django_capture_on_commit_callbacks(execute=True):
        authors.erase([remark.submission], reason="wniosek", with_texts=True, user=admin_user)
    assert RemarkTableFile.objects.get(report=report, kind="docx").basis != before


def test_a_remark_that_is_confirmed_has_changed(consultation):
    submission = SubmissionFactory(
        consultation=consultation,
        needs_confirmation=True,
        email="jw@example.org",
        remarks=[{"moderation": "approved"}],
    )
    now = timezone.now()
    author_services.confirm(submission=submission, now=now)
    assert submission.remarks.get().changed_at == now


def test_lists_of_many_consultations_cost_a_fixed_number_of_queries(
    consultations, django_assert_num_queries
):
    pages = [ConsultationPageFactory(parent=consultations, rounds=[{}]) for _number in range(4)]
    for page in pages[:3]:
        rules = rules_of(page)
        rules.shows_at_once = True
        rules.save()
    for page in (*pages[:2], pages[3]):
        RemarkFactory(consultation=page, approved=True)
    ConsultationReportFactory(consultation=pages[1])
    gate = Gate(Site.objects.get())
    with django_assert_num_queries(1):
        found = public_views.found(pages, gate)
    assert list(found) == [pages[0].translation_key]
