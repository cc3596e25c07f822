"""Only approved minutes are published, whoever asks; nothing that was is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail import deletion
from rkres_wagtail.minutes.models import Minutes
from rkres_wagtail.minutes.services import revoke_approval
from tests.factories import MinutesReadingFactory
from tests.meetings.form_data import edit_url as page_url
from tests.meetings.form_data import stored_data

from .form_data import minutes_data
from .test_core_starting import content, edit_url

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

PUBLISH = {"action-publish": "1"}


def url_of(name, made, *args):
    return reverse(f"wagtailsnippets_rkres_wagtail_minutes:{name}", args=[made.pk, *args])


def is_live(made) -> bool:
    return Minutes.objects.get(pk=made.pk).live


# Publishing ---------------------------------------------------------------------------------------


def test_the_model_refuses(minutes):
    made = minutes()
    with pytest.raises(ValidationError, match="po zatwierdzeniu"):
        made.latest_revision.publish()
    made.live = True
    with pytest.raises(ValidationError):
        made.save()
    assert not is_live(made)


def test_the_model_refuses_a_moment_to_come(minutes):
    made = minutes()
    made.go_live_at = timezone.now() + timedelta(days=1)
    revision = made.save_revision()
    with pytest.raises(ValidationError):
        revision.publish()
    assert not made.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_approved_ones_are_published_when_it_is_time(minutes):
    made = minutes(approved=True)
    made.go_live_at = timezone.now() + timedelta(days=1)
    revision = made.save_revision()
    revision.publish()
    assert not is_live(made)
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert is_live(made)


def test_the_editor_refuses_and_changes_nothing(office, minutes):
    made = minutes()
    before = made.latest_revision_id
    assert "action-publish" not in content(office.get(edit_url(made)))
    response = office.post(edit_url(made), minutes_data(made, closing="Nowy koniec.", **PUBLISH))
    html = content(response)
    assert response.status_code == 200 and "Nie opublikowano" in html
    # What was typed stands in the form.
    assert "Nowy koniec." in html
    made.refresh_from_db()
    assert not made.live and made.latest_revision_id == before


def test_the_editor_publishes_what_was_approved(office, minutes):
    made = minutes(approved=True)
    assert "action-publish" in content(office.get(edit_url(made)))
    response = office.post(edit_url(made), minutes_data(made, **PUBLISH))
    assert response.status_code == 302
    made.refresh_from_db()
    assert made.live and made.state == "published"


def test_drafts_of_published_ones_stay_drafts(office, minutes):
    made = minutes(published=True)
    office.post(edit_url(made), minutes_data(made, closing="Szkic."))
    made.refresh_from_db()
    assert made.closing == "" and made.has_unpublished_changes
    assert "Szkic." in made.get_latest_revision_as_object().closing


def test_reverting_does_not_publish(office, minutes):
    made = minutes()
    first = made.latest_revision
    made.closing = "<p>Drugi.</p>"
    made.save_revision()
    url = url_of("revisions_revert", made, first.pk)
    assert office.get(url).status_code == 200
    office.post(url, minutes_data(made, **PUBLISH))
    assert not is_live(made)


def test_a_room_number_on_the_page_publishes_no_minutes(office, meeting, minutes):
    page = meeting(confirmed=True, place_name="sala 1")
    made = minutes(meeting=page)
    data = stored_data(page, place_name="sala 2", **PUBLISH)
    assert office.post(page_url(page), data).status_code == 302
    page.refresh_from_db()
    assert page.place_name == "sala 2"
    made.refresh_from_db()
    assert not made.live and made.state == "draft"


def test_unpublishing_asks_first(office, minutes):
    made = minutes(published=True)
    assert office.get(url_of("unpublish", made)).status_code == 200
    assert is_live(made)
    office.post(url_of("unpublish", made))
    made.refresh_from_db()
    assert not made.live and made.state == "approved"


# Deleting -----------------------------------------------------------------------------------------


def sent(minutes):
    made = minutes()
    MinutesReadingFactory(minutes=made)
    return made


def once_published(minutes):
    """Nothing is left that tells of it but the day of its first publication."""
    made = minutes(published=True)
    made.unpublish()
    revoke_approval(minutes=made, user=None, reason="Pomyłka")
    return Minutes.objects.get(pk=made.pk)


KEPT = {
    "sent": sent,
    "approved": lambda minutes: minutes(approved=True),
    "published": lambda minutes: minutes(published=True),
    "once published": once_published,
}


@pytest.mark.parametrize("kind", KEPT)
def test_what_has_left_the_office_stays(office, minutes, kind):
    made = KEPT[kind](minutes)
    for method in (office.get, office.post):
        html = content(method(url_of("delete", made), follow=True))
        assert "Nie usunięto" in html and "wycofać z publikacji" in html
    bulk = reverse("wagtail_bulk_action", args=["rkres_wagtail", "minutes", "delete"])
    office.post(f"{bulk}?id={made.pk}")
    with pytest.raises((deletion.RecordsProtected, ProtectedError)), transaction.atomic():
        Minutes.objects.get(pk=made.pk).delete()
    assert Minutes.objects.filter(pk=made.pk).exists()


def test_a_draft_started_by_mistake_goes(office, minutes):
    made = minutes()
    office.post(url_of("delete", made))
    assert not Minutes.objects.exists()


def test_the_meeting_stays_while_it_has_minutes(admin_client, meeting, minutes, committee):
    page = meeting(live=False)
    minutes(meeting=page)
    for each in (page, committee):
        url = reverse("wagtailadmin_pages:delete", args=[each.pk])
        assert "1 protokół" in content(admin_client.post(url, follow=True))
    with pytest.raises((deletion.RecordsProtected, ProtectedError)), transaction.atomic():
        page.delete()
    assert type(page).objects.filter(pk=page.pk).exists()


def test_the_approving_meeting_stays(admin_client, meeting, minutes, secretary):
    from rkres_wagtail.minutes.services import approve_minutes

    page = meeting(starts_on=timezone.localdate() - timedelta(days=2), live=False)
    approve_minutes(minutes=minutes(), meeting=page, approved_on=page.starts_on, user=secretary)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert "zatwierdzony na nim protokół" in content(admin_client.post(url, follow=True))
