"""``uwagi/pokwitowania/``: what everybody reads of receipts, and the check of one's own."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from rkres_wagtail.remarks.integrity import checking, lists
from rkres_wagtail.remarks.models import Remark, RemarkManifest
from rkres_wagtail.remarks.retention import authors
from rkres_wagtail.remarks.sealing import sealed_text
from tests.factories.remarks import RemarkFactory, RemarkRulesFactory, SubmissionFactory

from .personal import EMAIL, NAME, PHONE, closed_consultation, fill

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def over(consultations):
    return closed_consultation(consultations)


@pytest.fixture
def rows(over):
    return fill(over)


def address(page) -> str:
    return f"{page.get_url()}uwagi/pokwitowania/"


def file_of(page, file_format: str) -> str:
    pk = RemarkManifest.objects.of(page).get().pk
    return f"/rkres/uwagi/pokwitowania/{pk}.{file_format}"


def ask(client, page, number, code):
    response = client.post(address(page), {"number": number, "code": code})
    return response.status_code, response.content.decode()


def test_the_first_request_makes_the_list_and_no_other_one(client, over, rows):
    assert not RemarkManifest.objects.exists()
    html = client.get(address(over)).content.decode()
    made = RemarkManifest.objects.get()
    assert made.digest in html and file_of(over, "csv") in html and file_of(over, "json") in html
    client.get(address(over))
    client.get(over.get_url())
    assert RemarkManifest.objects.count() == 1


def test_the_page_of_the_consultation_makes_it_too_and_leads_there(client, over, rows):
    assert address(over) in client.get(over.get_url()).content.decode()
    assert RemarkManifest.objects.count() == 1


def test_before_the_closing_there_is_an_explanation_only(client, consultation):
    remark = RemarkFactory(consultation=consultation)
    html = client.get(address(consultation)).content.decode()
    assert "id_number" not in html and remark.digest not in html
    assert address(consultation) not in client.get(consultation.get_url()).content.decode()
    status, html = ask(client, consultation, str(remark.number), remark.salt)
    assert status == 200 and remark.digest not in html


def test_where_no_register_is_kept_there_is_nothing(client, over, consultation):
    assert client.get(address(over)).status_code == 404
    assert client.get(address(consultation)).status_code == 404
    RemarkRulesFactory(consultation=consultation, online=True)
    assert client.get(address(consultation)).status_code == 200


def test_no_output_says_who_sent_what(client, over, rows):
    client.get(address(over))
    outputs = [
        client.get(address(over)).content.decode(),
        b"".join(client.get(file_of(over, "csv")).streaming_content).decode(),
        client.get(file_of(over, "json")).content.decode(),
        ask(client, over, rows["person"].receipt_number, rows["person"].salt)[1],
    ]
    for html in outputs:
        for word in (NAME, EMAIL, PHONE, "Fundacja Łąka", "Kontaktowa", rows["entity"].content):
            assert word not in html


def test_the_files_have_every_receipt_and_give_the_digest(client, over, rows):
    client.get(address(over))
    text = b"".join(client.get(file_of(over, "csv")).streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    said = client.get(file_of(over, "json")).json()
    assert [[int(number), digest] for number, digest in table] == said["receipts"]
    assert said["receipts"] == [
        list(row) for row in Remark.objects.order_by("number").values_list("number", "digest")
    ]
    hashed = json.dumps([said["previous"], said["receipts"]], separators=(",", ":"))
    assert sha256(hashed.encode()).hexdigest() == said["sha256"]


def test_unchanged_files_are_not_sent_again(client, over, rows):
    client.get(address(over))
    for file_format in ("csv", "json"):
        etag = client.get(file_of(over, file_format))["ETag"]
        again = client.get(file_of(over, file_format), headers={"If-None-Match": etag})
        assert again.status_code == 304
    assert client.get(file_of(over, "csv").replace("csv", "exe")).status_code == 404


@pytest.mark.parametrize("how", ["draft", "restricted", "expired"])
def test_nothing_of_a_consultation_that_is_not_public(client, over, rows, how):
    client.get(address(over))
    files = [file_of(over, "csv"), file_of(over, "json")]
    if how == "draft":
        type(over).objects.filter(pk=over.pk).update(live=False)
    elif how == "expired":
        type(over).objects.filter(pk=over.pk).update(expire_at=timezone.now())
    else:
        PageViewRestriction.objects.create(
            page=over, restriction_type=PageViewRestriction.PASSWORD, password="sekret"
        )
    digest = RemarkManifest.objects.get().digest
    for each in (address(over), *files):
        response = client.get(each)
        assert digest not in getattr(response, "content", b"").decode()
    assert [client.get(each).status_code for each in files] == [404, 404]


def test_number_and_code_together_tell(client, over, rows):
    remark = rows["entity"]
    for number in (remark.receipt_number, str(remark.number), f" {remark.number} "):
        status, html = ask(client, over, number, f" {remark.salt.upper()} ")
        assert status == 200 and remark.digest in html and "rkres-finding" in html


def test_a_wrong_number_and_a_wrong_code_are_told_in_the_same_words(client, over, rows):
    remark, other = rows["entity"], rows["person"]
    answers = [
        ask(client, over, number, code)
        for number, code in (
            ("999999", remark.salt), (str(remark.number), "0" * 32),
            (str(remark.number), other.salt),
            ("abc", remark.salt), (f"{over.pk + 1}/{remark.number}", remark.salt), ("9" * 25, "x"),
            ("１", "ż"),
        )
    ]  # fmt: skip
    assert {status for status, _html in answers} == {422}
    errors = {html.split('id="rkres-errors"')[1].split("</ul>")[0] for _status, html in answers}
    assert len(errors) == 1
    assert all("rkres-finding" not in html for _status, html in answers)


def test_empty_fields_are_named_and_tied(client, over, rows):
    status, html = ask(client, over, "", "")
    assert status == 422
    assert 'href="#id_number"' in html and 'aria-describedby="id_code_error"' in html


def test_too_many_checks_are_slowed_down(client, over, rows, monkeypatch):
    monkeypatch.setattr(checking, "LIMIT", 2)
    remark = rows["entity"]
    found = [ask(client, over, str(remark.number), remark.salt)[0] for _n in range(3)]
    assert found == [200, 200, 429]


def test_a_cache_that_does_not_answer_refuses_nobody(client, over, rows, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(checking.cache, "add", broken, raising=False)
    remark = rows["entity"]
    assert ask(client, over, str(remark.number), remark.salt)[0] == 200


def test_a_changed_text_is_found_out(client, over, rows):
    remark = rows["entity"]
    client.get(address(over))
    Remark.objects.filter(pk=remark.pk).update(content="Podmienione.")
    assert checking.check(over, str(remark.number), remark.salt).seal == checking.DIFFERS


def test_a_changed_text_with_a_new_seal_is_found_out_too(client, over, rows):
    from rkres_wagtail.remarks.sealing import digest_of

    remark = rows["entity"]
    client.get(address(over))
    remark.content = "Podmienione."
    Remark.objects.filter(pk=remark.pk).update(content=remark.content, digest=digest_of(remark))
    assert checking.check(over, str(remark.number), remark.salt).seal == checking.DIFFERS


def test_an_erased_text_says_so_and_its_seal_stands(client, over, rows):
    lists.settle(over)
    remark = rows["person"]
    authors.erase([remark.submission], reason="Wniosek.", with_texts=True, user=None)
    finding = checking.check(over, str(remark.number), remark.salt)
    assert finding.seal == checking.ERASED and finding.manifest is not None


def test_a_letter_of_today_is_on_no_list_yet(client, over, rows):
    lists.settle(over)
    letter = RemarkFactory(consultation=over)
    assert checking.check(over, str(letter.number), letter.salt).manifest is None
    assert ask(client, over, str(letter.number), letter.salt)[0] == 200


def test_the_seal_can_be_counted_from_what_the_receipt_tells(over, rows):
    remark = Remark.objects.select_related("submission").get(pk=rows["entity"].pk)
    parts = json.loads(sealed_text(remark))
    assert parts[:2] == [remark.salt, f"{over.pk}/{remark.number}"] and len(parts) == 8
    assert sha256(sealed_text(remark).encode()).hexdigest() == remark.digest


def test_a_preview_makes_no_list(over, rows, rf, admin_user):
    from rkres_wagtail.remarks.integrity.slot import receipts_link

    request = rf.get("/")
    request.is_preview = True
    request.user = admin_user
    context = {"consultation": over, "course": over.course, "request": request, "page": over}
    assert receipts_link(context) == ""
    assert not RemarkManifest.objects.exists()


def test_the_number_of_queries_does_not_grow(client, consultations):
    costs = []
    for count in (1, 120):
        over = closed_consultation(consultations)
        at = over.course.rounds[0].ends_at - timedelta(hours=1)
        SubmissionFactory(consultation=over, remarks=[{}] * count, received_at=at)
        client.get(address(over))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(over)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
