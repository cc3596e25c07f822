"""The invented consultations of the demonstration: one always open, renewed, nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from freezegun import freeze_time

from example_site.home.demo_consultation_texts import CARD, LABEL
from example_site.home.demo_consultations import EXAMPLES, consult_demo
from example_site.home.demo_meetings import announce_demo_meetings
from rkres_wagtail.consultations.course import course_of
from rkres_wagtail.consultations.models import (
    ConsultationReport,
    DocumentVersion,
    Extension,
    Round,
    SectionLineage,
    SectionText,
)
from rkres_wagtail.consultations.querysets import consultation_model
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    MeetingIndexPageFactory,
)
from tests.support.calendars import events
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

STATES = ["open", "adopted", "announced", "analysed"]
MODELS = (Round, Extension, DocumentVersion, SectionText, SectionLineage, ConsultationReport)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def committee(site_root):
    made = CommitteePageFactory(title="Komitet", slug="komitet")
    MeetingIndexPageFactory(parent=made, slug="posiedzenia")
    ConsultationIndexPageFactory(parent=made, slug="konsultacje")
    return made


def run(committee) -> int:
    announce_demo_meetings(committee)
    return consult_demo(committee)


def pages():
    return list(consultation_model().objects.order_by("pk"))


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS] + [len(pages())]


def states() -> list[str]:
    return [str(course_of(page).state(timezone.now())) for page in pages()]


def test_the_whole_life_shows_and_is_labelled(committee, client):
    assert run(committee) == len(EXAMPLES)
    assert states() == STATES
    for page in pages():
        assert page.live and page.title.endswith(LABEL) and page.lead.startswith("Przykład")
        assert client.get(page.url).status_code == 200
    page = pages()[0]
    first, second = Round.objects.of(page)
    assert first.is_over(timezone.now()) and not first.was_recorded_afterwards
    assert second.extensions.get().reason
    assert {block.block_type for block in page.channels} == {
        "online_form", "email", "post", "in_person", "orally", "meeting", "e_delivery",
    }  # fmt: skip
    assert page.hearings.get().meeting.title and page.forms


def test_its_text_has_lost_a_section_and_split_another(committee):
    run(committee)
    old, new = DocumentVersion.objects.of(pages()[0])
    assert (old.texts.count(), new.texts.count()) == (12, 12)
    assert not new.is_erratum and new.changes
    gone = old.texts.get(title=CARD).identity_id
    assert not new.texts.filter(identity=gone).exists()
    assert SectionLineage.objects.get(version=new).kind == "split"
    kinds = {block.block_type for text in new.texts.all() for block in text.content}
    assert kinds == {"text", "table", "note"}


def test_page_list_committee_calendar_and_api_show_it_open(committee, client):
    run(committee)
    page = pages()[0]
    for address in (page.url, page.get_parent().url, committee.url):
        html = client.get(address).content.decode()
        assert page.title in html.replace("\xa0", " ").replace("&nbsp;", " "), address
    assert any("Dobrego Sąsiedztwa" in event["summary"] for event in events(committee))
    said = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert said["state"] == "open" and said["days_left"] == 21
    report = client.get(f"/api/v2/pages/{pages()[1].pk}/").json()
    counted = report["report"]
    assert counted["counted_from"] == "register"
    assert sum(row["count"] for row in counted["results"]) == counted["remarks_count"] > 0
    assert report["outcome"]["act"] is not None


@pytest.mark.parametrize("days", [0, 1, 40, 400])
def test_later_it_is_open_again_and_nothing_is_lost(committee, days):
    with freeze_time("2026-11-29 10:00"):
        run(committee)
        before = counts()
        sequences = {str(each["uid"]): int(each["sequence"]) for each in events(committee)}
    with freeze_time(datetime(2026, 11, 29, 11, tzinfo=UTC) + timedelta(days=days)):
        assert run(committee) == 0
        assert counts() == before
        assert states() == STATES
        for each in events(committee):
            assert int(each["sequence"]) >= sequences.get(str(each["uid"]), 0)


def test_one_that_an_editor_touched_stays_and_another_is_made(committee):
    with freeze_time("2026-11-29 10:00"):
        run(committee)
        page = pages()[0]
        page.lead = "Zmienione"
        page.save_revision(user=create_user("redakcja")).publish()
        ends = [row.ends_at for row in Round.objects.of(page)]
    with freeze_time("2026-12-10 10:00"):
        assert run(committee) == 0
    with freeze_time("2027-03-01 10:00"):
        assert run(committee) == 1
        assert states().count("open") == 1
    page.refresh_from_db()
    assert page.lead == "Zmienione"
    assert [row.ends_at for row in Round.objects.of(page)] == ends


def test_without_a_list_nothing_happens(site_root):
    assert consult_demo(CommitteePageFactory(slug="inny")) == 0
