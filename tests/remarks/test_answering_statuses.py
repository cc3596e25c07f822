"""Statuses of answers: given to every committee, kept by the office, read over the API."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from wagtail.models import ModelLogEntry

from rkres_wagtail.bodies.pages import CommitteePageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.regions.loader import read_profile
from rkres_wagtail.regions.services import apply_profile
from rkres_wagtail.remarks.answering.statuses import add_usual_statuses, statuses_of
from rkres_wagtail.remarks.choices import Meaning
from rkres_wagtail.remarks.models import ResponseStatus
from rkres_wagtail.remarks.presets import PRESETS
from tests.factories import CommitteePageFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory, ResponseStatusFactory
from tests.regions.conftest import SMALL
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

VIEWS = "wagtailsnippets_rkres_wagtail_responsestatus"


@pytest.fixture
def committee(consultations):
    return consultations.committee


@pytest.fixture
def office(client, committee):
    user = create_user("redaktor")
    user.groups.add(create_roles(committee)["editors"])
    client.force_login(user)
    return client


def names(committee) -> list[str]:
    return list(ResponseStatus.objects.of(committee).values_list("name", flat=True))


def test_publishing_the_list_gives_the_usual_six_once(consultations, committee):
    consultations.save_revision().publish()
    with translation.override("pl"):
        assert names(committee) == [str(preset.name) for preset in PRESETS]
    consultations.save_revision().publish()
    assert len(names(committee)) == 6
    meanings = ResponseStatus.objects.of(committee).values_list("meaning", flat=True)
    assert list(meanings) == list(Meaning.values)
    assert ModelLogEntry.objects.for_instance(ResponseStatus.objects.first()).count() == 1


def test_a_committee_with_statuses_of_its_own_keeps_them(committee):
    ResponseStatusFactory(committee=committee, name="zgoda")
    assert add_usual_statuses(committee) == []
    assert names(committee) == ["zgoda"]


def test_who_answers_first_finds_statuses_without_a_published_list(consultation, committee):
    assert statuses_of(consultation).count() == 6
    assert statuses_of(consultation).count() == 6


def test_the_office_adds_edits_filters_and_deletes(office, committee):
    other = ResponseStatusFactory(committee=CommitteePageFactory(slug="inny"), name="obca")
    data = {
        "committee": committee.pk, "name": "zgoda", "meaning": "accepted", "sort_order": "3",
    }  # fmt: skip
    assert office.post(reverse(f"{VIEWS}:add"), data).status_code == 302
    status = ResponseStatus.objects.get(name="zgoda")
    listing = office.get(reverse(f"{VIEWS}:list"), {"committee": committee.pk}).content.decode()
    assert "zgoda" in listing and "obca" not in listing
    edited = {**data, "name": "pełna zgoda"}
    office.post(reverse(f"{VIEWS}:edit", args=[status.pk]), edited)
    status.refresh_from_db()
    assert status.name == "pełna zgoda"
    office.post(reverse(f"{VIEWS}:delete", args=[status.pk]))
    assert list(ResponseStatus.objects.all()) == [other]


def test_a_used_one_is_counted_and_not_deleted(office, committee, consultation):
    answer = ResponseFactory(
        consultation=consultation, remarks=[RemarkFactory(consultation=consultation)]
    )
    listing = office.get(reverse(f"{VIEWS}:list")).content.decode()
    assert "uwzględniona" in listing
    for _call in (office.get, office.post):
        response = _call(reverse(f"{VIEWS}:delete", args=[answer.status_id]), follow=True)
        said = ngettext("%(count)d answer to remarks", "%(count)d answers to remarks", 1)
        assert said % {"count": 1} in response.content.decode()
    assert ResponseStatus.objects.filter(pk=answer.status_id).exists()


def test_moderators_read_and_strangers_do_not(client, committee):
    roles, status = create_roles(committee), ResponseStatusFactory(committee=committee)
    moderator = create_user("moderator")
    moderator.groups.add(roles["moderators"])
    client.force_login(moderator)
    assert client.get(reverse(f"{VIEWS}:inspect", args=[status.pk])).status_code == 200
    assert client.get(reverse(f"{VIEWS}:edit", args=[status.pk])).status_code == 302
    client.force_login(create_user("obcy"))
    assert client.get(reverse(f"{VIEWS}:list")).status_code == 302


def test_the_api_tells_public_committees_only(client, committee):
    ResponseStatusFactory(committee=committee, partly=True)
    hidden = CommitteePageFactory(slug="szkic", live=False)
    ResponseStatusFactory(committee=hidden, name="tajna")
    rows = client.get("/api/v2/response-statuses/?fields=*").json()["items"]
    assert [(row["name"], row["meaning"]) for row in rows] == [("uwzględniona częściowo", "partly")]
    assert rows[0]["needs_reasons"] is True
    found = client.get("/api/v2/response-statuses/?meaning=accepted").json()["items"]
    assert found == []


PROFILE = """
[consultation_list]
name = "Konsultacje"

[[response_statuses]]
key = "tak"
name = "zgoda"
meaning = "accepted"

[[response_statuses]]
key = "nie"
name = "odmowa"
meaning = "rejected"
needs_reasons = true
"""


def test_a_region_profile_says_which_statuses_there_are(site):
    def apply(text):
        apply_profile(read_profile((SMALL + text).encode(), source="x.toml"), site=site)

    apply(PROFILE)
    committee = pages_of(CommitteePageMixin).get().specific
    assert names(committee) == ["zgoda", "odmowa"]
    apply(PROFILE.replace('"odmowa"', '"brak zgody"'))
    assert names(committee) == ["zgoda", "brak zgody"]
    apply(PROFILE.replace('"odmowa"', '"brak zgody"'))
    assert names(committee) == ["zgoda", "brak zgody"]
    assert ResponseStatus.objects.get(name="brak zgody").must_give_reasons


def test_without_any_in_the_file_the_usual_six(site):
    text = SMALL + '\n[consultation_list]\nname = "Konsultacje"\n'
    apply_profile(read_profile(text.encode(), source="x.toml"), site=site)
    assert ResponseStatus.objects.count() == 6


def test_a_profile_takes_over_statuses_that_are_there(site):
    def apply(text):
        apply_profile(read_profile((SMALL + text).encode(), source="x.toml"), site=site)

    apply('\n[consultation_list]\nname = "Konsultacje"\n')
    first = ResponseStatus.objects.first()
    apply(PROFILE.replace('"zgoda"', f'"{first.name}"'))
    assert ResponseStatus.objects.filter(name=first.name).count() == 1
    assert ResponseStatus.objects.count() == 7
