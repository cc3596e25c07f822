"""“Taking part” of a body or call: texts, the form's switch, versions of the consent."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageLogEntry

from rkres_wagtail.participation.models import ConsentText, JoiningOffer
from rkres_wagtail.participation.office.services import offer_of, save_offer
from rkres_wagtail.remarks.services import ChangedMeanwhile
from tests.factories import CallPageFactory, CommitteePageFactory, MeetingIndexPageFactory
from tests.factories.participation import (
    ConsentTextFactory,
    DeclarationFactory,
    JoiningOfferFactory,
)

from .office import keeper_of, offer_data

pytestmark = pytest.mark.django_db

CLAUSE = "<p>Administratorem danych jest Urząd.</p>"
STATEMENT = "Chcę brać udział."


def save(page, *, clause=CLAUSE, statement=STATEMENT, **values):
    offer = offer_of(page)
    return save_offer(
        page=page,
        values=values,
        clause=clause,
        statement=statement,
        seen=offer.changed_at if offer.pk else None,
        user=None,
    )


@pytest.fixture
def url(tier):
    return reverse("rkres_offer", args=[tier.pk])


@pytest.fixture
def keeper(client, committee):
    user = keeper_of(committee)
    client.force_login(user)
    return user


# Services -----------------------------------------------------------------------------------------


def test_an_offer_that_nobody_wrote_is_not_stored(tier):
    assert offer_of(tier).pk is None
    assert not JoiningOffer.objects.exists()


def test_the_form_cannot_be_on_without_a_consent(tier):
    with pytest.raises(ValidationError) as error:
        save(tier, clause="", statement="", is_online=True)
    assert list(error.value.message_dict) == ["is_online"]
    assert not JoiningOffer.objects.exists()


@pytest.mark.parametrize(
    ("clause", "statement", "field"),
    [
        ("", STATEMENT, "clause"),
        ("<p>\xa0</p>", STATEMENT, "clause"),
        (CLAUSE, "", "statement"),
        (CLAUSE, " \n", "statement"),
    ],
)
def test_half_a_consent_is_refused(tier, clause, statement, field):
    with pytest.raises(ValidationError) as error:
        save(tier, clause=clause, statement=statement)
    assert list(error.value.message_dict) == [field]
    assert not ConsentText.objects.exists()


def test_the_form_cannot_be_on_with_blanks_in_the_clause(tier):
    with pytest.raises(ValidationError, match="nazwa urzędu"):
        save(tier, clause="<p>Administratorem jest [nazwa urzędu].</p>", is_online=True)


def test_other_words_make_a_new_version_and_the_same_ones_none(tier):
    save(tier, is_online=True)
    save(tier, is_online=True)
    save(tier, clause='<p data-block-key="abc12">Administratorem danych jest Urząd.</p>')
    assert [each.number for each in ConsentText.objects.all()] == [1]
    save(tier, clause="<p>Administratorem danych jest Marszałek.</p>")
    save(tier, statement="Chcę współpracować.")
    found = ConsentText.objects.order_by("number").values_list("number", "clause", "statement")
    assert [row[0] for row in found] == [1, 2, 3]
    assert found[0][1:] == (CLAUSE, STATEMENT)


def test_without_words_the_last_version_stays(tier):
    save(tier)
    save(tier, clause="", statement="", is_online=True)
    assert ConsentText.objects.count() == 1
    assert offer_of(tier).is_online


def test_an_older_form_changes_nothing(tier):
    save(tier)
    with pytest.raises(ChangedMeanwhile):
        save_offer(page=tier, values={"is_online": True}, seen=None, user=None)
    assert not offer_of(tier).is_online


def test_the_history_names_fields_and_versions(tier):
    save(tier, asks="<p>Dwa spotkania.</p>")
    actions = PageLogEntry.objects.filter(action__startswith="rkres_wagtail.")
    assert [each.action for each in actions.order_by("pk")] == [
        "rkres_wagtail.offer_change",
        "rkres_wagtail.consent_new",
    ]
    assert all(each.formatter.format_message(each) for each in actions)


# The screen ---------------------------------------------------------------------------------------


def test_the_office_writes_and_opens(client, keeper, tier, url):
    data = offer_data(
        asks="<p>Dwa spotkania w roku.</p>",
        is_online="on",
        clause=CLAUSE,
        statement=STATEMENT,
        retention_months="6",
    )
    response = client.post(url, data)
    assert response.status_code == 302
    offer = JoiningOffer.objects.get()
    assert (offer.target_id, offer.is_online, offer.retention_months) == (tier.pk, True, 6)
    assert "Dwa spotkania" in offer.asks
    consent = offer.consents.get()
    assert "Urząd" in consent.clause
    assert consent.created_by == keeper


def test_what_is_wrong_stands_at_its_field_and_on_top(client, keeper, url):
    response = client.post(url, offer_data(is_online="on", asks="<p>Coś.</p>"))
    assert response.status_code == 422
    assert "is_online" in response.context["form"].errors
    text = response.content.decode()
    assert 'href="#id_is_online"' in text
    assert not JoiningOffer.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"retention_months": "0"},
        {"retention_months": "9999999"},
        {"contact_email": "biuro"},
        {"organisation": "whatever"},
        {"seen": "wczoraj"},
        {"statement": "x" * 3000},
    ],
)
def test_bad_input_changes_nothing(client, keeper, url, values):
    assert client.post(url, offer_data(**values)).status_code == 422
    assert not JoiningOffer.objects.exists()


def test_versions_say_who_when_and_how_often(client, keeper, tier, url):
    offer = JoiningOfferFactory(target=tier)
    first = ConsentTextFactory(offer=offer, created_by=keeper)
    ConsentTextFactory(offer=offer)
    for _each in range(2):
        DeclarationFactory(target=tier, consent=first)
    found = client.get(url).context["versions"]
    assert [(each["row"].number, each["used"]) for each in found] == [(2, 0), (1, 2)]
    assert str(keeper) in client.get(url).content.decode()


def test_a_clause_to_start_from_is_put_into_the_form_only(client, keeper, url):
    response = client.get(url, {"clause": "1"})
    assert "Monius" in str(response.context["form"]["clause"].value())
    assert not ConsentText.objects.exists()


def test_calls_have_one_too_and_other_pages_none(client, keeper, committee):
    call = CallPageFactory(parent=committee)
    assert client.get(reverse("rkres_offer", args=[call.pk])).status_code == 200
    meetings = MeetingIndexPageFactory(parent=committee)
    assert client.get(reverse("rkres_offer", args=[meetings.pk])).status_code == 404


def test_nobody_else_comes_in(client, tier, url, site_root):
    other = CommitteePageFactory(parent=site_root)
    client.force_login(keeper_of(other, "obca", "change_declaration"))
    for answer in (client.get(url), client.post(url, offer_data(asks="<p>x</p>"))):
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")
    assert not JoiningOffer.objects.exists()


def test_editors_without_publishing_need_the_permission(client, committee, url):
    client.force_login(keeper_of(committee, "pisze", actions=("change",)))
    assert client.get(url).status_code == 302
    client.force_login(keeper_of(committee, "pisze2", "change_declaration", actions=("change",)))
    assert client.get(url).status_code == 200


# The list and the ways to it ----------------------------------------------------------------------


def test_the_list_says_how_each_stands(client, keeper, committee, tier, group, site_root):
    CommitteePageFactory(parent=site_root, title="Obcy komitet")
    JoiningOfferFactory(target=tier, online=True)
    JoiningOfferFactory(target=group)
    DeclarationFactory(target=tier)
    DeclarationFactory(target=tier, unconfirmed=True)
    response = client.get(reverse("rkres_offers"))
    found = {each["page"].pk: each for each in response.context["items"]}
    assert set(found) == {committee.pk, tier.pk, group.pk}
    assert [found[page.pk]["is_online"] for page in (committee, tier, group)] == [
        False, True, False,
    ]  # fmt: skip
    states = [str(found[page.pk]["state"]) for page in (committee, tier, group)]
    assert len(set(states)) == 3
    assert found[tier.pk]["waiting"] == 1
    assert "Obcy komitet" not in response.content.decode()


def test_the_list_costs_the_same_for_many(client, keeper, committee):
    def cost():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            client.get(reverse("rkres_offers"))
        return len(found)

    def add(number):
        for _each in range(number):
            call = CallPageFactory(parent=committee)
            JoiningOfferFactory(target=call, online=True)
            DeclarationFactory(target=call)

    add(2)
    cost()
    few = cost()
    add(12)
    assert cost() == few


def test_pages_lead_there(client, keeper, tier, committee, url):
    call = CallPageFactory(parent=committee)
    for page in (tier, call):
        editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert reverse("rkres_offer", args=[page.pk]) in editor
    listing = client.get(reverse("wagtailadmin_explore", args=[committee.pk])).content.decode()
    assert url in listing
