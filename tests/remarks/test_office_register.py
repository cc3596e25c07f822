"""The register of one consultation: what it lists, finds and changes at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import swapper
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, ModelLogEntry

from rkres_wagtail.consultations.models import ConsultationReport
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.remarks.models import Remark
from rkres_wagtail.remarks.office import moderation
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.remarks import RemarkFactory, ResponseFactory, SubmissionFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def register(page, query: str = "") -> str:
    return f"{reverse('rkres_remarks', args=[page.pk])}{query}"


def numbers(client, page, query: str = "") -> list[int]:
    """Numbers of the remarks that the register lists."""
    response = client.get(register(page, query))
    assert response.status_code == 200
    return [row.remark.number for row in response.context["rows"]]


def bulk(client, page, verb, remarks, **data):
    rows = [f"{each.pk}-{each.edits}" for each in remarks]
    return client.post(
        reverse("rkres_remarks_bulk", args=[page.pk]), {"verb": verb, "row": rows, **data},
        follow=True,
    )  # fmt: skip


def state(remark) -> str:
    return Remark.objects.get(pk=remark.pk).moderation


# What it lists --------------------------------------------------------------------------------


def test_it_lists_what_counts_by_number(boss, consultation):
    kept = [RemarkFactory(consultation=consultation) for _ in range(3)]
    RemarkFactory(consultation=consultation, junk=True)
    RemarkFactory(consultation=consultation, sender={"unconfirmed": True})
    assert numbers(boss, consultation) == [each.number for each in kept]
    assert numbers(boss, consultation, "?moderation=junk") == [4]
    assert numbers(boss, consultation, "?standing=unconfirmed") == [5]
    assert numbers(boss, consultation, "?standing=all") == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dopisanie spoldzielni", [1]),
        ("SPÓŁDZIELNI", [1]),
        ("lodz", [2]),
        ("Łódź", [2]),
        ("żółw", []),
        ("2", [2]),
        ("2027", [1]),
        ("zolc@example.org", [2]),
        (".*", []),
        ("(", [3]),
        ("\\", []),
    ],
)
def test_it_finds_words_authors_and_numbers_whatever_the_accents(boss, consultation, query, found):
    RemarkFactory(
        consultation=consultation,
        content="Dopisanie spółdzielni socjalnych do 2027 r.",
        sender={"organisation": "Spółdzielnia Przykład"},
    )
    RemarkFactory(
        consultation=consultation,
        content="Bez zmian.",
        sender={"organisation": "Fundacja Łódź Żyje", "email": "zolc@example.org"},
    )
    RemarkFactory(
        consultation=consultation,
        content="Punkt (a skreślić.",
        sender={"organisation": "Gmina Przykład", "author_kind": "government"},
    )
    response = boss.get(register(consultation), {"q": query})
    assert [row.remark.number for row in response.context["rows"]] == found


def test_a_receipt_number_finds_the_remark(boss, consultation):
    one, _other = RemarkFactory(consultation=consultation), RemarkFactory(consultation=consultation)
    response = boss.get(register(consultation), {"q": one.receipt_number})
    assert [row.remark for row in response.context["rows"]] == [one]
    response = boss.get(register(consultation), {"q": f"{consultation.pk + 1}/1"})
    assert not response.context["rows"]


def test_filters_narrow(boss, consultation, admin_user):
    version = DocumentVersionFactory(consultation=consultation, sections=2)
    section = version.texts.first().identity
    plain = RemarkFactory(consultation=consultation, place="rozdział 2")
    RemarkFactory(
        consultation=consultation,
        section=section,
        version=version,
        approved=True,
        assigned_to=admin_user,
        sender={"channel": "post", "author_kind": "government", "is_unsigned": True},
    )
    RemarkFactory(consultation=consultation, withdrawn=True)
    answered = RemarkFactory(consultation=consultation)
    response = ResponseFactory(consultation=consultation, remarks=[answered])
    for query, found in {
        f"section={section.pk}": [2],
        "section=none": [1, 3, 4],
        "channel=post": [2],
        "author=government": [2],
        "moderation=approved": [2],
        "answer=gap": [1, 2],
        "answer=none": [1, 2],
        "answer=complete": [4],
        f"answer=status-{response.status_id}": [4],
        "assigned=me": [2],
        "assigned=nobody": [1, 3, 4],
        f"assigned={admin_user.pk}": [2],
        "defect=unsigned": [2],
        "defect=any": [2],
        "defect=no": [1, 3, 4],
        "standing=withdrawn": [3],
        "channel=nonsense&section=999999&p=-1": [1, 2, 3, 4],
    }.items():
        assert numbers(boss, consultation, f"?{query}") == found, query
    assert plain.number == 1


def test_the_progress_leaves_out_what_needs_no_position(boss, consultation):
    answered = RemarkFactory(consultation=consultation)
    ResponseFactory(consultation=consultation, remarks=[answered])
    RemarkFactory(consultation=consultation, withdrawn=True)
    RemarkFactory(consultation=consultation, junk=True)
    RemarkFactory(consultation=consultation)
    assert "Odniesiono się do 1 z 2 uwag." in words(boss.get(register(consultation)))


def test_what_people_wrote_is_no_code(boss, consultation):
    attack = '<script>alert("x")</script>'
    remark = RemarkFactory(
        consultation=consultation,
        **dict.fromkeys(("content", "proposed", "quote", "justification", "place"), attack),
        sender={"organisation": attack, "name": attack},
    )
    for url in (register(consultation), reverse("rkres_remark", args=[remark.pk])):
        assert attack not in boss.get(url).content.decode()


def test_pages_and_queries_do_not_grow(boss, consultation, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(url) -> int:
        boss.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert boss.get(url).status_code == 200
        return len(captured)

    urls = [register(consultation), register(consultation, "?answer=gap&q=prosimy"),
            reverse("rkres_remarks_list")]  # fmt: skip
    SubmissionFactory(consultation=consultation, remarks=[{}] * 5)
    few = [queries(url) for url in urls]
    many = SubmissionFactory(consultation=consultation, remarks=[{}] * 295)
    ResponseFactory(consultation=consultation, remarks=many.remarks.all()[:20])
    assert [queries(url) for url in urls] == few
    assert max(few) <= 40
    response = boss.get(register(consultation, "?p=2"))
    assert len(response.context["rows"]) == 50
    assert numbers(boss, consultation, "?p=6")[-1] == 300


def test_the_list_counts_each_consultation(boss, consultations, consultation):
    other = ConsultationPageFactory(parent=consultations, rounds=[{}])
    RemarkFactory(consultation=consultation, approved=True)
    RemarkFactory(consultation=consultation)
    RemarkFactory(consultation=consultation, junk=True)
    items = boss.get(reverse("rkres_remarks_list")).context["items"]
    found = {each["page"].pk: each["counts"] for each in items}
    assert (found[consultation.pk].total, found[consultation.pk].pending) == (2, 1)
    assert found[consultation.pk].unanswered == 2
    assert found[other.pk].total == 0


# Many at once ---------------------------------------------------------------------------------


def test_ticked_rows_are_approved_and_logged(boss, consultation, admin_user):
    first, second, third = (RemarkFactory(consultation=consultation) for _ in range(3))
    response = bulk(boss, consultation, "approve", [first, second], filters="channel=email", p="1")
    assert response.redirect_chain[0][0].endswith("?channel=email&p=1")
    assert [state(each) for each in (first, second, third)] == ["approved", "approved", "pending"]
    row = Remark.objects.get(pk=first.pk)
    assert row.moderated_by == admin_user and row.moderated_at and row.edits == 1
    entry = ModelLogEntry.objects.for_instance(first).get(action="rkres_wagtail.remark_moderate")
    assert str(entry.message).startswith("Publikacja: ")


def test_blocking_asks_for_a_reason(boss, consultation):
    remark = RemarkFactory(consultation=consultation)
    bulk(boss, consultation, "block", [remark])
    assert state(remark) == "pending"
    bulk(boss, consultation, "block", [remark], block_reason="offensive")
    row = Remark.objects.get(pk=remark.pk)
    assert (row.moderation, row.block_reason) == ("blocked", "offensive")
    bulk(boss, consultation, "pending", [row])
    row.refresh_from_db()
    assert (row.moderation, row.block_reason) == ("pending", "")


def test_of_two_editors_the_second_is_told(boss, consultation):
    remark, other = (
        RemarkFactory(consultation=consultation),
        RemarkFactory(consultation=consultation),
    )
    moderation.moderate(
        remark=remark, edits=0, moderation="blocked", block_reason="offensive", user=None
    )
    response = bulk(boss, consultation, "approve", [remark, other])
    assert (state(remark), state(other)) == ("blocked", "approved")
    assert "ktoś inny zmienił w międzyczasie te uwagi" in words(response).lower()


def test_everything_found_is_changed_but_what_came_since(boss, consultation):
    rows = SubmissionFactory(consultation=consultation, remarks=[{}] * 60).remarks.all()
    as_of = timezone.now().isoformat()
    late = RemarkFactory(consultation=consultation)
    junk = RemarkFactory(consultation=consultation, junk=True)
    data = {"verb": "approve", "scope": "all", "filters": "moderation=pending", "as_of": as_of}
    boss.post(reverse("rkres_remarks_bulk", args=[consultation.pk]), data)
    assert {state(each) for each in rows} == {"approved"}
    assert (state(late), state(junk)) == ("pending", "junk")


def test_rows_of_another_consultation_stay(boss, consultations, consultation):
    other = RemarkFactory(consultation=ConsultationPageFactory(parent=consultations, rounds=[{}]))
    bulk(boss, consultation, "approve", [other])
    assert state(other) == "pending"


def test_nonsense_changes_nothing(boss, consultation):
    remark = RemarkFactory(consultation=consultation)
    url = reverse("rkres_remarks_bulk", args=[consultation.pk])
    for data in (
        {},
        {"verb": "approve"},
        {"verb": "approve", "row": "x"},
        {"verb": "approve", "row": f"{remark.pk}-{'9' * 40}"},
        {"verb": "approve", "scope": "all"},
        {"verb": "approve", "scope": "all", "as_of": "wczoraj"},
        {"verb": "delete", "row": f"{remark.pk}-0"},
        {"verb": "assign", "row": f"{remark.pk}-0", "assignee": "999999"},
        {"verb": "answer"},
    ):
        assert boss.post(url, data).status_code == 302
    remark.refresh_from_db()
    assert (remark.moderation, remark.edits, remark.assigned_to) == ("pending", 0, None)
    assert boss.get(url).status_code == 405


def test_the_answer_is_offered_where_there_is_a_screen_for_it(boss, consultation, monkeypatch):
    from rkres_wagtail.remarks.office import addresses

    one, two = (RemarkFactory(consultation=consultation) for _ in range(2))
    monkeypatch.setattr(addresses, "ANSWER_URL", "rkres_no_such_screen")
    assert 'value="answer"' not in boss.get(register(consultation)).content.decode()
    monkeypatch.setattr(addresses, "ANSWER_URL", "rkres_remark_add")
    assert 'value="answer"' in boss.get(register(consultation)).content.decode()
    response = boss.post(
        reverse("rkres_remarks_bulk", args=[consultation.pk]),
        {"verb": "answer", "row": [f"{one.pk}-0", f"{two.pk}-0"]},
    )
    assert response.url.endswith(f"?uwaga={one.pk}&uwaga={two.pk}")


def test_a_remark_of_a_published_report_is_blocked_not_taken_out(boss, consultations):
    page = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}], report=True)
    ConsultationReport.objects.update(counted_from="register")
    remark = RemarkFactory(consultation=page)
    response = bulk(boss, page, "junk", [remark])
    assert state(remark) == "pending"
    assert "Raport jest opublikowany" in words(response)


# To whom --------------------------------------------------------------------------------------


def test_remarks_are_assigned_to_who_keeps_them(boss, consultation, consultations):
    groups = create_roles(consultations.committee)
    clerk, stranger = create_user("sekretarka"), create_user("obca")
    clerk.groups.add(groups["secretariat"])
    remark = RemarkFactory(consultation=consultation)
    bulk(boss, consultation, "assign", [remark], assignee=stranger.pk)
    remark.refresh_from_db()
    assert remark.assigned_to is None
    bulk(boss, consultation, "assign", [remark], assignee=clerk.pk)
    remark.refresh_from_db()
    assert remark.assigned_to == clerk
    bulk(boss, consultation, "assign", [remark], assignee="nobody")
    remark.refresh_from_db()
    assert remark.assigned_to is None


# Who comes in ---------------------------------------------------------------------------------


def screens(page, remark) -> list[str]:
    submission = remark.submission
    return [
        register(page),
        reverse("rkres_remark_add", args=[page.pk]),
        reverse("rkres_remark_rules", args=[page.pk]),
        reverse("rkres_remark", args=[remark.pk]),
        reverse("rkres_submission", args=[submission.pk]),
    ]


def is_let_in(client, url) -> bool:
    response = client.get(url)
    assert response.status_code in (200, 302, 403)
    return response.status_code == 200


def test_only_the_office_of_this_committee_comes_in(client, consultation, consultations, site_root):
    remark = RemarkFactory(consultation=consultation)
    other = CommitteePageFactory(parent=site_root, abbreviation="MKRES")
    own, foreign = create_roles(consultations.committee), create_roles(other)
    for key, groups, expected in (
        ("secretariat", own, True),
        ("editors", own, True),
        ("moderators", own, False),
        ("secretariat", foreign, False),
    ):
        user = create_user(f"{key}{expected}")
        user.groups.add(groups[key])
        client.force_login(user)
        for url in screens(consultation, remark):
            assert is_let_in(client, url) is expected, (key, url)
        bulk_url = reverse("rkres_remarks_bulk", args=[consultation.pk])
        response = client.post(bulk_url, {"verb": "junk", "row": f"{remark.pk}-0"})
        assert (state(remark) == "junk") is expected, key
        assert response.status_code == 302
        Remark.objects.filter(pk=remark.pk).update(moderation="pending", edits=0)


def test_who_edits_the_page_needs_the_permission_on_remarks(client, consultation, consultations):
    from django.contrib.auth.models import Group

    remark = RemarkFactory(consultation=consultation)
    group = Group.objects.create(name="Autorzy")
    Page = swapper.load_model("wagtailcore", "Page")
    change = Permission.objects.get(
        content_type__app_label=Page._meta.app_label,
        content_type__model=Page._meta.model_name,
        codename=f"change_{Page._meta.model_name}",
    )
    GroupPagePermission.objects.create(
        group=group, page_id=consultations.committee.pk, permission=change
    )
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = create_user("autorka")
    user.groups.add(group)
    client.force_login(user)
    assert not is_let_in(client, register(consultation))
    group.permissions.add(
        Permission.objects.get(content_type__app_label="rkres_wagtail", codename="change_remark")
    )
    user = type(user).objects.get(pk=user.pk)
    client.force_login(user)
    assert all(is_let_in(client, url) for url in screens(consultation, remark))
    listed = client.get(reverse("rkres_remarks_list")).context["items"]
    assert [each["page"].pk for each in listed] == [consultation.pk]


def test_the_list_is_empty_for_another_committee(client, consultation, site_root):
    RemarkFactory(consultation=consultation)
    other = CommitteePageFactory(parent=site_root, abbreviation="MKRES")
    ConsultationIndexPageFactory(parent=other)
    user = create_user("obca")
    user.groups.add(create_roles(other)["secretariat"])
    client.force_login(user)
    assert client.get(reverse("rkres_remarks_list")).context["items"] == []


def test_another_page_has_no_register(boss, consultations):
    assert boss.get(register(consultations)).status_code == 404


def test_a_translation_has_no_register_of_its_own(boss, consultation, site_root):
    from wagtail.models import Locale

    english = Locale.objects.create(language_code="en")
    for page in (site_root, *consultation.get_ancestors().filter(depth__gt=site_root.depth)):
        page.specific.copy_for_translation(english)
    twin = consultation.copy_for_translation(english)
    RemarkFactory(consultation=consultation)
    response = boss.get(register(twin))
    assert response.context["page"].pk == consultation.pk
    assert numbers(boss, twin) == [1]
    edit = words(boss.get(reverse("wagtailadmin_pages:edit", args=[twin.pk])))
    assert register(consultation) in edit and register(twin) not in edit


def test_a_link_of_another_part_stands_above_the_register(boss, consultation, monkeypatch):
    from rkres_wagtail.remarks.office import links

    monkeypatch.setattr(links, "_links", {place: [] for place in links.PLACES})
    links.add_link("consultation", "Próbny ekran", "rkres_remark_rules", order=50)
    links.add_link("consultation", "Nie dla mnie", "rkres_remark_add", applies=lambda *_: False)
    html = words(boss.get(register(consultation)))
    assert "Próbny ekran" in html and "Nie dla mnie" not in html


def test_time_of_a_closed_round_does_not_matter_to_the_office(boss, consultations):
    page = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    remark = RemarkFactory(
        consultation=page, sender={"received_at": timezone.now() - timedelta(days=400)}
    )
    bulk(boss, page, "approve", [remark])
    assert state(remark) == "approved"
