"""What must never reach the public at any end of a programme's links."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from rkres_wagtail.bodies.models import LegalAct
from rkres_wagtail.programmes.models import ProgrammeNode
from rkres_wagtail.programmes.presentation.searching import tree_words
from rkres_wagtail.remarks.models import Remark, RemarkRules
from tests.factories import (
    CommitteePageFactory,
    ProgrammeLinkFactory,
    ProgrammeNodeFactory,
    ProgrammePageFactory,
)
from tests.factories.remarks import RemarkFactory, RemarkRulesFactory
from tests.meetings.public import document

from .chain import address, read

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECRET = "Tajemnica"
HIDDEN = ["draft", "expired", "private"]


def hide(page, how: str) -> None:
    from wagtail.models import PageViewRestriction

    if how == "draft":
        type(page).objects.filter(pk=page.pk).update(live=False)
    elif how == "expired":
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


def body_of(client, url: str) -> str:
    response = client.get(url)
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="ignore")
    return response.content.decode()


@pytest.fixture
def closed_file(db):
    collection = Collection.get_first_root_node().add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="x"
    )
    return document(f"{SECRET} plik", collection=collection)


@pytest.fixture
def fed(programme, office):
    """A programme with everything linked to its element; the element says the secret word."""
    page = programme(title=f"{SECRET} program", abbreviation=SECRET, nodes=[{"title": SECRET}])
    (node,) = ProgrammeNode.objects.of(page)
    consultation, section, rows = office.reported()
    targets = [office.decision(), office.meeting(), consultation]
    for target in targets:
        ProgrammeLinkFactory(node=node, target_page=target)
    ProgrammeLinkFactory(node=node, section=section)
    ProgrammeLinkFactory(node=node, remark=rows[0])
    return page, targets


@pytest.mark.parametrize("how", HIDDEN)
def test_a_hidden_programme_is_named_nowhere(client, committee, programme, fed, how):
    page, targets = fed
    other = programme(title="Jawny", predecessor=page, nodes=1)
    (node,), (own,) = ProgrammeNode.objects.of(other), ProgrammeNode.objects.of(page)
    node.points_to.add(own)
    own.points_to.add(node)
    addresses = [
        *(target.get_url() for target in targets),
        f"{targets[-1].get_url()}dokument/",
        f"{targets[-1].get_url()}raport/",
        committee.get_url(),
        f"{committee.get_url()}programy/",
        f"{committee.get_url()}szukaj/?q=jawny",
        address(other),
        address(other, node),
    ]
    assert all(SECRET in body_of(client, each) for each in addresses if "szukaj" not in each)
    hide(page, how)
    assert [each for each in addresses if SECRET in body_of(client, each)] == []
    assert own.key not in body_of(client, "/sitemap.xml")
    assert client.get(f"/rkres/programy/{page.pk}.csv").status_code == 404
    assert SECRET not in body_of(client, address(page, own))


@pytest.mark.parametrize("how", HIDDEN)
@pytest.mark.parametrize("kind", ["decision", "meeting", "consultation"])
def test_a_hidden_end_is_not_named(client, programme, office, kind, how):
    page = programme(nodes=1)
    (node,) = ProgrammeNode.objects.of(page)
    target = getattr(office, kind)(title=SECRET)
    for row in ({"node": node}, {"programme": page}):
        ProgrammeLinkFactory(target_page=target, note=f"{SECRET} notka", **row)
    urls = [address(page), address(page, node)]
    assert all(SECRET in read(client, url) for url in urls)
    hide(target, how)
    assert [url for url in urls if SECRET in read(client, url)] == []


@pytest.mark.parametrize("how", HIDDEN)
def test_sections_and_remarks_of_a_hidden_consultation(client, programme, office, how):
    page = programme(nodes=1)
    (node,) = ProgrammeNode.objects.of(page)
    consultation, section, rows = office.reported(title=SECRET)
    ProgrammeLinkFactory(node=node, section=section)
    ProgrammeLinkFactory(node=node, remark=rows[0])
    assert SECRET in read(client, address(page, node))
    hide(consultation, how)
    html = read(client, address(page, node))
    assert SECRET not in html and "Rynek pracy" not in html and rows[0].content not in html


@pytest.mark.parametrize(
    "fields",
    [
        {"moderation": "pending"},
        {"moderation": "blocked", "block_reason": "offensive"},
        {"moderation": "junk"},
        {"withdrawn_at": timezone.now()},
        {"erased_at": timezone.now()},
    ],
)
def test_a_remark_that_nobody_may_read(client, programme, office, fields):
    page = programme(nodes=1)
    (node,) = ProgrammeNode.objects.of(page)
    _consultation, _section, rows = office.reported()
    ProgrammeLinkFactory(node=node, remark=rows[0], note=f"{SECRET} notka")
    Remark.objects.filter(pk=rows[0].pk).update(**fields)
    for url in (address(page), address(page, node)):
        html = read(client, url)
        assert rows[0].content not in html and SECRET not in html


def test_a_remark_before_it_is_public(client, programme, office):
    page = programme(nodes=1)
    (node,) = ProgrammeNode.objects.of(page)
    consultation = office.consultation(rounds=[{}])
    remark = RemarkFactory(consultation=consultation, approved=True)
    ProgrammeLinkFactory(node=node, remark=remark)
    assert remark.content not in read(client, address(page, node))
    RemarkRulesFactory(consultation=consultation)
    RemarkRules.objects.of(consultation).update(shows_at_once=True)
    assert remark.content in read(client, address(page, node))


def test_the_author_of_a_remark_only_by_consent(client, programme, office):
    page = programme(nodes=1)
    (node,) = ProgrammeNode.objects.of(page)
    consultation, _section, _rows = office.reported()
    remark = RemarkFactory(consultation=consultation, approved=True, sender={"person": True})
    ProgrammeLinkFactory(node=node, remark=remark)
    html = read(client, address(page, node))
    assert remark.content in html and "Wierzbicka" not in html


def test_closed_files(client, programme, closed_file):
    page = programme(files=[("file", {"document": closed_file, "title": ""})])
    model = page._meta.get_field("reports").related_model
    model.objects.create(page=page, year=2022, title=SECRET, document=closed_file)
    assert SECRET not in read(client, address(page))


def test_acts_of_a_hidden_body(client, programme, site_root):
    other = CommitteePageFactory(parent=site_root, draft=True, slug="inny")
    act = LegalAct.objects.create(body=other, number=SECRET, kind="resolution")
    page = programme()
    page._meta.get_field("acts").related_model.objects.create(page=page, act=act)
    assert SECRET not in read(client, address(page))


def test_a_hidden_opinion(client, programme, office):
    page, opinion = programme(), office.decision(title=SECRET)
    model = page._meta.get_field("reports").related_model
    model.objects.create(page=page, year=2022, opinion=opinion)
    assert SECRET in read(client, address(page))
    hide(opinion, "draft")
    assert SECRET not in read(client, address(page))


def test_words_of_others_are_not_in_the_index(programme, office):
    page = programme(nodes=1)
    (node,) = ProgrammeNode.objects.of(page)
    ProgrammeLinkFactory(node=node, target_page=office.decision(title=SECRET))
    node.points_to.add(ProgrammeNodeFactory(programme=programme(), title=SECRET))
    assert SECRET not in tree_words(page)


def test_another_site_is_not_told(client, programme, site_root):
    from wagtail.models import Site

    page = programme(nodes=1)
    root = site_root.get_parent().specific
    home = type(site_root)(title="Inna", slug="inna")
    root.add_child(instance=home)
    Site.objects.create(hostname="inna.example.org", root_page=home)
    other = ProgrammePageFactory(
        parent=CommitteePageFactory(parent=home, slug="k2"), title=SECRET, nodes=1
    )
    (node,), (far,) = ProgrammeNode.objects.of(page), ProgrammeNode.objects.of(other)
    node.points_to.add(far)
    assert far.key not in read(client, address(page, node))
    assert client.get(f"/rkres/programy/{other.pk}.csv").status_code == 404
