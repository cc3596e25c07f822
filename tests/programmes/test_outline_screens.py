"""The tree in the admin: who may do what, and what an editor is told."""

from __future__ import annotations

import pytest
import swapper
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import GroupPagePermission, Locale

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.programmes.models import ProgrammeNode, ProgrammeTree
from rkres_wagtail.programmes.outline import locking, node_panels, services
from rkres_wagtail.programmes.outline.states import state_of
from tests.factories import CommitteePageFactory
from tests.factories.programmes import IndicatorFactory, ProgrammeNodeFactory, ProgrammePageFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

OF_PAGE = ("rkres_programme_tree", "rkres_programme_node_add", "rkres_programme_renumber")
OF_NODE = ("rkres_programme_node", "rkres_programme_node_move", "rkres_programme_node_remove")
NASTY = '"><script>alert(1)</script> =1+1 {{ x }} \u202e'


@pytest.fixture
def programme(committee):
    page = ProgrammePageFactory(parent=committee, title="LPRES")
    for title, level in (("Cel", 1), ("Priorytet", 2), ("Działanie", 2), ("Drugi", 1)):
        ProgrammeNodeFactory(programme=page, title=title, number="", level=level)
    return page


@pytest.fixture
def office(committee, client):
    """The secretariat of the committee, signed in."""
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    return user


def writer(committee, *, keeps: bool):
    """Who may edit pages of the committee and publish none."""
    group = Group.objects.create(name="Piszący")
    Page = swapper.load_model("wagtailcore", "Page")
    change = Permission.objects.get(
        content_type__app_label=Page._meta.app_label,
        codename=get_permission_codename("change", Page._meta),
    )
    GroupPagePermission.objects.create(group=group, page_id=committee.pk, permission=change)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if keeps:
        group.permissions.add(Permission.objects.get(codename="change_programmenode"))
    user = create_user("piszacy")
    user.groups.add(group)
    return user


def node(title: str) -> ProgrammeNode:
    return ProgrammeNode.objects.get(title=title)


def url(name: str, row, query: str = "") -> str:
    return f"{reverse(name, args=[row.pk])}{query}"


def rich(text: str) -> str:
    return ContentstateConverter(features=[]).from_database_format(f"<p>{text}</p>")


def form(**fields) -> dict:
    data = {"title": "", "number": "", "kind": "", "state": "", "page": ""}
    return {**data, "description": rich(fields.pop("text", "")), **fields}


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def said(text: str) -> str:
    return gettext(text).replace("\xa0", " ")


def titles(page) -> list[str]:
    return [f"{row.title}{row.level}" for row in locking.nodes_of(page)]


def facts(page) -> tuple:
    trees = list(ProgrammeTree.objects.values_list("edits", flat=True))
    return list(ProgrammeNode.objects.of(page).values()), trees


def posts(page) -> dict[str, dict]:
    """Every address that changes something, with a form that would do it."""
    edits = locking.tree_of(page).edits
    first = node("Priorytet")
    return {
        url("rkres_programme_node_add", page): form(title="Nowy"),
        url("rkres_programme_node", first): form(title="Inny", state=state_of(first)),
        url("rkres_programme_node_step", first): {"edits": edits, "direction": "down"},
        url("rkres_programme_node_move", first): {"edits": edits, "way": "under", "place": ""},
        url("rkres_programme_node_remove", first): {"edits": edits},
        url("rkres_programme_renumber", page): {"edits": edits},
    }


# Who may ------------------------------------------------------------------------------------------


def screens(page) -> list[str]:
    found = [url(name, page) for name in OF_PAGE]
    return found + [url(name, node("Priorytet")) for name in OF_NODE]


def test_the_office_opens_every_screen_and_a_get_changes_nothing(office, client, programme):
    before = facts(programme)
    for address in screens(programme):
        assert client.get(address).status_code == 200, address
    assert client.get(url("rkres_programme_node_step", node("Cel"))).status_code == 405
    assert facts(programme) == before


def test_every_form_does_what_it_says(office, client, programme):
    locking.tree_of(programme)
    for index in range(6):
        before = facts(programme)
        address, data = list(posts(programme).items())[index]
        assert client.post(address, data).status_code == 302, address
        assert facts(programme) != before, address
        ProgrammeNode.objects.filter(title="Inny").update(title="Priorytet")
        if not ProgrammeNode.objects.filter(title="Priorytet"):
            ProgrammeNodeFactory(programme=programme, title="Priorytet")


def test_whoever_edits_without_keeping_reads(client, committee, programme):
    client.force_login(writer(committee, keeps=False))
    read = {url("rkres_programme_tree", programme), url("rkres_programme_node", node("Priorytet"))}
    for address in screens(programme):
        assert (client.get(address).status_code == 200) == (address in read), address
    assert "formaction" not in words(client.get(url("rkres_programme_tree", programme)))
    assert (
        "<form"
        not in words(client.get(url("rkres_programme_node", node("Cel")))).split(
            'class="nice-padding', 1
        )[1]
    )
    refuses_all(client, programme)


def test_whoever_edits_and_keeps_may_change(client, committee, programme):
    client.force_login(writer(committee, keeps=True))
    for address in screens(programme):
        assert client.get(address).status_code == 200, address
    address = url("rkres_programme_node_add", programme)
    assert client.post(address, form(title="Nowy")).status_code == 302


def refuses_all(client, programme) -> None:
    locking.tree_of(programme)
    before = facts(programme)
    for address, data in posts(programme).items():
        response = client.post(address, data)
        home, login = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
        sent_off = response.status_code == 302 and (
            response.url == home or response.url.startswith(login)
        )
        assert sent_off or response.status_code == 403, address
    assert facts(programme) == before


def test_others_stay_outside(client, committee, programme, site_root):
    other = CommitteePageFactory(parent=site_root, title="Inny", slug="inny")
    stranger = create_user("obcy")
    stranger.groups.add(create_roles(other)["secretariat"])
    moderator = create_user("moderator")
    moderator.groups.add(create_roles(committee)["moderators"])
    for user in (stranger, moderator, None):
        client.logout()
        if user is not None:
            client.force_login(user)
        for address in screens(programme):
            assert client.get(address).status_code != 200, address
        refuses_all(client, programme)


def test_only_of_programmes(office, client, committee):
    assert client.get(url("rkres_programme_tree", committee)).status_code == 404
    assert client.get(reverse("rkres_programme_tree", args=[10**9])).status_code == 404
    assert client.get(reverse("rkres_programme_node", args=[10**9])).status_code == 404
    for pk in ("", "x", "9" * 30):
        address = reverse("rkres_programme_node", args=[10**9])
        assert client.post(address, form(title="X", page=pk)).status_code == 404


# The tree -----------------------------------------------------------------------------------------


def test_a_row_says_what_stands_at_it(office, client, programme, monkeypatch):
    monkeypatch.setattr(node_panels, "_counts", [(1, lambda page: {node("Cel").pk: "2 sztuki"})])
    monkeypatch.setattr(
        node_panels, "_panels", [(1, lambda request, node, page: f"Obok {node.title}")]
    )
    html = words(client.get(url("rkres_programme_tree", programme)))
    assert "2 sztuki" in html and "priorytet" in html
    assert "Obok Cel" in words(client.get(url("rkres_programme_node", node("Cel"))))


def test_only_steps_that_lead_somewhere_are_offered(office, client, programme):
    rows = client.get(url("rkres_programme_tree", programme)).context["tree"].rows
    may = {row.node.title: {step for step, may in row.may.items() if may} for row in rows}
    assert may == {
        "Cel": {"down", "below"},
        "Priorytet": {"down", "shallower", "below"},
        "Działanie": {"up", "deeper", "shallower", "below"},
        "Drugi": {"up", "deeper", "below"},
    }


@pytest.mark.parametrize(
    ("title", "direction", "expected"),
    [
        ("Cel", "down", ["Drugi1", "Cel1", "Priorytet2", "Działanie2"]),
        ("Działanie", "up", ["Cel1", "Działanie2", "Priorytet2", "Drugi1"]),
        ("Drugi", "deeper", ["Cel1", "Priorytet2", "Działanie2", "Drugi2"]),
        ("Działanie", "shallower", ["Cel1", "Priorytet2", "Działanie1", "Drugi1"]),
    ],
)
def test_buttons(office, client, programme, title, direction, expected):
    data = {"edits": locking.tree_of(programme).edits, "direction": direction}
    response = client.post(url("rkres_programme_node_step", node(title)), data)
    assert response.url.endswith(f"/tree/#{node(title).anchor}")
    assert titles(programme) == expected


@pytest.mark.parametrize(
    "data", [{"direction": "sideways"}, {}, {"direction": "down", "edits": "x"}, {"edits": "-1"}]
)
def test_buttons_pressed_by_nobody(office, client, programme, data):
    locking.tree_of(programme)
    before = facts(programme)
    address = url("rkres_programme_node_step", node("Cel"))
    assert client.post(address, {"edits": "0", **data}).status_code == 302
    assert facts(programme) == before


def test_a_button_pressed_on_an_old_screen_does_nothing(office, client, programme):
    address = url("rkres_programme_node_step", node("Cel"))
    data = {"edits": 0, "direction": "down"}
    client.post(address, data)
    before = facts(programme)
    response = client.post(address, data, follow=True)
    assert facts(programme) == before
    assert said(
        "Somebody else has changed this programme in the meantime. Nothing was saved: look at it "
        "as it is now, and repeat your change."
    )[:40] in words(response)


def test_words_are_found_whatever_their_accents(office, client, programme):
    address = url("rkres_programme_tree", programme)
    rows = client.get(address, {"q": "dzialanie"}).context["tree"].rows
    assert [(row.node.title, row.path) for row in rows] == [("Działanie", "Cel")]
    for wrong in ("?q=%00", "?under=x", "?under=999999", "?p=77", "?p=-1", "?q=" + "ą" * 500):
        assert client.get(address + wrong).status_code == 200, wrong


def test_one_branch(office, client, programme):
    address = url("rkres_programme_tree", programme, f"?under={node('Cel').pk}")
    tree = client.get(address).context["tree"]
    assert [row.node.title for row in tree.rows] == ["Cel", "Priorytet", "Działanie"]
    # After a step one sees the same branch, unless the element has left it.
    data = {"edits": locking.tree_of(programme).edits, "under": node("Cel").pk}
    step = url("rkres_programme_node_step", node("Działanie"))
    response = client.post(step, {**data, "direction": "up"})
    assert f"?under={node('Cel').pk}#" in response.url
    data["edits"] += 1
    assert "?under" not in client.post(step, {**data, "direction": "shallower"}).url


def test_an_empty_tree(office, client, committee):
    page = ProgrammePageFactory(parent=committee)
    html = words(client.get(url("rkres_programme_tree", page)))
    assert said("There are no elements yet.") in html
    assert not ProgrammeTree.objects.exists()


# One element --------------------------------------------------------------------------------------


def test_a_new_one_stands_where_the_button_said(office, client, programme):
    address = url("rkres_programme_node_add", programme)
    cel = node("Cel")
    client.post(f"{address}?under={cel.pk}", form(title="Pod", number="1.3", text="Opis"))
    client.post(f"{address}?after={cel.pk}", form(title="Po"))
    response = client.post(address, form(title="Koniec", another="1"))
    assert response.url == f"{address}?after={node('Koniec').pk}"
    assert titles(programme) == [
        "Cel1", "Priorytet2", "Działanie2", "Pod2", "Po1", "Drugi1", "Koniec1",
    ]  # fmt: skip
    assert node("Pod").number == "1.3" and "Opis" in node("Pod").description


def test_beside_one_that_is_gone(office, client, programme):
    gone = node("Drugi").pk
    services.remove_node(node=node("Drugi"), user=None)
    address = url("rkres_programme_node_add", programme, f"?after={gone}")
    assert client.get(address).url == url("rkres_programme_tree", programme)
    before = facts(programme)
    response = client.post(address, form(title="Nowy", text="Nie zgub mnie"))
    assert "Nie zgub mnie" in words(response) and facts(programme) == before


def test_save_and_next_and_after(office, client, programme):
    first = node("Priorytet")
    address = url("rkres_programme_node", first)
    data = form(title="Priorytet", state=state_of(first))
    response = client.post(address, {**data, "next": "1"})
    assert response.url == url("rkres_programme_node", node("Działanie"))
    response = client.post(address, {**data, "another": "1"})
    assert response.url == url("rkres_programme_node_add", programme, f"?after={first.pk}")
    assert client.post(address, data).url.endswith(f"#{first.anchor}")


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "X" * 501},
        {"number": "1" * 31},
        {"kind": "x" * 101},
        {"title": "a\x00b"},
        {"points_to": ["999999"]},
        {"points_to": ["x"]},
    ],
)
def test_errors_are_said_and_nothing_typed_is_lost(office, client, programme, fields):
    first = node("Priorytet")
    data = form(title="Inny", text="Nie zgub mnie", state=state_of(first)) | fields
    before = facts(programme)
    response = client.post(url("rkres_programme_node", first), data)
    assert response.context["form"].errors
    assert "Nie zgub mnie" in words(response)
    assert facts(programme) == before


def test_the_second_of_two_editors_keeps_what_was_typed(office, client, programme):
    first = node("Priorytet")
    address = url("rkres_programme_node", first)
    state = client.get(address).context["form"].initial["state"]
    services.change_node(node=first, title="Tytuł koleżanki", user=None)
    data = form(title="Mój tytuł", text="Nowy akapit", state=state)
    response = client.post(address, data)
    assert "Mój tytuł" in words(response) and "Nowy akapit" in words(response)
    assert node("Tytuł koleżanki").pk == first.pk
    # Knowing it, the editor may save.
    again = {**data, "state": response.context["form"].data["state"]}
    assert client.post(address, again).status_code == 302
    assert node("Mój tytuł").pk == first.pk


def test_an_element_removed_meanwhile_gives_the_text_back(office, client, programme):
    first = node("Priorytet")
    address = url("rkres_programme_node", first)
    services.remove_node(node=node("Priorytet"), user=None)
    data = form(title="Mój tytuł", text="Nowy akapit", page=programme.pk)
    response = client.post(address, data)
    assert response.status_code == 200
    assert "Mój tytuł" in words(response) and "Nowy akapit" in words(response)
    assert not ProgrammeNode.objects.filter(title="Mój tytuł").exists()


def test_what_it_contributes_to_is_chosen_by_programme(office, client, programme, committee):
    national = ProgrammePageFactory(parent=committee, title="KPRES")
    areas = [ProgrammeNodeFactory(programme=national, title=f"Obszar {n}") for n in "ab"]
    first = node("Priorytet")
    address = url("rkres_programme_node", first)
    html = words(client.get(address))
    assert "KPRES" in html and "Obszar a" in html
    assert f'name="points_to" value="{node("Cel").pk}"' not in html
    data = form(title="Priorytet", state=state_of(first), points_to=[areas[0].pk])
    assert client.post(address, data).status_code == 302
    assert list(first.points_to.all()) == [areas[0]]
    html = words(client.get(address))
    boxes = [f'name="points_to" value="{area.pk}" checked' in html for area in areas]
    assert boxes == [True, False]
    own = form(title="Priorytet", state=state_of(first), points_to=[node("Cel").pk])
    assert "points_to" in client.post(address, own).context["form"].errors
    assert list(first.points_to.all()) == [areas[0]]


def test_hostile_words_stay_words(office, client, programme, committee):
    national = ProgrammePageFactory(parent=committee, title=f"KPRES {NASTY}")
    ProgrammeNodeFactory(programme=national, title=NASTY)
    address = url("rkres_programme_node_add", programme, f"?under={node('Cel').pk}")
    client.post(address, form(title=NASTY, number="<b>", kind="<i>x"))
    found = ProgrammeNode.objects.of(programme).get(number="<b>")
    assert "\u202e" not in found.title
    services.change_node(node=found, points_to=ProgrammeNode.objects.of(national), user=None)
    with pytest.raises(ValidationError):
        services.remove_node(node=IndicatorFactory(node=found).node, user=None)
    for address in (
        url("rkres_programme_tree", programme),
        url("rkres_programme_tree", programme, "?q=%3Cscript%3E"),
        url("rkres_programme_tree", programme, f"?under={found.pk}"),
        url("rkres_programme_node_add", programme, f"?after={found.pk}"),
        *(url(name, found) for name in OF_NODE),
        reverse("wagtailadmin_pages:history", args=[programme.pk]),
        reverse("wagtailadmin_pages:edit", args=[programme.pk]),
    ):
        html = client.get(address).content.decode()
        assert "<script>alert(1)" not in html and "<i>x" not in html, address


# Another place, away, numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "place", "expected"),
    [
        ("under", "Drugi", ["Cel1", "Działanie2", "Drugi1", "Priorytet2"]),
        ("under", "", ["Cel1", "Działanie2", "Drugi1", "Priorytet1"]),
        ("first", "", ["Priorytet1", "Cel1", "Działanie2", "Drugi1"]),
        ("after", "Działanie", ["Cel1", "Działanie2", "Priorytet2", "Drugi1"]),
        ("after", "Cel", ["Cel1", "Działanie2", "Priorytet1", "Drugi1"]),
    ],
)
def test_another_place(office, client, programme, way, place, expected):
    data = {"edits": locking.tree_of(programme).edits, "way": way}
    data["place"] = node(place).pk if place else ""
    client.post(url("rkres_programme_node_move", node("Priorytet")), data)
    assert titles(programme) == expected


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("under", "Cel"),
        ("under", "Priorytet"),
        ("after", "Priorytet"),
        ("after", None),
        ("x", None),
    ],
)
def test_no_place_within_itself(office, client, programme, way, place):
    locking.tree_of(programme)
    before = facts(programme)
    data = {"edits": 0, "way": way, "place": node(place).pk if place else ""}
    response = client.post(url("rkres_programme_node_move", node("Cel")), data)
    assert set(response.context["form"].errors) <= {"place", "way"}
    assert response.context["form"].errors and facts(programme) == before


def test_what_has_indicators_is_not_removed(office, client, programme):
    IndicatorFactory(node=node("Cel"))
    address = url("rkres_programme_node_remove", node("Cel"))
    before = facts(programme)
    page = client.get(address)
    assert page.context["view"].submit_label == ""
    data = {"edits": locking.tree_of(programme).edits}
    assert client.post(address, data).context["form"].errors
    assert facts(programme)[0] == before[0]


# A translated programme ---------------------------------------------------------------------------


def test_a_translation_shows_the_tree_of_the_programme(admin_client, programme):
    english = Locale.objects.create(language_code="en")
    committee = programme.get_parent().specific
    committee.copy_for_translation(english, copy_parents=True)
    twin = programme.copy_for_translation(english)
    html = words(admin_client.get(reverse("wagtailadmin_pages:edit", args=[twin.pk])))
    assert url("rkres_programme_tree", programme) in html
    tree = admin_client.get(url("rkres_programme_tree", twin)).context["tree"]
    assert tree.total == 4
