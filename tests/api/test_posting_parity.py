"""One table of inputs, sent by the HTML form and as JSON: stored, or refused, alike."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.models import Remark, Submission
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.remarks import RemarkRulesFactory
from tests.remarks.online import filled
from tests.remarks.online import send as send_html

from .posting import AUTHOR, CONTENT, body, post

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

NASTY = '<script>alert(1)</script>" onfocus="x =HYPERLINK("http://evil.example")'
PERSON = {"author_kind": "person"}
#: Name -> (author, remarks, rules). ``SECTION`` stands for the anchor of the first section.
SECTION = "SECTION"
CASES = {
    "usual": (AUTHOR, [{"content": CONTENT}], {}),
    "all columns": (
        AUTHOR,
        [
            {
                "section": SECTION,
                "place": "rozdział 2",
                "quote": "Było",
                "content": "Ma być",
                "proposed": "Będzie",
                "justification": "Bo tak",
            }
        ],
        {},
    ),
    "several, one empty": (AUTHOR, [{"content": "A"}, {}, {"proposed": "B"}], {}),
    "nothing said": (AUTHOR, [{}], {}),
    "blanks only": (AUTHOR, [{"content": " \n\t "}], {}),
    "a person without a name": (PERSON, [{"content": CONTENT}], {}),
    "a person who agrees": (
        {**PERSON, "name": "Anna Testowa", "is_name_public": True, "organisation": "Obca"},
        [{"content": CONTENT}],
        {},
    ),
    "an entity without its name": ({"author_kind": "government"}, [{"content": CONTENT}], {}),
    "an unknown kind": ({"author_kind": "internal"}, [{"content": CONTENT}], {}),
    "a wrong address": ({**PERSON, "email": "a(at)b"}, [{"content": CONTENT}], {}),
    "the result without an address": (
        {**PERSON, "wants_result": True},
        [{"content": CONTENT}],
        {},
    ),
    "the result": (
        {**PERSON, "wants_result": True, "email": "a@example.org"},
        [{"content": CONTENT}],
        {},
    ),
    "to be confirmed": (
        {**PERSON, "email": "a@example.org"},
        [{"content": CONTENT}],
        {"must_confirm": True},
    ),
    "to be confirmed without an address": (PERSON, [{"content": CONTENT}], {"must_confirm": True}),
    "a required column is missing": (AUTHOR, [{"content": CONTENT}], {"quote": "required"}),
    "a required place is missing": (AUTHOR, [{"content": CONTENT}], {"place": "required"}),
    "a section is place enough": (
        AUTHOR,
        [{"content": CONTENT, "section": SECTION}],
        {"place": "required"},
    ),
    "an unknown section": (AUTHOR, [{"content": CONTENT, "section": "czesc-123"}], {}),
    "as long as may be": (AUTHOR, [{"quote": "ż" * 300, "content": CONTENT}], {}),
    "too long": (AUTHOR, [{"quote": "ż" * 301, "content": CONTENT}], {}),
    "a place that is too long": (AUTHOR, [{"place": "x" * 256, "content": CONTENT}], {}),
    "a name that is too long": (
        {**AUTHOR, "organisation": "x" * 256},
        [{"content": CONTENT}],
        {},
    ),
    "script and formula": (
        {**AUTHOR, "organisation": NASTY, "name": NASTY},
        [{"place": NASTY, "quote": NASTY, "content": NASTY}],
        {},
    ),
    "control characters": (
        {**AUTHOR, "name": "Jan\u202e Nowak\nCc: x@example.org"},
        [{"content": "A\x07b\r\nc\rd"}],
        {},
    ),
    "too many": (AUTHOR, [{"content": str(n)} for n in range(4)], {}),
}


@pytest.fixture(params=CASES)
def case(request, settings):
    settings.RKRES_WAGTAIL_REMARK_MAX_CHARS = 300
    settings.RKRES_WAGTAIL_REMARK_MAX_PER_SENDING = 3
    cache.clear()
    yield CASES[request.param]
    cache.clear()


def consultation(parent, rules):
    found = ConsultationPageFactory(parent=parent, rounds=[{}])
    RemarkRulesFactory(consultation=found, online=True, **rules)
    version = DocumentVersionFactory(consultation=found, number=1, sections=2)
    return found, version.texts.select_related("identity").order_by("position")[0].identity.anchor


def with_section(remarks, anchor):
    return [
        {name: anchor if text == SECTION else text for name, text in each.items()}
        for each in remarks
    ]


def by_html(client, found, author, remarks) -> set[str] | None:
    """Names of the fields that were refused; None where it was taken."""
    blocks = [str(number) for number in range(1, len(remarks) + 1)]
    data = filled(client, found, block=blocks)
    data = {k: v for k, v in data.items() if k not in AUTHOR and not k.startswith("r1-")}
    data |= {k: "on" if v is True else v for k, v in author.items()}
    for block, each in zip(blocks, remarks, strict=True):
        data |= {f"r{block}-{name}": text for name, text in each.items()}
    response = send_html(client, found, data)
    if response.status_code == 302:
        return None
    assert response.status_code == 422
    problems = response.context["problems"]
    return {each["id"].removesuffix("_0").split("-")[-1].removeprefix("id_") for each in problems}


def by_json(client, found, author, remarks) -> set[str] | None:
    response = post(client, found, body(found, author=author, remarks=remarks))
    if response.status_code == 201:
        return None
    assert response.status_code == 422, response.content
    return {each["pointer"].rsplit("/", 1)[-1] for each in response.json()["errors"]}


def stored(found) -> dict:
    """What is stored of it, without what is chance."""
    submissions = Submission.objects.of(found).values(
        "channel", "author_kind", "name", "organisation", "email", "is_name_public",
        "wants_result", "needs_confirmation", "is_anonymous", "is_late", "language", "entity",
    )  # fmt: skip
    remarks = Remark.objects.of(found).order_by("number")
    names = ("number", "place", *Remark.TEXTS, "moderation", "fingerprint")
    mails = OutgoingMessage.objects.filter(
        about_id__in=[str(each.pk) for each in Submission.objects.of(found)]
    )
    return {
        "submissions": list(submissions),
        "remarks": list(remarks.values(*names)),
        "sections": [(each.section_id is not None, bool(each.section_digest)) for each in remarks],
        "mails": list(mails.values_list("recipient", "kind")),
    }


def test_both_ways_store_and_refuse_the_same(client, site_root, case):
    author, remarks, rules = case
    parent = ConsultationIndexPageFactory(parent=CommitteePageFactory(parent=site_root))
    found = {}
    for way in (by_html, by_json):
        target, anchor = consultation(parent, rules)
        refused = way(client, target, author, with_section(remarks, anchor))
        found[way] = refused, stored(target)
    (html_refused, html_rows), (json_refused, json_rows) = found.values()
    if html_refused is not None and "" in html_refused:
        # What is about the whole form has no field to lead to; JSON names the list.
        html_refused, json_refused = html_refused - {""}, json_refused - {"remarks"}
    assert html_refused == json_refused
    assert html_rows == json_rows
    assert bool(html_rows["remarks"]) == (html_refused is None)
