"""The office's screens of answers: who may come in, two editors, many remarks, hostile texts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rkres_wagtail.editorial.roles import _grant_pages, create_roles
from rkres_wagtail.remarks.models import Remark, Response, ResponseStatus
from rkres_wagtail.remarks.office.links import links
from tests.factories import CommitteePageFactory, ConsultationPageFactory
from tests.factories.consultations import ConsultationReportFactory
from tests.factories.remarks import (
    RemarkFactory,
    ResponseFactory,
    ResponseStatusFactory,
    SubmissionFactory,
)
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>=1+1\u202e"


@pytest.fixture
def committee(consultations):
    return consultations.committee


@pytest.fixture
def editor(committee):
    user = create_user("redaktor")
    user.groups.add(create_roles(committee)["editors"])
    return user


@pytest.fixture
def office(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def accepted(committee):
    return ResponseStatusFactory(committee=committee)


def answer_url(page, *remarks) -> str:
    query = "&".join(f"uwaga={each.pk}" for each in remarks)
    return f"{reverse('rkres_answer', args=[page.pk])}?{query}"


def plain(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def form_of(response, **fields) -> dict:
    """What a browser would send back of the form of the answer."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in values.items()}
    return {**data, "save": "1", **fields}


# Who may come in -------------------------------------------------------------------------------


def screens(page, remark, answer) -> list[str]:
    return [
        answer_url(page, remark),
        reverse("rkres_response", args=[answer.pk]),
        reverse("rkres_remark_groups", args=[page.pk]),
        reverse("rkres_report_gaps", args=[page.pk]),
    ]


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("editors", True), ("secretariat", True), ("superuser", True), ("keeper", True),
        ("moderators", False), ("writer", False), ("other committee", False), ("nobody", False),
    ],
)  # fmt: skip
def test_who_may_come_in(client, consultation, committee, who, may):
    remark = RemarkFactory(consultation=consultation, content="Tajna treść")
    answer = ResponseFactory(consultation=consultation, remarks=[remark])
    other = RemarkFactory(consultation=consultation)
    roles, user = create_roles(committee), create_user("ktos", superuser=who == "superuser")
    if who in roles:
        user.groups.add(roles[who])
    if who == "other committee":
        user.groups.add(create_roles(CommitteePageFactory(slug="inny"))["secretariat"])
    if who in ("keeper", "writer"):
        _edits_only(user, committee, keeps=who == "keeper")
    client.force_login(user)
    for url in screens(consultation, other, answer):
        response = client.get(url)
        assert (response.status_code == 200) is may, url
        assert may or "Tajna" not in response.content.decode()
    client.post(
        reverse("rkres_answer", args=[consultation.pk]),
        {"save": "1", "seen": f"{other.pk}:0", "position": "Tak."},
    )
    assert (Remark.objects.get(pk=other.pk).response is not None) is may


def _edits_only(user, committee, *, keeps: bool) -> None:
    """Somebody who may edit the page but not publish it, with or without the remarks."""
    from django.contrib.auth.models import Group

    group = Group.objects.create(name="Piszący")
    wanted = ["access_admin", *(["change_remark"] if keeps else [])]
    group.permissions.set(Permission.objects.filter(codename__in=wanted))
    _grant_pages(group, committee, ("change",))
    user.groups.add(group)


def test_anonymous_visitors_log_in_first(client, consultation):
    answer = ResponseFactory(
        consultation=consultation, remarks=[RemarkFactory(consultation=consultation)]
    )
    for url in screens(consultation, RemarkFactory(consultation=consultation), answer):
        response = client.get(url)
        assert response.status_code == 302 and "login" in response.url


# One answer ------------------------------------------------------------------------------------


def test_the_first_remarks_are_open_and_the_rest_is_folded(office, consultation, accepted):
    remarks = [RemarkFactory(consultation=consultation) for _each in range(5)]
    html = plain(office.get(answer_url(consultation, *remarks)))
    assert "Jedno stanowisko wobec 5 uwag" in html and "i jeszcze 2 uwagi" in html
    assert all(each.content in html for each in remarks)


def test_saved_for_all_with_what_is_missing_said(office, consultation, committee):
    rejected = ResponseStatusFactory(committee=committee, rejected=True)
    remarks = [RemarkFactory(consultation=consultation) for _each in range(2)]
    shown = office.get(answer_url(consultation, *remarks))
    data = form_of(shown, status=rejected.pk, position="Nie.")
    response = office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    assert response.status_code == 302
    answer = Response.objects.get()
    assert answer.remarks.count() == 2 and answer.gap == "reasons"
    html = plain(office.get(reverse("rkres_response", args=[answer.pk])))
    assert "Zapisano stanowisko wobec 2 uwag." in html
    assert "nie można jeszcze opublikować: brak uzasadnienia stanowiska" in html


def test_the_defect_is_the_formal_reason_of_what_was_not_examined(office, consultation, committee):
    status = ResponseStatusFactory(committee=committee, not_examined=True)
    late = RemarkFactory(consultation=consultation, sender={"is_late": True})
    shown = office.get(answer_url(consultation, late))
    assert shown.context["form"]["formal_reason"].value() == "late"
    data = form_of(shown, status=status.pk, formal_reason="")
    office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    assert Response.objects.get().formal_reason == "late"


def test_who_has_an_answer_is_said_and_a_choice_is_asked_for(office, consultation, accepted):
    one, two = (RemarkFactory(consultation=consultation) for _each in range(2))
    old = ResponseFactory(consultation=consultation, remarks=[one], position="Dawne słowa.")
    shown = office.get(answer_url(consultation, one, two))
    assert "Dawne słowa." in plain(shown)
    url = reverse("rkres_answer", args=[consultation.pk])
    data = form_of(shown, status=accepted.pk, position="Nowe słowa.")
    refused = office.post(url, data)
    assert "Wybierz, co się z nim stanie." in plain(refused)
    assert "Nowe słowa." in plain(refused) and list(Response.objects.all()) == [old]
    office.post(url, {**data, "existing": "replace"})
    assert Response.objects.get().position == "Nowe słowa."


def test_the_second_editor_reads_both_and_may_go_on(office, consultation, accepted):
    remarks = [RemarkFactory(consultation=consultation) for _each in range(2)]
    shown = office.get(answer_url(consultation, *remarks))
    url = reverse("rkres_answer", args=[consultation.pk])
    mine = form_of(shown, status=accepted.pk, position="Moje słowa.")
    office.post(url, {**mine, "position": "Cudze słowa."})
    told = office.post(url, mine)
    html = plain(told)
    assert "Cudze słowa." in html and "Moje słowa." in html
    assert "Co zapisano w międzyczasie" in html
    assert Response.objects.get().position == "Cudze słowa."
    again = form_of(told, status=accepted.pk, position="Moje słowa.", existing="replace")
    assert office.post(url, again).status_code == 302
    assert Response.objects.get().position == "Moje słowa."


def test_two_editors_of_one_answer(office, consultation, accepted):
    remark = RemarkFactory(consultation=consultation)
    row = ResponseFactory(consultation=consultation, remarks=[remark])
    url = reverse("rkres_response", args=[row.pk])
    mine = form_of(office.get(url), position="Moje słowa.")
    office.post(url, {**mine, "position": "Cudze słowa."})
    told = office.post(url, mine)
    assert "Cudze słowa." in plain(told) and "Moje słowa." in plain(told)
    row.refresh_from_db()
    assert row.position == "Cudze słowa."
    office.post(url, form_of(told, position="Moje słowa."))
    row.refresh_from_db()
    assert row.position == "Moje słowa."


def test_an_answer_that_was_replaced_meanwhile_loses_no_words(office, consultation, accepted):
    remark = RemarkFactory(consultation=consultation)
    row = ResponseFactory(consultation=consultation, remarks=[remark])
    url = reverse("rkres_response", args=[row.pk])
    mine = form_of(office.get(url), position="Moje słowa.")
    other = form_of(
        office.get(answer_url(consultation, remark)), status=accepted.pk,
        position="Cudze słowa.", existing="replace",
    )  # fmt: skip
    office.post(reverse("rkres_answer", args=[consultation.pk]), other)
    assert not Response.objects.filter(pk=row.pk).exists()
    told = office.post(url, mine)
    assert told.status_code == 200
    assert "Cudze słowa." in plain(told) and "Moje słowa." in plain(told)


def test_remarks_are_taken_away_and_added_on_its_screen(office, consultation, accepted):
    one, two, three = (RemarkFactory(consultation=consultation) for _each in range(3))
    row = ResponseFactory(consultation=consultation, remarks=[one, two])
    other = ResponseFactory(consultation=consultation, remarks=[three])
    url = reverse("rkres_response", args=[row.pk])
    shown = office.get(url)
    office.post(url, {"detach": "1", "seen": shown.context["seen"], "uwaga": one.pk})
    assert list(row.remarks.all()) == [two]
    refused = office.post(url, {"attach": "1", "add-numbers": f"{one.number}, {three.number}"})
    assert "mają już stanowisko" in plain(refused)
    for wrong in ("x", "", "1-", "99999", "1-5000", "²"):
        refused = office.post(url, {"attach": "1", "add-numbers": wrong})
        assert refused.status_code == 200 and refused.context["adding"].errors
    office.post(
        url, {"attach": "1", "add-numbers": f"{one.number}-{three.number}", "add-replaces": "on"}
    )
    assert set(row.remarks.all()) == {one, two, three}
    assert not Response.objects.filter(pk=other.pk).exists()


def test_words_that_are_public_at_once_are_said_to_be(office, consultation):
    remark = RemarkFactory(consultation=consultation, approved=True)
    row = ResponseFactory(consultation=consultation, remarks=[remark])
    url = reverse("rkres_response", args=[row.pk])
    assert "od razu będzie publiczne" not in plain(office.get(url))
    ConsultationReportFactory(consultation=consultation)
    shown = office.get(url)
    assert "od razu będzie publiczne" in plain(shown)
    refused = office.post(url, form_of(shown, position=""))
    assert "nie można tego pominąć" in plain(refused)


def test_hostile_texts_stay_texts(office, consultation, accepted):
    remark = RemarkFactory(
        consultation=consultation, content=HOSTILE, place=HOSTILE, proposed=HOSTILE,
        sender={"organisation": HOSTILE},
    )  # fmt: skip
    RemarkFactory(consultation=consultation, content=HOSTILE, proposed=HOSTILE)
    shown = office.get(answer_url(consultation, remark))
    data = form_of(shown, status=accepted.pk, position=f"{HOSTILE}\x00\x0b", reasons=HOSTILE)
    response = office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    if response.status_code == 200:
        data["position"] = HOSTILE
        office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    row = Response.objects.get()
    assert row.position == HOSTILE
    for url in screens(consultation, remark, row):
        assert "<script>alert" not in office.get(url).content.decode()


@pytest.mark.parametrize(
    "seen", ["", "x", "1:x", "999999:0", "1", ":", "99999999999999999999999:0", "-1:0", "²:0"]
)
def test_a_damaged_form_is_refused(office, consultation, seen):
    RemarkFactory(consultation=consultation)
    data = {"save": "1", "seen": seen, "position": "Tak."}
    response = office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    assert response.status_code == 200 and "Tak." in plain(response)
    assert not Response.objects.exists()


@pytest.mark.parametrize("query", ["", "?uwaga=x", "?uwaga=999999", "?odcisk=nic", "?uwaga=²"])
def test_without_remarks_there_is_nothing_to_answer(office, consultation, query):
    url = reverse("rkres_answer", args=[consultation.pk])
    assert office.get(f"{url}{query}").status_code == 302


def test_remarks_of_others_cannot_be_reached_through_ones_own(office, consultation):
    other = CommitteePageFactory(slug="inny")
    from tests.factories import ConsultationIndexPageFactory

    strange = ConsultationPageFactory(parent=ConsultationIndexPageFactory(parent=other))
    remark = RemarkFactory(consultation=strange, content="Cudza treść")
    assert office.get(answer_url(consultation, remark)).status_code == 302
    data = {"save": "1", "seen": f"{remark.pk}:0", "position": "Tak."}
    html = office.post(reverse("rkres_answer", args=[consultation.pk]), data).content.decode()
    assert "Cudza" not in html and not Response.objects.exists()


def test_a_text_that_is_too_long_is_refused_with_its_length(office, consultation, accepted):
    remark = RemarkFactory(consultation=consultation)
    data = form_of(office.get(answer_url(consultation, remark)), position="ż" * 200_001)
    response = office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    assert "za dużo znaków: 200001" in plain(response) and not Response.objects.exists()


# Groups ----------------------------------------------------------------------------------------


def test_groups_lead_to_one_answer_and_stay_counted(office, consultation, accepted):
    words = "Prosimy o dopisanie spółdzielni socjalnych do rozdziału o celach programu."
    same = [RemarkFactory(consultation=consultation, content=words) for _each in range(3)]
    near = RemarkFactory(consultation=consultation, content=f"{words} Dziękujemy.")
    RemarkFactory(consultation=consultation, content="Zupełnie co innego, bez związku z tamtymi.")
    url = reverse("rkres_remark_groups", args=[consultation.pk])
    html = plain(office.get(url))
    assert "Grupa 1: 4 uwagi" in html and "te same słowa" in html and "prawie te same" in html
    keys = [each.pk for each in (*same, near)]
    shown = office.post(reverse("rkres_answer", args=[consultation.pk]), {"uwaga": keys})
    data = form_of(shown, status=accepted.pk, position="Dopiszemy.")
    office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    assert Response.objects.get().remarks.count() == 4
    assert Remark.objects.of(consultation).counted().count() == 5
    assert "Grupa 1" not in plain(office.get(url))
    assert "Grupa 1: 4 uwagi" in plain(office.get(f"{url}?wszystkie=1"))


def test_all_identical_ones_at_once(office, consultation, accepted):
    SubmissionFactory(consultation=consultation, remarks=[{"content": "To samo."}] * 40)
    html = plain(office.get(reverse("rkres_remark_groups", args=[consultation.pk])))
    assert "Jeszcze 10 nie jest tu pokazanych." in html
    mark = Remark.objects.first().fingerprint
    shown = office.post(reverse("rkres_answer", args=[consultation.pk]), {"odcisk": mark})
    data = form_of(shown, status=accepted.pk, position="Tak.")
    office.post(reverse("rkres_answer", args=[consultation.pk]), data)
    assert Response.objects.get().remarks.count() == 40


# What it costs -------------------------------------------------------------------------------


def test_every_screen_costs_the_same_whatever_there_is(office, consultation, accepted):
    urls, costs = None, []
    for count in (8, 30):
        rows = [
            RemarkFactory(consultation=consultation, content=f"Prośba {n % 4} o zmianę zapisu.")
            for n in range(count)
        ]
        row = ResponseFactory(consultation=consultation, remarks=rows[: count // 2])
        rest = rows[count // 2 :]
        urls = [
            answer_url(consultation, *rest), reverse("rkres_response", args=[row.pk]),
            f"{reverse('rkres_remark_groups', args=[consultation.pk])}?wszystkie=1",
        ]  # fmt: skip
        found = []
        for url in urls:
            office.get(url)
            with CaptureQueriesContext(connection) as caught:
                office.get(url)
            found.append(len(caught))
        costs.append(found)
    assert costs[0] == costs[1]


# Ways to it ------------------------------------------------------------------------------------


def test_the_register_links_to_what_there_is(office, editor, consultation):
    remark = RemarkFactory(consultation=consultation)
    names = [each.url_name for each in links("consultation", consultation, editor)]
    assert "rkres_remark_groups" in names and "rkres_report_gaps" in names
    (link,) = [
        each for each in links("remark", remark, editor) if each.url_name == "rkres_remark_answer"
    ]
    assert office.get(link.url(remark)).url == answer_url(consultation, remark)
    row = ResponseFactory(consultation=consultation, remarks=[remark])
    assert office.get(link.url(remark)).url == reverse("rkres_response", args=[row.pk])


def test_the_usual_statuses_are_there_for_the_first_answer(office, consultation):
    assert not ResponseStatus.objects.exists()
    shown = office.get(answer_url(consultation, RemarkFactory(consultation=consultation)))
    assert shown.context["form"].fields["status"].queryset.count() == 6
