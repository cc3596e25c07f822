"""Blocks on an adopter's own pages, their previews in the picker, and template tags."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.blocks import Block

from rkres_wagtail.embeds.blocks import RKRES_BLOCKS
from rkres_wagtail.embeds.parts import kinds
from rkres_wagtail.templatetags.rkres_embeds import TAGS
from tests.factories import (
    ConsultationPageFactory,
    DecisionPageFactory,
    GroupPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    TierPageFactory,
)
from tests.meetings.public import words
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

BLOCKS = dict(RKRES_BLOCKS)


def rendered(name: str, body, *, is_preview: bool = False, **choices) -> str:
    request = RequestFactory().get("/")
    request.META["SERVER_NAME"] = "localhost"
    request.is_preview = is_preview
    value = BLOCKS[name].to_python({"body": body.pk, **choices})
    return words(str(BLOCKS[name].render(value, {"request": request})))


def tagged(source: str, **context) -> str:
    request = RequestFactory().get("/")
    request.META["SERVER_NAME"] = "localhost"
    template = Template("{% load rkres_embeds %}" + source)
    return words(template.render(Context({"request": request, **context})))


def test_every_block_and_tag_shows_its_part(parts):
    for name, block in BLOCKS.items():
        page, expected = parts[block.meta.kind]
        assert expected in rendered(name, page), name
    for name, kind in TAGS.items():
        page, expected = parts[kind]
        assert expected in tagged(f"{{% {name} page %}}", page=page), name


def test_block_and_tag_say_the_same(whole):
    block = rendered("rkres_upcoming_meetings", whole.committee, level="3", heading="Spotkania")
    tag = tagged(
        '{% rkres_upcoming_meetings page level=3 heading="Spotkania" %}', page=whole.committee
    )
    assert block == tag
    assert '<h3 class="rkres-part-title">Spotkania</h3>' in block


def test_choices_of_an_editor(whole):
    MeetingPageFactory(parent=whole.meetings, title="Szóste posiedzenie")
    one = rendered("rkres_upcoming_meetings", whole.committee, limit=1, shows_more=False)
    assert one.count("rkres-dateblock-day") == 1
    assert "Wszystkie posiedzenia" not in one
    assert "Wszystkie posiedzenia" in rendered("rkres_upcoming_meetings", whole.committee)
    text = rendered("rkres_take_part", whole.committee, text="Zapraszamy wszystkich.")
    assert "Zapraszamy wszystkich." in text


def test_nothing_is_told_or_hidden_by_choice(committee):
    assert "rkres-empty" in rendered("rkres_upcoming_meetings", committee)
    assert rendered("rkres_upcoming_meetings", committee, when_empty="hide") == ""
    assert tagged("{% rkres_open_consultations page empty=False %}", page=committee) == ""


def test_a_body_that_was_hidden_later(whole):
    type(whole.committee).objects.filter(pk=whole.committee.pk).update(live=False)
    for name in BLOCKS:
        assert rendered(name, whole.committee) == "", name
        hint = rendered(name, whole.committee, is_preview=True)
        assert "rkres-empty" in hint
        assert whole.committee.title not in hint


def test_a_body_that_was_deleted():
    for block in BLOCKS.values():
        value = block.to_python({"body": 987654})
        assert block.render(value, {}) == ""
        assert block.get_api_representation(value)["body"] is None


def test_tags_without_a_page_take_the_first_committee(whole):
    assert "Piąte posiedzenie" in tagged("{% rkres_upcoming_meetings %}")
    assert tagged("{% rkres_meeting page %}", page=whole.committee) == ""


def test_flat_facts_for_headless_sites(whole):
    block = BLOCKS["rkres_upcoming_meetings"]
    facts = block.get_api_representation(block.to_python({"body": whole.committee.pk}))
    assert facts["kind"] == "posiedzenia"
    assert facts["body"]["id"] == whole.committee.pk
    (item,) = facts["items"]
    assert item["title"] == "Piąte posiedzenie"
    assert item["html_url"] == whole.meeting.full_url
    assert item["place"] == "Ratusz"
    for each in BLOCKS.values():
        value = each.to_python({"body": whole.committee.pk})
        found = each.get_api_representation(value)
        assert json.dumps(found, default=str)
        assert found["items"], each.meta.kind
        assert {"title", "html_url", "summary"} <= set(found["items"][0])


def test_only_bodies_can_be_chosen(whole):
    block = BLOCKS["rkres_members"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"body": whole.meeting.pk, "level": "2", "limit": 5}))


@pytest.fixture
def admin(client):
    client.force_login(create_user("redaktor", superuser=True))
    return client


def preview_of(client, block: Block) -> str:
    # The picker of Wagtail asks by the place of the block's definition.
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    return words(response.content.decode())


@pytest.mark.parametrize("name", BLOCKS)
def test_preview_in_the_picker_of_an_empty_site(admin, site_root, name):
    block = BLOCKS[name]
    assert block.is_previewable
    assert block.get_description()
    html = preview_of(admin, block)
    assert "rkres-part-title" in html
    assert 'class="rkres-empty"' not in html


def test_preview_in_the_picker_shows_the_sites_own(admin, parts):
    for block in BLOCKS.values():
        assert parts[block.meta.kind][1] in preview_of(admin, block)


def test_cost_does_not_grow(whole):
    def fill(number: int) -> None:
        for _each in range(number):
            group = GroupPageFactory(parent=whole.committee)
            TierPageFactory(parent=whole.committee)
            MeetingPageFactory(parent=whole.meetings, bodies=[whole.committee, group])
            ConsultationPageFactory(parent=whole.consultations, rounds=[{}])
            DecisionPageFactory(parent=whole.decisions, sent=[{}])
            MembershipFactory(body=whole.committee)

    def costs(client) -> dict[str, int]:
        found = {}
        pages = {
            "posiedzenie": whole.meeting,
            "konsultacja": whole.consultation,
            "decyzja": whole.decision,
            "nabor": whole.call,
        }
        for kind in kinds():
            pk = pages.get(kind, whole.committee).pk
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/rkres/embed/{kind}/{pk}/?ile=20").status_code == 200
            found[kind] = len(queries)
        return found

    fill(2)
    costs(Client())
    few = costs(Client())
    fill(15)
    assert costs(Client()) == few
