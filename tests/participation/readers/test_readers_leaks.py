"""Nothing of who was asked and who answered is public, or kept longer than it is needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.utils import timezone

from rkres_wagtail.bodies.models import Membership
from rkres_wagtail.participation.models import AssignedReader, Assignment, ReadingLink
from rkres_wagtail.participation.readers import answers, upkeep
from rkres_wagtail.remarks.models import Remark, Submission
from rkres_wagtail.remarks.retention import chores

from .conftest import in_days, reader_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def answered(lab, assignment):
    assignment.message = "TAJNA WIADOMOŚĆ"
    assignment.save()
    answers.agree(reader=reader_of(assignment, lab.jan))
    answers.send_remark(reader=reader_of(assignment, lab.anna), remark=Remark(content="Słowa."))
    return assignment


def test_no_public_output_knows_of_it(client, lab, answered):
    pages = [lab.page, lab.body, lab.committee, lab.index]
    keys = [page.pk for page in pages]
    tokens = list(ReadingLink.objects.values_list("nonce", flat=True))
    urls = [page.get_url() for page in pages]
    urls += [f"/api/v2/pages/{key}/" for key in keys]
    urls += [f"/rkres/nowosci/{lab.committee.pk}.atom", "/szukaj/?q=Projekt", "/sitemap.xml"]
    seen = 0
    for url in urls:
        response = client.get(url)
        if response.status_code != 200:
            continue
        seen += 1
        shown = words(response) if not response.streaming else ""
        for secret in ("TAJNA WIADOMOŚĆ", "do-konsultacji", "Janowski", *tokens):
            # Members are named on the page of their body, and nowhere else.
            if secret == "Janowski" and url == lab.body.get_url():
                continue
            assert secret not in shown, (secret, url)
    assert seen >= 5


# Links that are of no use any more ----------------------------------------------------------------


def left(person) -> None:
    Membership.objects.filter(person=person).update(ends_on=in_days(-1))


def test_a_link_goes_with_the_last_seat_and_the_last_document(lab, assignment):
    left(lab.anna)
    assert upkeep.forget_links(timezone.now()) == 0
    Assignment.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert upkeep.forget_links(timezone.now()) == 1
    assert list(ReadingLink.objects.values_list("person", flat=True)) == [lab.jan.pk]


def test_the_command_does_it(lab, assignment):
    left(lab.jan)
    Assignment.objects.update(withdrawn_at=timezone.now())
    call_command("rkres_anonymise", verbosity=0)
    assert list(ReadingLink.objects.values_list("person", flat=True)) == [lab.anna.pk]


# Names of authors that were removed ---------------------------------------------------------------


@pytest.mark.parametrize("how", ["after", "chore"])
def test_whose_a_remark_was_is_forgotten_with_its_author(lab, answered, how):
    reader = AssignedReader.objects.get(person=lab.anna)
    chores.run_after(lab.page)
    assert reader.submissions.count() == 1
    Submission.objects.update(anonymised_at=timezone.now())
    if how == "after":
        chores.run_after(lab.page)
    else:
        chores.run(timezone.now())
    assert reader.submissions.count() == 0 and Submission.objects.count() == 1


def test_a_person_who_was_asked_is_not_deleted(lab, assignment):
    Membership.objects.filter(person=lab.ewa).delete()
    with pytest.raises(ProtectedError):
        lab.ewa.delete()
    assert type(lab.ewa).objects.filter(pk=lab.ewa.pk).exists()
