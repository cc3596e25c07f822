"""Screens of links: who may, what they offer, what they do with bad input."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from rkres_wagtail.programmes.links import picking
from rkres_wagtail.programmes.models import ProgrammeLink, ProgrammeNode
from tests.factories import CommitteePageFactory, ProgrammeLinkFactory
from tests.factories.remarks import RemarkFactory
from tests.support.users import create_user

from .chain import Office, cost, many_nodes, read

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def lpres(programme):
    return programme(title="LPRES 2021–2023", nodes=2)


@pytest.fixture
def node(lpres):
    return ProgrammeNode.objects.of(lpres).first()


def url_of(name: str, pk: int, **query) -> str:
    from urllib.parse import urlencode

    return f"{reverse(name, args=[pk])}{f'?{urlencode(query)}' if query else ''}"


def links_of(lpres):
    return ProgrammeLink.objects.of(lpres)


def test_a_page_is_linked_with_a_note(admin_client, lpres, node, office):
    decision = office.decision(title="Stanowisko")
    url = url_of("rkres_programme_link_page", lpres.pk, node=node.pk)
    read(admin_client, url)
    response = admin_client.post(url, {"target_page": decision.pk, "note": "prosiło o to"})
    assert response.status_code == 302
    row = links_of(lpres).get()
    assert (row.node, row.target_page_id, row.note) == (node, decision.pk, "prosiło o to")
    text = read(admin_client, response.url)
    assert "Stanowisko" in text and "prosiło o to" in text


@pytest.mark.parametrize("value", ["", "abc", "999999", "-1", "9" * 40, "<script>"])
def test_a_page_that_is_none(admin_client, lpres, value):
    response = admin_client.post(
        url_of("rkres_programme_link_page", lpres.pk), {"target_page": value}
    )
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not links_of(lpres).exists()


def test_a_page_of_another_kind_is_told_at_its_field(admin_client, lpres, committee):
    response = admin_client.post(
        url_of("rkres_programme_link_page", lpres.pk), {"target_page": committee.pk}
    )
    assert response.context["form"].errors["target_page"]


@pytest.mark.parametrize("asked", ["abc", "0", "9" * 40, "-1", "1e3"])
def test_an_element_that_is_none(admin_client, lpres, asked):
    url = url_of("rkres_programme_links", lpres.pk, node=asked)
    assert admin_client.get(url).status_code == 404


def test_removing_asks_first(admin_client, lpres, node, office):
    row = ProgrammeLinkFactory(node=node, target_page=office.decision(title="Stanowisko"))
    url = url_of("rkres_programme_unlink", row.pk)
    assert "Stanowisko" in read(admin_client, url)
    assert links_of(lpres).exists()
    assert admin_client.post(url).status_code == 302
    assert not links_of(lpres).exists()
    assert admin_client.post(url).status_code == 404


# Sections and remarks ---------------------------------------------------------------------------


def test_sections_and_remarks_are_ticked(admin_client, lpres, node, office):
    consultation, section, rows = office.reported()
    name = "rkres_programme_link_remarks"
    assert consultation.title in read(admin_client, url_of(name, lpres.pk, node=node.pk))
    url = url_of(name, lpres.pk, node=node.pk, konsultacje=consultation.pk)
    assert f'value="section-{section.pk}"' in read(admin_client, url)
    remarks = read(admin_client, f"{url}&co=remarks")
    assert all(f'value="remark-{row.pk}"' in remarks for row in rows)
    ticks = [f"section-{section.pk}", f"remark-{rows[0].pk}"]
    assert admin_client.post(url, {"tick": ticks, "note": ""}).status_code == 302
    assert {(row.section_id, row.remark_id) for row in links_of(lpres)} == {
        (section.pk, None), (None, rows[0].pk),
    }  # fmt: skip
    # What is linked has no box any more; sent again it changes nothing.
    assert f'value="section-{section.pk}"' not in read(admin_client, url)
    admin_client.post(url, {"tick": ticks})
    assert links_of(lpres).count() == 2


@pytest.mark.parametrize("ticks", [[], ["section-x"], ["section-999999"], ["remark-1e9"], ["x"]])
def test_ticks_that_are_none(admin_client, lpres, office, ticks):
    consultation, _section, _rows = office.reported()
    url = url_of("rkres_programme_link_remarks", lpres.pk, konsultacje=consultation.pk)
    response = admin_client.post(url, {"tick": ticks})
    assert response.status_code == 200 and 'role="alert"' in response.content.decode()
    assert not links_of(lpres).exists()


def test_nothing_of_another_consultation(admin_client, lpres, office, site_root):
    consultation, _section, _rows = office.reported()
    _other, section, rows = office.reported(title="Inny", slug="inny")
    url = url_of("rkres_programme_link_remarks", lpres.pk, konsultacje=consultation.pk)
    admin_client.post(url, {"tick": [f"section-{section.pk}", f"remark-{rows[0].pk}"]})
    foreign = Office(CommitteePageFactory(parent=site_root, slug="obcy")).reported()[0]
    url = url_of("rkres_programme_link_remarks", lpres.pk, konsultacje=foreign.pk)
    assert 'type="checkbox"' not in read(admin_client, url)
    admin_client.post(url, {"tick": ["section-1"]})
    assert not links_of(lpres).exists()


def test_words_and_pages(admin_client, lpres, office, monkeypatch):
    monkeypatch.setattr(picking, "PER_PAGE", 2)
    consultation, section, rows = office.reported(remarks=5)
    RemarkFactory(consultation=consultation, content="Żłobki w gminach", approved=True)
    url = url_of(
        "rkres_programme_link_remarks", lpres.pk, konsultacje=consultation.pk, co="remarks"
    )
    assert read(admin_client, url).count('type="checkbox"') == 2
    assert read(admin_client, f"{url}&p=3").count('type="checkbox"') == 2
    found = read(admin_client, f"{url}&q=zlobki")
    assert found.count('type="checkbox"') == 1 and "Żłobki" in found
    for asked in ("%00", "%3Cscript%3Ealert(1)", "x" * 5000):
        response = admin_client.get(f"{url}&q={asked}")
        assert response.status_code == 200
        assert b"<script>alert(1)" not in response.content
    assert read(admin_client, url_of(
        "rkres_programme_link_remarks", lpres.pk, konsultacje=consultation.pk, q="rynek",
    )).count('type="checkbox"') == 1  # fmt: skip


def test_remarks_are_for_who_keeps_them(client, lpres, office, committee):
    """Who may keep the tree but not the remarks sees no remark and links none."""
    consultation, _section, rows = office.reported()
    group = Group.objects.create(name="Drzewa")
    for codename in ("access_admin", "change_programmenode"):
        group.permissions.add(Permission.objects.get(codename=codename))
    base = GroupPagePermission._meta.get_field("page").related_model._meta
    GroupPagePermission.objects.create(
        group=group,
        page_id=committee.pk,
        permission=Permission.objects.get(
            content_type__app_label=base.app_label, codename=f"change_{base.model_name}"
        ),
    )
    user = create_user("drzewo")
    user.groups.add(group)
    client.force_login(user)
    url = url_of("rkres_programme_link_remarks", lpres.pk, konsultacje=consultation.pk)
    assert "co=remarks" not in read(client, url)
    assert rows[0].content not in read(client, f"{url}&co=remarks")
    response = client.post(url, {"tick": [f"remark-{rows[0].pk}"]})
    assert response.status_code == 200 and not links_of(lpres).exists()


# From the other side ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["decision", "meeting", "consultation"])
def test_a_page_is_connected_with_programmes(admin_client, lpres, node, office, kind):
    target = getattr(office, kind)()
    editor = read(admin_client, reverse("wagtailadmin_pages:edit", args=[target.pk]))
    url = url_of("rkres_programme_connect", target.pk)
    assert url in editor
    text = read(admin_client, url)
    assert f'value="node-{node.pk}"' in text and f'value="page-{lpres.pk}"' in text
    ticks = [f"node-{node.pk}", f"page-{lpres.pk}"]
    response = admin_client.post(url, {"tick": ticks, "note": "z dyskusji"})
    assert response.status_code == 302
    assert {row.node_id for row in links_of(lpres)} == {node.pk, None}
    text = read(admin_client, url)
    assert "z dyskusji" in text and f'value="node-{node.pk}"' not in text


def test_only_programmes_of_the_committee_are_offered(admin_client, office, programme, site_root):
    own = programme(nodes=1)
    foreign = type(own)(title="Obcy", slug="obcy-program")
    CommitteePageFactory(parent=site_root, slug="obcy").add_child(instance=foreign)
    many_nodes(foreign, 1)
    url = url_of("rkres_programme_connect", office.decision().pk)
    assert "Obcy" not in read(admin_client, url)
    admin_client.post(url, {"tick": [f"page-{foreign.pk}"]})
    (node,) = ProgrammeNode.objects.of(foreign)
    admin_client.post(url, {"tick": [f"node-{node.pk}"]})
    assert not links_of(foreign).exists()


def test_words_cut_the_list_down(admin_client, lpres, office):
    many_nodes(lpres, 120)
    url = url_of("rkres_programme_connect", office.decision().pk)
    assert read(admin_client, url).count('type="checkbox"') == 50
    assert read(admin_client, f"{url}?q=element 77").count('type="checkbox"') == 1


def test_no_such_screen_for_other_pages(admin_client, committee, lpres):
    for other in (committee, lpres):
        assert admin_client.get(url_of("rkres_programme_connect", other.pk)).status_code == 404


def test_nobody_else_comes_in(client, lpres, node, office):
    row = ProgrammeLinkFactory(node=node, target_page=office.decision())
    user = create_user("obcy")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    urls = [
        *(url_of(name, lpres.pk) for name in (
            "rkres_programme_links", "rkres_programme_link_page", "rkres_programme_link_remarks")),
        url_of("rkres_programme_unlink", row.pk),
        url_of("rkres_programme_connect", row.target_page_id),
    ]  # fmt: skip
    for who in (None, user):
        if who is not None:
            client.force_login(who)
        for url in urls:
            for method in (client.get, client.post):
                assert method(url).status_code in (302, 403), url
    assert links_of(lpres).count() == 1


# Beside the tree ----------------------------------------------------------------------------------


def test_the_tab_of_the_tree_shows_links_of_the_whole(admin_client, lpres, office):
    ProgrammeLinkFactory(programme=lpres, target_page=office.decision(title="Stanowisko całości"))
    text = read(admin_client, reverse("wagtailadmin_pages:edit", args=[lpres.pk]))
    assert "Stanowisko całości" in text
    assert reverse("rkres_programme_link_page", args=[lpres.pk]) in text


def test_beside_an_element(rf, django_user_model, lpres, node, office):
    from rkres_wagtail.programmes.outline.node_panels import counts_of, panels_of

    ProgrammeLinkFactory(node=node, target_page=office.decision(title="Stanowisko elementu"))
    request = rf.get("/")
    request.user = django_user_model(is_superuser=True, is_active=True)
    assert any("Stanowisko elementu" in each for each in panels_of(request, node, lpres))
    assert any("1" in each for each in counts_of(lpres)[node.pk])


def test_screens_cost_the_same_for_few_and_many(admin_client, lpres, node, office):
    def costs():
        return [
            cost(admin_client, url_of("rkres_programme_links", lpres.pk, node=node.pk)),
            cost(admin_client, url_of("rkres_programme_connect", decision.pk)),
        ]

    decision = office.decision()
    ProgrammeLinkFactory(node=node, target_page=decision)
    few = costs()
    for _number in range(8):
        ProgrammeLinkFactory(node=node, target_page=office.decision())
    many_nodes(lpres, 40)
    assert costs() == few
