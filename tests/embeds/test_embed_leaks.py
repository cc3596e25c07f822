"""Nothing that is not public reaches another page or another site, in whichever way."""

from __future__ import annotations

import json

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.models import PageViewRestriction, Site

from rkres_wagtail.bodies.choices import MembersVisibility
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

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECRET = "Tajne"


def request_here():
    request = RequestFactory().get("/")
    request.META["SERVER_NAME"] = "localhost"
    Site.find_for_request(request)
    return request


def outputs(client, pages) -> dict[str, str]:
    """Everything that shows a part of any of ``pages``, by what it is."""
    found = {}
    for page in pages:
        for kind in kinds():
            for name in ("embed", "fragment"):
                address = f"/rkres/{name}/{kind}/{page.pk}/"
                found[address] = client.get(address).content.decode()
        for name in TAGS:
            template = Template(f"{{% load rkres_embeds %}}{{% {name} page %}}")
            found[f"{name} {page.pk}"] = template.render(
                Context({"page": page, "request": request_here()})
            )
        for name, block in RKRES_BLOCKS:
            value = block.to_python({"body": page.pk})
            context = {"request": request_here()}
            found[f"block {name} {page.pk}"] = str(block.render(value, context))
            facts = block.get_api_representation(value, context)
            found[f"api {name} {page.pk}"] = json.dumps(facts, default=str, ensure_ascii=False)
        if page.full_url:
            address = f"/rkres/oembed.json?url={page.full_url}"
            found[address] = client.get(address, headers={"host": "localhost"}).content.decode()
    return found


def leaking(found) -> list[str]:
    return [name for name, text in found.items() if SECRET in text]


@pytest.mark.parametrize("how", ["draft", "expired", "private"])
def test_hidden_pages(client, whole, how):
    hidden = [
        MeetingPageFactory(parent=whole.meetings, title=f"{SECRET} posiedzenie", **{how: True}),
        ConsultationPageFactory(
            parent=whole.consultations, title=f"{SECRET} konsultacje", rounds=[{}], **{how: True}
        ),
        DecisionPageFactory(parent=whole.decisions, title=f"{SECRET} uchwała", **{how: True}),
        TierPageFactory(parent=whole.committee, title=f"{SECRET} szczebel", **{how: True}),
        GroupPageFactory(parent=whole.committee, title=f"{SECRET} grupa", **{how: True}),
    ]
    found = outputs(client, [whole.committee, whole.tier, *hidden])
    assert leaking(found) == []
    shown = found[f"/rkres/embed/posiedzenia/{whole.committee.pk}/"]
    assert "Piąte posiedzenie" in shown


@pytest.mark.parametrize("how", ["draft", "expired", "private"])
def test_everything_of_a_hidden_committee(client, whole, how):
    page = whole.committee
    type(page).objects.filter(pk=page.pk).update(title=f"{SECRET} komitet")
    page.refresh_from_db()
    if how == "draft":
        type(page).objects.filter(pk=page.pk).update(live=False)
    elif how == "expired":
        type(page).objects.filter(pk=page.pk).update(expire_at="2020-01-01T00:00:00Z")
    else:
        PageViewRestriction.objects.create(
            page_id=page.pk, restriction_type="password", password="x"
        )
    below = [whole.tier, whole.meeting, whole.consultation, whole.decision]
    found = outputs(client, [page, *below])
    assert leaking(found) == []
    for name, text in found.items():
        for word in ("Piąte posiedzenie", "LPRES", "klauzulach", "Forum", "Jawna"):
            assert word not in text, name


def test_a_group_that_was_hidden_is_not_named_at_a_meeting(client, whole):
    group = GroupPageFactory(parent=whole.committee, title=f"{SECRET} zespół", draft=True)
    MeetingPageFactory(
        parent=whole.meetings, title="Wspólne posiedzenie", bodies=[whole.committee, group]
    )
    found = outputs(client, [whole.committee])
    assert leaking(found) == []
    assert "Wspólne posiedzenie" in found[f"/rkres/embed/posiedzenia/{whole.committee.pk}/"]


def test_members_who_are_not_public(client, whole):
    MembershipFactory(
        body=whole.committee, hidden=True, person__last_name=SECRET, organisation__name=SECRET
    )
    found = outputs(client, [whole.committee])
    assert leaking(found) == []
    assert "2 członków" in found[f"/rkres/embed/sklad/{whole.committee.pk}/"].replace("\xa0", " ")


def test_a_body_that_names_nobody(client, whole):
    MembershipFactory(body=whole.committee, person__last_name=SECRET)
    for visibility, status in ((MembersVisibility.NUMBERS, 200), (MembersVisibility.NOTHING, 404)):
        type(whole.committee).objects.filter(pk=whole.committee.pk).update(
            members_visibility=visibility
        )
        found = outputs(client, [whole.committee])
        assert leaking(found) == []
        assert "Jawna" not in "".join(found.values())
        assert client.get(f"/rkres/embed/sklad/{whole.committee.pk}/").status_code == status


def test_internal_items_and_private_links_of_a_meeting(client, whole):
    page = MeetingPageFactory(
        parent=whole.meetings,
        title="Posiedzenie zdalne",
        access_url="https://spotkanie.example/Tajne",
        agenda=[{"title": f"{SECRET} punkt", "is_internal": True}],
    )
    assert leaking(outputs(client, [whole.committee, page])) == []


def test_another_site_does_not_show_our_parts(client, whole, root_page):
    home = type(whole.committee.get_parent().specific)
    other = root_page.add_child(
        instance=home(title="Inny", slug="inny", locale=whole.committee.locale)
    )
    Site.objects.create(hostname="inny.example", port=80, root_page=other)
    for kind in kinds():
        address = f"/rkres/embed/{kind}/{whole.committee.pk}/"
        assert client.get(address, headers={"host": "inny.example"}).status_code == 404, kind
