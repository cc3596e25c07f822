"""Editing decisions in the admin: first save, publishing, choices, addressees, deletion."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from rkres_wagtail import deletion
from rkres_wagtail.decisions.choices import DispatchState
from rkres_wagtail.decisions.models import Dispatch
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import CommitteePageFactory, DispatchFactory, GroupPageFactory
from tests.factories.pages import page_class
from tests.meetings.form_data import add_url, edit_url, errors_of
from tests.support.database import committed
from tests.support.users import create_user

from .form_data import decision_data

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def model(db):
    return page_class("DECISION_PAGE")


@pytest.fixture
def roles(committee):
    return create_roles(committee)


@pytest.fixture
def clerk(client, roles):
    """``clerk("editors")`` logs somebody of that role in."""

    def login(key: str):
        user = create_user(f"osoba-{key}")
        user.groups.add(roles[key])
        client.force_login(user)
        return client

    return login


def content(response) -> str:
    return " ".join(response.content.decode().split())


def today():
    return timezone.localdate()


# The form -----------------------------------------------------------------------------------------


def test_a_title_is_enough_for_a_draft(boss, register, model):
    response = boss.post(add_url(model, register), decision_data(title="Klauzule"))
    assert errors_of(response) == {}
    assert not model.objects.get(title="Klauzule").live


def test_publishing_asks_for_the_rest(boss, register, model):
    data = decision_data(title="Klauzule", **PUBLISH)
    errors = errors_of(boss.post(add_url(model, register), data))
    assert errors["kind"] == ["Wybierz, co to jest."]
    assert errors["body"] == ["Wybierz, kto ją podjął."]
    assert errors["adopted_on"] == ["Podaj dzień podjęcia."]


def test_published_address_is_of_kind_and_number(boss, register, model, kind, committee):
    data = decision_data(
        title="Klauzule", kind=kind.pk, number="3/2026", body=committee.pk,
        adopted_on="02.03.2026", **PUBLISH,
    )  # fmt: skip
    assert errors_of(boss.post(add_url(model, register), data)) == {}
    page = model.objects.get(title="Klauzule")
    assert page.live and page.slug == "stanowisko-32026"
    assert page.adopted_on == date(2026, 3, 2)


def test_new_decision_begins_with_the_committee(boss, register, model, committee):
    form = boss.get(add_url(model, register)).context["form"]
    assert form.initial["body"] == committee.pk
    assert [str(label) for _key, label in form.fields["body"].choices][1:] == ["Komitet Rozwoju"]


def test_only_the_committees_own_can_be_chosen(boss, register, model, site_root):
    other = CommitteePageFactory(title="Inny komitet")
    data = decision_data(title="Klauzule", body=other.pk)
    assert "body" in errors_of(boss.post(add_url(model, register), data))


def test_rules_reach_the_form(boss, register, model):
    data = decision_data(title="Klauzule", voting="counted", votes_for=0, votes_against=0)
    assert "votes_for" in errors_of(boss.post(add_url(model, register), data))


def test_items_of_the_chosen_meeting(boss, decision, meeting):
    key, other = uuid.uuid4(), uuid.uuid4()
    first = meeting(past=True, agenda=[{"title": "Klauzule", "uuid": key}])
    second = meeting(past=True, agenda=[{"title": "Inne", "uuid": other}])
    page = decision(meeting=first, item_uuid=key, adopted_on=today())
    form = boss.get(edit_url(page)).context["form"]
    assert [str(label) for _key, label in form.fields["item_uuid"].choices][1:] == ["Klauzule"]

    def save(**fields):
        data = decision_data(
            title=page.title, slug=page.slug, kind=page.kind_id, body=page.body_id,
            adopted_on=today().isoformat(), **fields, **PUBLISH,
        )  # fmt: skip
        errors = errors_of(boss.post(edit_url(page), data))
        page.refresh_from_db()
        return errors

    assert save(meeting=second.pk, item_uuid=str(other)) == {}
    assert page.item_uuid == other
    assert save(meeting=first.pk, item_uuid=str(other)) == {}
    assert page.meeting_id == first.pk and page.item_uuid is None
    assert "item_uuid" in save(meeting=first.pk, item_uuid=str(other))


def test_cautions_are_told_after_publishing(boss, decision, committee):
    page = decision()
    data = decision_data(
        title=page.title, slug=page.slug, kind=page.kind_id, body=page.body_id,
        adopted_on=(today() + timedelta(days=2)).isoformat(), **PUBLISH,
    )  # fmt: skip
    response = boss.post(edit_url(page), data, follow=True)
    assert "jeszcze nie nadszedł" in content(response)
    assert "jeszcze nie nadszedł" in content(boss.get(edit_url(page)))


# The listing --------------------------------------------------------------------------------------


@committed
def test_listing_shows_and_filters(boss, decision, kind, register):
    decision(title="Czekająca", number="1/26", sent=[{}])
    decision(title="Odrzucona", number="2/26", sent=[{"state": DispatchState.REJECTED}])
    decision(title="Niewysłana", number="3/26", adopted_on=date(2020, 1, 1))
    url = reverse("rkres_decisions:index")
    html = content(boss.get(url))
    for said in ("czeka na odpowiedź od 12 dni", "odrzucona", "Stanowisko", "1/26"):
        assert said in html

    def found(**query):
        html = content(boss.get(url, query))
        return {name for name in ("Czekająca", "Odrzucona", "Niewysłana") if name in html}

    assert found(state="waiting") == {"Czekająca"}
    assert found(state="rejected") == {"Odrzucona"}
    assert found(state="not_sent") == {"Niewysłana"}
    assert found(year="2020") == {"Niewysłana"}
    assert found(q="czekaja") == {"Czekająca"}
    explorer = content(boss.get(reverse("wagtailadmin_explore", args=[register.pk])))
    assert "czeka na odpowiedź od 12 dni" in explorer


# Addressees ---------------------------------------------------------------------------------------


def dispatch_data(**fields):
    return {
        "addressee": "Zarząd",
        "sent_on": "",
        "state": "sent",
        "answered_on": "",
        "answered_by": "",
        "answer": "",
        "answer_document": "",
        "office_note": "",
        **fields,
    }


@pytest.mark.parametrize("role", ["editors", "secretariat"])
def test_addressee_and_answer_without_publishing(clerk, decision, client, role):
    page = decision(title="Klauzule")
    office = clerk(role)
    assert "Dodaj adresata" in content(office.get(edit_url(page)))
    add = reverse("rkres_dispatch_add", args=[page.pk])
    sent = today() - timedelta(days=3)
    assert office.get(add).status_code == 200
    response = office.post(add, dispatch_data(sent_on=sent.strftime("%d.%m.%Y")))
    assert response.status_code == 302 and response.url.endswith("#tab-adresaci_i_odpowiedzi")
    row = Dispatch.objects.of(page).get()
    html = content(office.get(edit_url(page)))
    assert "Zarząd" in html and "od 3 dni" in html
    edit = reverse("rkres_dispatch_edit", args=[row.pk])
    assert office.get(edit).status_code == 200
    office.post(edit, dispatch_data(
        sent_on=sent.strftime("%d.%m.%Y"), state="accepted",
        answered_on=today().strftime("%d.%m.%Y"), answer="Tak.", office_note="Dzwonić",
    ))  # fmt: skip
    row.refresh_from_db()
    assert row.answer == "Tak." and row.answer_recorded_at is not None
    history = content(office.get(reverse("wagtailadmin_pages:history", args=[page.pk])))
    assert "Odnotowano odpowiedź: Zarząd (przyjęta)" in history
    page.refresh_from_db()
    assert not page.has_unpublished_changes
    client.logout()
    public = client.get(page.get_url()).content.decode()
    assert "Tak." in public and "Dzwonić" not in public


def test_errors_stand_at_their_fields_and_change_nothing(boss, decision):
    row = DispatchFactory(decision=decision(), addressee="Zarząd")
    url = reverse("rkres_dispatch_edit", args=[row.pk])
    response = boss.post(
        url,
        dispatch_data(
            sent_on=today().strftime("%d.%m.%Y"), answered_on="01.01.2000", addressee="Inny"
        ),
    )
    assert response.status_code == 200
    html = content(response)
    assert "Nie zapisano" in html
    row.refresh_from_db()
    assert row.addressee == "Zarząd"
    response = boss.post(url, dispatch_data(sent_on="nie dzień"))
    assert "sent_on" in response.context["form"].errors


def test_removing(boss, decision):
    page = decision()
    open_row = DispatchFactory(decision=page)
    answered = DispatchFactory(decision=page, answered=True)
    assert boss.get(reverse("rkres_dispatch_remove", args=[open_row.pk])).status_code == 200
    boss.post(reverse("rkres_dispatch_remove", args=[open_row.pk]))
    assert not Dispatch.objects.filter(pk=open_row.pk).exists()
    response = boss.post(reverse("rkres_dispatch_remove", args=[answered.pk]))
    assert "więc wpis zostaje" in content(response)
    assert Dispatch.objects.filter(pk=answered.pk).exists()


def urls_of(page) -> list[str]:
    row = DispatchFactory(decision=page)
    return [
        reverse("rkres_dispatch_add", args=[page.pk]),
        reverse("rkres_dispatch_edit", args=[row.pk]),
        reverse("rkres_dispatch_remove", args=[row.pk]),
    ]


def test_moderation_and_strangers_may_not(clerk, decision, client):
    page = decision()
    urls = urls_of(page)
    office = clerk("moderators")
    for url in urls:
        assert office.get(url).status_code == 302
        assert office.post(url, dispatch_data(addressee="X")).status_code == 302
    client.logout()
    for url in urls:
        assert "login" in client.get(url).url
    assert Dispatch.objects.of(page).count() == 1


def test_a_writer_without_publishing_needs_the_permission(client, roles, committee, decision):
    from django.contrib.auth.models import Group, Permission

    page = decision()
    group = Group.objects.create(name="Piszący")
    base = GroupPagePermission._meta.get_field("page").related_model
    for codename in (f"add_{base._meta.model_name}", f"change_{base._meta.model_name}"):
        permission = Permission.objects.get(
            content_type__app_label=base._meta.app_label, codename=codename
        )
        GroupPagePermission.objects.create(group=group, page_id=committee.pk, permission=permission)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = create_user("piszacy")
    user.groups.add(group)
    client.force_login(user)
    url = reverse("rkres_dispatch_add", args=[page.pk])
    assert client.get(url).status_code == 302
    assert "Dodaj adresata" not in content(client.get(edit_url(page)))
    group.permissions.add(Permission.objects.get(codename="change_dispatch"))
    assert client.get(url).status_code == 200


def test_addressees_of_no_decision(boss, committee):
    assert boss.get(reverse("rkres_dispatch_add", args=[committee.pk])).status_code == 404
    assert boss.get(reverse("rkres_dispatch_edit", args=[999999])).status_code == 404


# Deletion -----------------------------------------------------------------------------------------


def test_published_or_sent_is_not_deleted(boss, decision, register, committee):
    published = decision()
    sent = decision(draft=True, sent=[{}])
    for page in (published, sent):
        response = boss.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "Co zrobić" in content(response)
        assert type(page).objects.filter(pk=page.pk).exists()
        with pytest.raises(deletion.RecordsProtected):
            deletion.refuse([page])
    for above in (register, committee):
        assert deletion.explain([above])


def test_a_draft_goes(boss, decision):
    page = decision(draft=True)
    boss.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not type(page).objects.filter(pk=page.pk).exists()


def test_code_cannot_delete_a_published_one_either(decision):
    page = decision()
    with pytest.raises(deletion.RecordsProtected):
        page.delete()


def test_what_a_decision_names_stays(boss, decision, meeting, committee, kind):
    group = GroupPageFactory(parent=committee)
    planned = meeting(undated=True)
    old = decision(draft=True, adopted_on=date(2020, 1, 1))
    decision(draft=True, body=group, meeting=planned, supersedes=old)
    for named in (group, planned, old, kind):
        explanation = deletion.explain([named])
        assert explanation and "Co zrobić" in explanation, named
    url = reverse("wagtailsnippets_rkres_wagtail_decisionkind:delete", args=[kind.pk])
    response = boss.post(url, follow=True)
    assert "Co zrobić" in content(response)
    kind.refresh_from_db()


def test_a_body_that_decided_stays_in_its_committee(decision, committee, site_root):
    group = GroupPageFactory(parent=committee)
    other = CommitteePageFactory(title="Inny komitet")
    assert group.can_move_to(other)
    decision(body=group)
    assert not group.can_move_to(other)
