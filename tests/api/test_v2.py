"""What API v2 says, what it may be asked, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import expand_db_html

from rkres_wagtail.api.v2 import ENDPOINTS, register_endpoints
from rkres_wagtail.bodies.choices import Role
from tests.factories.bodies import (
    CommitteePageFactory,
    FundingNoticeFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    TermFactory,
)
from tests.support.database import committed

pytestmark = pytest.mark.django_db

NAMES = ["pages", *ENDPOINTS]
FILES = ["documents", "images"]


def image(title: str = "Zdjęcie"):
    return get_image_model().objects.create(title=title, file=get_test_image_file())


# What it says -----------------------------------------------------------------------------------


def test_a_committee(world, get):
    world.committee.history = [("entry", {"name": "Zespół", "kind": "predecessor"})]
    world.committee.region = "lubusz"
    world.committee.role_labels = [("role", {"role": "chair", "label": "Prezes"})]
    world.committee.save_revision().publish()
    data = get(f"pages/{world.committee.pk}/").json()
    assert data["title"] == "Komitet"
    assert data["abbreviation"] == "RKRES"
    assert data["region_label"]
    assert data["legal_basis"] == "<p>Art. 56</p>"
    assert data["is_former"] is False
    assert data["history"][0]["type"] == "entry"
    assert data["history"][0]["value"]["name"] == "Zespół"
    assert data["role_labels"][0]["value"] == {"role": "chair", "label": "Prezes"}
    assert data["host_organisation"] == {
        "id": world.host.pk,
        "type": "rkres_wagtail.Organisation",
        "name": "ROPS Przykładowy",
        "short_name": "",
        "website": "https://rops.example",
    }
    assert data["funding"]["text"] == "<p>Unia Europejska</p>"
    assert data["meta"]["html_url"] == world.committee.full_url


def test_rich_text_is_the_html_of_the_page(world, get):
    link = f'<a linktype="page" id="{world.group.pk}">grupa</a>'
    world.committee.description = f"<p>{link}</p>"
    world.committee.save_revision().publish()
    data = get(f"pages/{world.committee.pk}/").json()
    assert data["description"] == expand_db_html(f"<p>{link}</p>")
    assert "linktype" not in data["description"]


def test_a_group(world, get):
    type(world.group).objects.filter(pk=world.group.pk).update(founding_act=world.act)
    data = get(f"pages/{world.group.pk}/").json()
    assert data["kind"] == "working"
    assert data["kind_label"]
    assert data["supervises"] == [
        {
            "id": world.committee.pk,
            "type": world.committee._meta.label,
            "title": "Komitet",
            "html_url": world.committee.full_url,
        }
    ]
    # The file is closed, so the link of the act stands instead.
    assert data["founding_act"]["url"] == "https://bip.example/"
    assert "23/278/15" in data["founding_act"]["title"]


def test_a_person(world, get):
    world.person.photo = image()
    world.person.save()
    data = get(f"persons/{world.person.pk}/").json()
    assert data["full_name"] == "dr Anna Jawna"
    assert data["about"] == "O Annie"
    assert data["html_url"] == f"{world.committee.full_url}osoby/{world.person.slug}/"
    photo = data["photo"]
    assert photo["url"].startswith("http")
    assert (photo["width"], photo["height"]) <= (400, 400)
    assert photo["alt"]


def test_an_image_of_a_closed_collection_is_null(world, get, private_collection):
    world.person.photo = image()
    world.person.photo.collection = private_collection
    world.person.photo.save()
    world.person.save()
    assert get(f"persons/{world.person.pk}/").json()["photo"] is None


def test_a_membership(world, get):
    type(world.committee).objects.filter(pk=world.committee.pk).update(
        role_labels=[("role", {"role": "chair", "label": "Prezes"})]
    )
    world.membership.role = Role.CHAIR
    world.membership.position = "wójt"
    world.membership.save()
    data = get(f"memberships/{world.membership.pk}/").json()
    assert data["name"] == "dr Anna Jawna"
    assert data["is_institution"] is False
    assert data["person"]["id"] == world.person.pk
    assert data["person"]["detail_url"].endswith(f"/persons/{world.person.pk}/")
    assert data["organisation"]["name"] == "Spółdzielnia Jawna"
    assert data["represents"] is None
    assert (data["role"], data["role_label"], data["position"]) == ("chair", "Prezes", "wójt")
    assert data["body"]["id"] == world.committee.pk
    assert data["term"]["label"] == world.term.label
    assert data["sector"]["id"] == world.sector.pk
    assert data["seat"] == "Miejsce wojewody"
    assert data["starts_on"] == world.membership.starts_on.isoformat()
    assert data["ends_on"] is None
    assert data["is_current"] is True


def test_the_rest(world, get, listed):
    (term,) = listed("terms")
    assert term["label"] == world.term.label
    assert term["committee"]["id"] == world.committee.pk
    (sector,) = listed("sectors")
    assert sector["committee"]["title"] == "Komitet"
    (act,) = listed("acts")
    assert act["number"] == "23/278/15"
    assert act["kind_label"]
    assert act["body"]["id"] == world.committee.pk
    (notice,) = listed("funding-notices")
    assert notice["text"] == "<p>Unia Europejska</p>"
    names = {organisation["name"] for organisation in listed("organisations")}
    assert names == {"ROPS Przykładowy", "Spółdzielnia Jawna"}


def test_logos_of_a_notice(world, get):
    logo = image("Logo")
    world.notice.logos = [("logo", logo)]
    world.notice.logos.raw_data  # noqa: B018 - the stream must be readable
    type(world.notice).objects.filter(pk=world.notice.pk).update(
        logos=[
            {"type": "logo", "value": {"image": logo.pk, "alt_text": "Unia", "decorative": False}}
        ]
    )
    (shown,) = get(f"funding-notices/{world.notice.pk}/").json()["logos"]
    assert shown["alt"] == "Unia"
    assert get(f"pages/{world.committee.pk}/").json()["funding"]["logos"] == [shown]


def test_a_body_without_its_polish_page_is_named_by_the_other(world, listed):
    """Facts point at one page and are read by translation key (DESIGN, section 3)."""
    english = CommitteePageFactory(
        parent=world.home, title="Committee", slug="committee", locale=world.english
    )
    type(english).objects.filter(pk=english.pk).update(
        translation_key=world.committee.translation_key
    )
    world.committee.unpublish()
    rows = listed("memberships", body=english.pk)
    assert {row["body"]["id"] for row in rows} == {english.pk}
    assert [term["committee"]["id"] for term in listed("terms")] == [english.pk]


def test_pages_of_every_language(world, listed):
    english = CommitteePageFactory(
        parent=world.home, title="Committee", slug="committee", locale=world.english
    )
    assert [page["id"] for page in listed("pages", locale="en")] == [english.pk]
    assert english.pk in {page["id"] for page in listed("pages")}


# What it may be asked ---------------------------------------------------------------------------


def ids(items: list[dict]) -> set[int]:
    return {item["id"] for item in items}


def test_memberships_on_a_day_and_by_their_relations(world, listed):
    past = MembershipFactory(
        body=world.group,
        person=world.person,
        organisation=world.organisation,
        role=Role.CHAIR,
        past=True,
    )
    assert ids(listed("memberships", on="2016-01-01")) == {past.pk}
    (row,) = listed("memberships", on="2016-01-01")
    assert row["is_current"] is True
    assert row["ends_on"] == "2018-03-16"
    assert past.pk not in ids(listed("memberships", on=timezone.localdate().isoformat()))
    assert listed("memberships", on="1999-01-01") == []
    assert ids(listed("memberships", body=world.group.pk)) == {past.pk}
    assert ids(listed("memberships", role="chair")) == {past.pk}
    assert ids(listed("memberships", term=world.term.pk)) == {world.membership.pk}
    assert ids(listed("memberships", sector=world.sector.pk)) == {world.membership.pk}
    assert ids(listed("memberships", person=world.person.pk)) == {world.membership.pk, past.pk}
    assert listed("memberships", person=world.quiet.pk) == []
    assert len(listed("memberships", organisation=world.organisation.pk)) == 3
    assert [row["id"] for row in listed("memberships", order="starts_on")][0] == past.pk


def test_other_filters(world, listed):
    assert ids(listed("acts", body=world.committee.pk)) == {world.act.pk}
    assert listed("acts", kind="statute") == []
    assert len(listed("acts", purpose="founds")) == 1
    assert listed("acts", term=world.term.pk) == []
    assert len(listed("terms", committee=world.committee.pk)) == 1
    assert len(listed("terms", on=timezone.localdate().isoformat())) == 1
    assert listed("terms", on="1999-01-01") == []
    assert len(listed("sectors", committee=world.committee.pk)) == 1
    assert len(listed("organisations", kind="cooperative")) == 2
    assert len(listed("persons", slug=world.person.slug)) == 1
    assert len(listed("persons", body=world.committee.pk)) == 1
    assert listed("persons", body=world.group.pk) == []
    assert listed("persons", slug="nikt") == []


def test_lists_stand_in_polish_order(world, listed):
    for name in ("Żabno", "Łąka", "Zając", "Lipno"):
        organisation = OrganisationFactory(name=name)
        MembershipFactory(body=world.committee, person=None, organisation=organisation)
    names = [each["name"] for each in listed("organisations")]
    assert [name for name in names if len(name) < 6] == ["Lipno", "Łąka", "Zając", "Żabno"]
    assert [each["name"] for each in listed("organisations", order="-name")] == names[::-1]


def test_pages_by_place(world, listed):
    home, committee = world.home.pk, world.committee.pk
    assert ids(listed("pages", child_of=home)) == {committee}
    assert ids(listed("pages", child_of="root")) == {committee}
    below = {world.group.pk, world.numbers.pk}
    assert ids(listed("pages", descendant_of=committee)) == below
    assert ids(listed("pages", ancestor_of=world.group.pk)) == {home, committee}
    assert ids(listed("pages", type="rkres_wagtail_pages.GroupPage")) == below
    parent = listed("pages", slug="grupa")
    assert ids(parent) == {world.group.pk}


def test_the_parent_is_named_only_when_public(world, get):
    data = get(f"pages/{world.group.pk}/").json()
    assert data["meta"]["parent"]["id"] == world.committee.pk


def test_fields_cut_the_answer_down(world, get):
    (item,) = get("terms/", fields="_,label").json()["items"]
    assert item == {"label": world.term.label}
    (item,) = get("sectors/", fields="-committee").json()["items"]
    assert "committee" not in item


def test_find(world, get):
    found = get("persons/find/", id=world.person.pk)
    assert found.status_code == 302
    assert get("persons/find/", id="x").status_code == 400
    assert get("persons/find/").status_code == 400
    assert get("pages/find/").status_code == 400
    assert get("pages/find/", html_path="/komitet/osoby/").status_code in (302, 404)
    assert get("pages/find/", html_path="/nie/ma/").status_code == 404


BAD = {
    "limit": "-1",
    "offset": "-1",
    "nonsense": "1",
    "fields": "nonsense",
    "order": "nonsense",
}


@pytest.mark.parametrize("endpoint", NAMES + FILES)
def test_bad_parameters_are_400_with_a_reason(world, get, endpoint):
    cases = [
        *BAD.items(),
        ("limit", str(10**9)),
        ("limit", "x"),
        ("offset", str(10**30)),
        ("fields", "*,("),
        ("fields", "title(" * 100),
        ("fields", "id(x)"),
        ("order", "--title"),
        ("search", "a\x00b"),
        ("x" * 2000, "1"),
        ("fields", "x" * 2000),
    ]
    for name, value in cases:
        response = get(f"{endpoint}/", **{name: value})
        assert response.status_code == 400, (name, value)
        assert response.json()["message"], (name, value)


@pytest.mark.parametrize(
    ("path", "name", "values"),
    [
        ("memberships/", "on", ["wczoraj", "2023-13-01", "2023-02-30", "", "1.06.2023", "9" * 50]),
        ("terms/", "on", ["x"]),
        ("memberships/", "body", ["x", "-1", "0", "9" * 40, "", "1.5", "٣"]),
        ("memberships/", "term", ["x", "9" * 40]),
        ("memberships/", "sector", ["x"]),
        ("memberships/", "role", ["king", ""]),
        ("organisations/", "kind", ["x"]),
        ("organisations/", "county", ["x"]),
        ("acts/", "purpose", ["x"]),
        ("pages/", "child_of", ["x", "-1", "9" * 40]),
        ("pages/", "descendant_of", ["x", "9" * 40]),
        ("pages/", "translation_of", ["x", "9" * 40]),
        ("pages/", "id", ["x"]),
        ("pages/", "first_published_at", ["x"]),
        ("pages/", "type", ["x", "wagtailcore.Site", "rkres_wagtail.Person", "a.b.c"]),
        ("pages/", "search_operator", ["xor"]),
        ("persons/find/", "id", ["x", "9" * 40]),
        ("pages/find/", "id", ["x", "9" * 40]),
    ],
)
def test_bad_values_are_400_with_a_reason(world, get, path, name, values):
    for value in values:
        params = {name: value} | ({"search": "x"} if name == "search_operator" else {})
        response = get(path, **params)
        assert response.status_code == 400, value
        assert response.json()["message"], value


def test_a_refusal_names_what_is_known(world, get):
    message = get("memberships/", members="1").json()["message"]
    assert "members" in message
    assert "body" in message
    assert "2023-06-01" in get("memberships/", on="x").json()["message"]


@pytest.mark.parametrize("endpoint", NAMES + FILES)
def test_addresses_of_nothing_are_404(world, get, endpoint):
    for pk in (0, 999_999, 9**40):
        assert get(f"{endpoint}/{pk}/").status_code == 404, pk
    assert get(f"{endpoint}/x/").status_code == 404


@pytest.mark.parametrize("query", ["", "🐝", "' OR 1=1 --", '"', "NOT", "x" * 900])
def test_no_query_breaks_the_search(world, get, query):
    for endpoint in ("pages", "persons", "organisations", "acts"):
        assert get(f"{endpoint}/", search=query).status_code == 200, endpoint


@committed
def test_search_knows_polish_words(world, listed):
    assert ids(listed("pages", search="komitecie")) == {world.committee.pk}
    assert ids(listed("pages", search="grupie", type="rkres_wagtail_pages.GroupPage")) == {
        world.group.pk
    }
    assert ids(listed("pages", search="grupy", child_of=world.committee.pk, order="title")) == {
        world.group.pk
    }
    assert listed("pages", search="grupa komitet") == []
    assert len(listed("pages", search="grupa komitet", search_operator="or")) == 2
    assert ids(listed("acts", search="uchwała 23/278/15")) == {world.act.pk}
    assert ids(listed("persons", search="jawnej")) == {world.person.pk}
    assert len(listed("organisations", search="spoldzielni")) == 1


def test_search_can_be_disabled(world, get, settings):
    settings.WAGTAILAPI_SEARCH_ENABLED = False
    for endpoint in ("pages", "persons"):
        assert get(f"{endpoint}/", search="x").status_code == 400


def test_endpoints_can_carry_a_prefix():
    router = WagtailAPIRouter("other")
    register_endpoints(router, prefix="rkres-", pages=False, files=False)
    assert set(router._endpoints) == {f"rkres-{name}" for name in NAMES[1:]}
    assert "rkres-persons" in router._endpoints


# What it costs ----------------------------------------------------------------------------------


def fill(world, start: int, stop: int) -> None:
    """Rows of every endpoint that differ in every relation."""
    for number in range(start, stop):
        organisation = OrganisationFactory(logo=image(f"Logo {number}"))
        act = LegalActFactory(body=world.committee, term=world.term)
        notice = FundingNoticeFactory(text=f"<p>{number}</p>")
        type(notice).objects.filter(pk=notice.pk).update(
            logos=[{"type": "logo", "value": {"image": organisation.logo_id, "alt_text": "x"}}]
        )
        group = GroupPageFactory(
            parent=world.committee,
            title=f"Grupa {number}",
            slug=f"n{number}",
            founding_act=act,
            funding=notice,
            supervises=[("body", world.committee), ("body", world.numbers)],
        )
        other = CommitteePageFactory(
            parent=world.home, slug=f"c{number}", host_organisation=organisation
        )
        type(other).objects.filter(pk=other.pk).update(statutory_body=other)
        person = PersonFactory(consenting=True, photo=image(f"Zdjęcie {number}"))
        MembershipFactory(
            body=group,
            person=person,
            organisation=organisation,
            represents=organisation,
            sector=SectorFactory(committee=world.committee),
            term=TermFactory(
                committee=world.committee, starts_on=date(2000, 1, 1) + timedelta(days=number)
            ),
            starts_on=date(2001, 1, 1),
        )


LISTS = [
    *((name, {"fields": "*"}) for name in NAMES),
    ("pages", {"type": "rkres_wagtail_pages.GroupPage", "fields": "*"}),
    ("pages", {"type": "rkres_wagtail_pages.CommitteePage", "fields": "*"}),
]


@override_settings(WAGTAILAPI_LIMIT_MAX=None)
def test_queries_do_not_grow_with_the_rows(world, get):

    def counts() -> list[int]:
        found = []
        for name, params in LISTS:
            get(f"{name}/", limit=1000, **params)  # makes renditions and warms caches
            with CaptureQueriesContext(connection) as queries:
                response = get(f"{name}/", limit=1000, **params)
            assert response.status_code == 200
            found.append((name, len(queries)))
        return found

    fill(world, 0, 2)
    few = counts()
    fill(world, 2, 12)
    assert counts() == few
    assert max(number for _name, number in few) < 30


@pytest.mark.scale
@override_settings(WAGTAILAPI_LIMIT_MAX=None)
def test_500_members_cost_what_10_do(world, get):

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            get("memberships/", limit=1000)
        return len(queries)

    for _ in range(10):
        MembershipFactory(body=world.committee)
    count()
    ten = count()
    for _ in range(490):
        MembershipFactory(body=world.committee)
    assert count() == ten


def test_memberships_of_days_to_come_are_refused(world, get):
    """Who will sit, or will have left, is not public before (finding 7)."""
    day = timezone.localdate() + timedelta(days=1)
    response = get("memberships/", on=day.isoformat())
    assert response.status_code == 400
    assert response.json()["message"].startswith("on must not be later than today")


def test_nobody_is_a_current_member_of_a_former_body(world, get, listed):
    last = date(2020, 12, 31)
    group = GroupPageFactory(parent=world.committee, active_to=last)
    row = MembershipFactory(body=group, starts_on=date(2018, 1, 1))
    (data,) = listed("memberships", body=group.pk)
    assert (data["is_current"], data["ends_on"]) == (False, last.isoformat())
    assert listed("memberships", body=group.pk, on="2023-01-01") == []
    (data,) = listed("memberships", body=group.pk, on=last.isoformat())
    assert (data["id"], data["is_current"]) == (row.pk, True)
