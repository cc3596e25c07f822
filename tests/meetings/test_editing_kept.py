"""What the admin does not delete, and what a copy begins with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from rkres_wagtail.meetings.models import MeetingChange
from tests.meetings.form_data import edit_url, errors_of, stored_data

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def words(response) -> str:
    return " ".join(response.content.decode().split())


def is_there(page) -> bool:
    return type(page).objects.filter(pk=page.pk).exists()


KEPT = {"confirmed": {"confirmed": True}, "held": {"past": True}}
KEPT["held and said so"] = {"past": True, "status": "held"}


@pytest.fixture(params=KEPT.values(), ids=KEPT)
def kept(request, meeting):
    return meeting(**request.param)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("what", ["meeting", "list", "committee"])
def test_the_explorer_refuses_and_says_what_to_do(boss, kept, listing, committee, method, what):
    target = {"meeting": kept, "list": listing, "committee": committee}[what]
    address = reverse("wagtailadmin_pages:delete", args=[target.pk])
    text = words(getattr(boss, method)(address, follow=True))
    assert is_there(kept)
    assert "1 posiedzenie potwierdzone, odwołane lub odbyte" in text
    assert "„Odwołaj posiedzenie”" in text


def test_the_bulk_action_refuses(boss, kept, meeting):
    planned = meeting()
    base = type(kept)._meta.get_parent_list()[0]._meta
    address = reverse("wagtail_bulk_action", args=[base.app_label, base.model_name, "delete"])
    address += f"?id={kept.pk}&id={planned.pk}&next=/admin/"
    text = words(boss.post(address, follow=True))
    assert is_there(kept)
    assert is_there(planned)
    assert "„Odwołaj posiedzenie”" in text


@pytest.mark.parametrize("fields", [{}, {"undated": True}, {"confirmed": True, "draft": True}])
def test_a_meeting_that_nobody_could_count_on_may_go(boss, meeting, fields):
    page = meeting(**fields)
    boss.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not is_there(page)
    assert not MeetingChange.objects.filter(meeting_id=page.pk).exists()


# Copies -------------------------------------------------------------------------------------------


def copy(boss, page, **fields):
    data = {
        "new_title": "Kopia",
        "new_slug": "kopia",
        "new_parent_page": page.get_parent().pk,
        **fields,
    }
    response = boss.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    assert response.status_code == 302
    return type(page).objects.get(slug="kopia")


@pytest.mark.parametrize("fields", [{}, {"publish_copies": "on"}])
def test_a_copy_is_another_meeting(boss, meeting, fields):
    page = meeting(
        confirmed=True,
        number=5,
        place_name="Sala 5",
        agenda=[{"title": "Otwarcie"}],
    )
    made = copy(boss, page, **fields)
    assert made.status == "planned"
    assert made.number is None
    assert made.starts_on is None
    assert made.starts_at is None
    assert made.place_name == "Sala 5"
    assert [item.title for item in made.agenda_items.all()] == ["Otwarcie"]
    draft = made.get_latest_revision_as_object()
    assert (draft.status, draft.number, draft.starts_on) == ("planned", None, None)
    # Its date is its own to type.
    day = (page.starts_on + timedelta(days=7)).isoformat()
    data = stored_data(made, starts_on=day, starts_time="10:00", **{"action-publish": "1"})
    assert errors_of(boss.post(edit_url(made), data)) == {}
    assert type(page).objects.get(pk=page.pk).starts_on == page.starts_on
