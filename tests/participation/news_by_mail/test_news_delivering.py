"""Who is told of what, and that it happens once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from freezegun import freeze_time
from icalendar import Calendar
from wagtail.models import Locale, PageViewRestriction, Site

from rkres_wagtail import feeds
from rkres_wagtail.feeds import Entry, NewsItem
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import NewsDelivery, Subscription
from rkres_wagtail.participation.news import delivering, letters, services
from rkres_wagtail.participation.news.offers import Choice
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    TierPageFactory,
)
from tests.factories.participation import SubscriptionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def decision(committee):
    index = DecisionIndexPageFactory(parent=committee)
    return lambda **kwargs: DecisionPageFactory(parent=index, **kwargs)


@pytest.fixture
def consultation(committee):
    index = ConsultationIndexPageFactory(parent=committee)
    return lambda **kwargs: ConsultationPageFactory(parent=index, **kwargs)


def subscription(committee, **kwargs):
    bodies = kwargs.pop("bodies", [])
    row = SubscriptionFactory(committee=committee, **kwargs)
    row.bodies.set(bodies)
    return row


def mails(row=None) -> list[OutgoingMessage]:
    rows = OutgoingMessage.objects.filter(kind="news").order_by("pk")
    return list(rows if row is None else rows.filter(about_id=str(row.pk)))


def told(row) -> str:
    return "\n".join(f"{each.subject}\n{each.text}" for each in mails(row))


# Once ---------------------------------------------------------------------------------------------


def test_each_is_told_once(committee, meeting):
    row = subscription(committee)
    page = meeting(title="V posiedzenie", confirmed=True, place_name="Urząd", lead="O planie")
    assert delivering.deliver() == 1
    assert delivering.deliver() == 0
    (mail,) = mails(row)
    assert mail.recipient == row.email and "V posiedzenie" in mail.subject
    for part in ("O planie", "10:00", "Urząd", page.full_url):
        assert part in mail.text and part in mail.html
    assert row.email not in mail.key and row.email not in mail.text


def test_not_again_on_republishing(committee, meeting):
    row = subscription(committee)
    page = meeting()
    delivering.deliver()
    page.title = "Nowy tytuł"
    page.save_revision().publish()
    page.unpublish()
    page.save_revision().publish()
    assert delivering.deliver() == 0
    assert len(mails(row)) == 1


def test_many_at_once_are_one_mail(committee, meeting, decision):
    row = subscription(committee)
    meeting(), meeting(), decision()
    assert delivering.deliver() == 1
    (mail,) = mails(row)
    assert mail.subject.startswith("3 ") and "Komitet Rozwoju" in mail.subject
    assert len(mail.attachments) == 2
    assert NewsDelivery.objects.filter(subscription=row).count() == 3


def test_a_change_of_a_meeting_is_news_of_its_own(committee, meeting, admin_user):
    row = subscription(committee)
    page = meeting(confirmed=True, title="Wiosenne", place_name="Urząd")
    delivering.deliver()
    later = local_today() + timedelta(days=40)
    when = When(date_precision=page.date_precision, starts_on=later, starts_time=page.starts_time)
    move_meeting(page, when, reason="Choroba", user=admin_user)
    assert delivering.deliver() == 1
    page.refresh_from_db()
    cancel_meeting(page, reason="Brak kworum", user=admin_user)
    assert delivering.deliver() == 1
    assert delivering.deliver() == 0
    _first, moved, cancelled = mails(row)
    assert "Choroba" in moved.text and "Urząd" in moved.text and "10:00" in moved.text
    assert "Brak kworum" in cancelled.text
    (file,) = cancelled.attachments
    (event,) = Calendar.from_ical(file["content"]).walk("VEVENT")
    assert (event["STATUS"], str(event["UID"])) == ("CANCELLED", str(page.translation_key))


def test_announced_and_moved_in_one_mail_is_told_once(committee, meeting, admin_user):
    row = subscription(committee)
    page = meeting(confirmed=True, title="Wiosenne")
    cancel_meeting(page, reason="Brak kworum", user=admin_user)
    assert delivering.deliver() == 1
    assert delivering.deliver() == 0
    (mail,) = mails(row)
    assert mail.text.count("* ") == 1 and "Brak kworum" in mail.text
    assert NewsDelivery.objects.filter(subscription=row).count() == 2


def test_before_it_was_confirmed_nothing_was_news(committee, meeting):
    with freeze_time(timezone.now() - timedelta(days=2)):
        meeting()
    row = subscription(committee, news_from=timezone.now() - timedelta(days=1))
    assert delivering.deliver() == 0
    meeting(title="Nowe")
    assert delivering.deliver() == 1
    assert NewsDelivery.objects.filter(subscription=row).count() == 1


@pytest.mark.parametrize("trait", ["unconfirmed", "left"])
def test_nobody_who_has_not_confirmed_or_has_left(committee, meeting, trait):
    subscription(committee, **{trait: True})
    meeting()
    assert delivering.deliver() == 0 and not mails()


# What is no news ----------------------------------------------------------------------------------


def test_what_is_old_is_no_news(committee, meeting):
    with freeze_time(timezone.now() - timedelta(days=31)):
        meeting(starts_on=date.today() + timedelta(days=90))
    subscription(committee, news_from=timezone.now() - timedelta(days=60))
    assert delivering.deliver() == 0


def test_archives_are_no_news(committee, meeting, decision, consultation):
    """Entered today, of years ago."""
    now = timezone.now()
    subscription(committee)
    meeting(past=True)
    decision(adopted_on=local_today() - timedelta(days=400))
    begin, end = now - timedelta(days=400), now - timedelta(days=360)
    consultation(rounds=[{"starts_at": begin, "ends_at": end, "recorded_at": now}])
    assert delivering.deliver() == 0


def test_what_was_adopted_lately_is_news(committee, decision):
    row = subscription(committee)
    decision(title="Stanowisko świeże", adopted_on=local_today() - timedelta(days=60))
    assert delivering.deliver() == 1
    assert "Stanowisko świeże" in told(row)


# Choosing -----------------------------------------------------------------------------------------


def test_by_topic(committee, meeting, decision, consultation):
    rows = {
        topic: subscription(committee, topics=[topic])
        for topic in ("meetings", "decisions", "consultations", "calls")
    }
    meeting(title="Nowe posiedzenie")
    decision(title="Nowe stanowisko")
    consultation(title="Nowe konsultacje", rounds=[{}])
    delivering.deliver()
    assert [len(mails(row)) for row in rows.values()] == [1, 1, 1, 0]
    assert "Nowe posiedzenie" in told(rows["meetings"])
    assert "Nowe stanowisko" in told(rows["decisions"])
    assert "Nowe konsultacje" in told(rows["consultations"])
    assert "stanowisko" not in told(rows["meetings"])


def test_by_body(committee, meeting, decision, consultation):
    tier, other = (TierPageFactory(parent=committee) for _number in range(2))
    row = subscription(committee, bodies=[tier])
    meeting(title="Ich posiedzenie", bodies=[committee, tier])
    meeting(title="Cudze posiedzenie", bodies=[other])
    decision(title="Ich stanowisko", body=tier)
    decision(title="Cudze stanowisko", body=other)
    consultation(title="Ich konsultacje", body=tier, rounds=[{}])
    delivering.deliver()
    assert told(row).count("Ich ") == 3 * 1 and "Cudze" not in told(row)


def test_by_body_or_tag(committee, meeting):
    tier = TierPageFactory(parent=committee)
    page = meeting(title="Oznaczone")
    if not hasattr(page, "tags"):
        pytest.skip("These pages have no tags")
    page.tags.add("Klauzule")
    page.save()
    meeting(title="Ich posiedzenie", bodies=[tier])
    meeting(title="Inne posiedzenie")
    tagged = subscription(committee, tags=["klauzule"])
    either = subscription(committee, tags=["Klauzule"], bodies=[tier])
    delivering.deliver()
    assert "Oznaczone" in told(tagged) and "Ich" not in told(tagged)
    assert "Oznaczone" in told(either) and "Ich" in told(either)
    assert "Inne" not in told(tagged) + told(either)


def test_who_chooses_more_is_not_told_of_the_past(committee, meeting, decision):
    row = subscription(committee, topics=["decisions"], weekly=True)
    meeting(title="Dawniejsze posiedzenie")
    decision(title="Czeka na zestawienie")
    choice = Choice(topics=("meetings", "decisions"))
    services.change(subscription=row, choice=choice, bodies=[])
    meeting(title="Nowe posiedzenie")
    delivering.deliver()
    assert "Nowe posiedzenie" in told(row) and "Czeka na zestawienie" in told(row)
    assert "Dawniejsze" not in told(row)


# Nothing that is not public -----------------------------------------------------------------------


def test_nothing_that_the_public_may_not_see(committee, meeting, decision):
    row = subscription(committee)
    meeting(title="TAJNE w szkicu", draft=True)
    meeting(title="TAJNE po terminie", expired=True)
    meeting(title="TAJNE za hasłem", private=True)
    decision(title="TAJNE stanowisko", draft=True)
    hidden = TierPageFactory(parent=committee, title="TAJNE ciało", private=True)
    meeting(title="TAJNE ciała", bodies=[hidden])
    page = meeting(
        title="Jawne posiedzenie",
        bodies=[committee, hidden],
        access_url="https://meet.example/TAJNE",
    )
    delivering.deliver()
    (mail,) = mails(row)
    assert page.title in mail.subject
    everything = repr(OutgoingMessage.objects.filter(pk=mail.pk).values().get())
    assert "TAJNE" not in everything


def test_it_is_told_once_it_is_public(committee, meeting):
    row = subscription(committee)
    page = meeting(title="Za hasłem", private=True)
    assert delivering.deliver() == 0
    PageViewRestriction.objects.filter(page_id=page.pk).delete()
    assert delivering.deliver() == 1 and "Za hasłem" in told(row)


@pytest.mark.parametrize("how", ["draft", "private", "expired"])
def test_a_committee_that_is_not_public_tells_nothing(committee, meeting, how):
    row = subscription(committee)
    meeting()
    delivering.deliver()
    assert [each.status for each in mails(row)] == ["waiting"]
    pages = type(committee).objects.filter(pk=committee.pk)
    if how == "draft":
        pages.update(live=False)
    elif how == "expired":
        pages.update(expire_at=timezone.now() - timedelta(minutes=1))
    else:
        PageViewRestriction.objects.create(
            page_id=committee.pk, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
    meeting()
    assert delivering.deliver() == 0
    assert delivering.withdraw_hidden() == 1
    assert [each.status for each in mails(row)] == ["withdrawn"]


def test_another_committees_news_stays_there(committee, site_root):
    other = CommitteePageFactory(slug="inny", title="Inny komitet")
    row = subscription(committee)
    MeetingPageFactory(parent=MeetingIndexPageFactory(parent=other))
    assert delivering.deliver() == 0 and not mails(row)


@pytest.mark.parametrize("hosts", [[], ["kopia.example.org"]])
def test_a_copy_writes_nothing(committee, meeting, settings, hosts):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = hosts
    settings.ALLOWED_HOSTS = ["*"]
    subscription(committee)
    meeting()
    assert delivering.deliver() == 0
    assert not NewsDelivery.objects.exists()


def test_of_a_site_that_is_gone_nothing_goes_out(committee, meeting):
    subscription(committee)
    meeting()
    Site.objects.update(hostname="nowa.example.org")
    assert delivering.deliver() == 0


def test_each_language_has_its_own(committee, meeting, listing, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = [("pl", "Polski"), ("en", "English")]
    english = Locale.objects.create(language_code="en")
    polish_row = subscription(committee)
    english_row = subscription(committee, language="en")
    meeting(title="Polskie posiedzenie")
    delivering.deliver()
    assert "Polskie" in told(polish_row) and not mails(english_row)
    site_root = committee.get_parent().specific
    site_root.copy_for_translation(english).save_revision().publish()
    twin = committee.copy_for_translation(english)
    twin.save_revision().publish()
    listing_twin = listing.copy_for_translation(english)
    listing_twin.save_revision().publish()
    MeetingPageFactory(parent=listing_twin, title="English meeting", bodies=[twin])
    with translation.override("pl"):
        delivering.deliver()
    assert "English meeting" in told(english_row) and "Good day" in told(english_row)
    assert "English meeting" not in told(polish_row)


# The mail -----------------------------------------------------------------------------------------


def test_how_to_leave_stands_in_the_head_and_in_the_text(committee, meeting, client):
    site = Site.objects.get()
    site.port = 443
    site.save()
    row = subscription(committee)
    meeting()
    delivering.deliver()
    (mail,) = mails(row)
    leave = mail.headers["List-Unsubscribe"].strip("<>")
    assert leave.startswith("https://localhost/") and leave in mail.text and leave in mail.html
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Id"] == f"<news-{committee.pk}.localhost>"
    path = leave.removeprefix("https://localhost")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.active().exists()


def test_without_https_no_one_click_is_promised(committee, meeting):
    row = subscription(committee)
    meeting()
    delivering.deliver()
    assert "List-Unsubscribe-Post" not in mails(row)[0].headers


def test_the_file_for_the_calendar(committee, meeting, client):
    row = subscription(committee)
    page = meeting(confirmed=True, place_name="Urząd")
    delivering.deliver()
    (file,) = mails(row)[0].attachments
    assert file["type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    found = Calendar.from_ical(file["content"])
    assert found["METHOD"] == "PUBLISH"
    (event,) = found.walk("VEVENT")
    assert str(event["UID"]) == str(page.translation_key) and event["LOCATION"] == "Urząd"
    # RFC 5546 §3.2.1: an organiser, and nobody who attends.
    assert event["ORGANIZER"] == "mailto:biuro@example.org" and "ATTENDEE" not in event


def test_a_meeting_without_a_day_has_no_file(committee, meeting):
    row = subscription(committee)
    meeting(undated=True), meeting(month_only=True)
    delivering.deliver()
    assert mails(row)[0].attachments == []


def test_hostile_titles(committee, meeting):
    row = subscription(committee)
    meeting(title="Zły\r\nBcc: x@example.org <script>alert(1)</script> =HYPERLINK()")
    assert delivering.deliver() == 1
    (mail,) = mails(row)
    assert "\n" not in mail.subject and "\r" not in mail.subject
    assert "<script>" not in mail.html and "<script>" in mail.text


class Many:
    """A room that has very much to say."""

    def __init__(self, number: int, text: str, page=None):
        self.number, self.text, self.page = number, text, page

    def items(self, scope, limit):
        at = timezone.now()
        for number in range(self.number):
            entry = Entry(
                id=f"urn:x:{number}", title=f"Wieść {number}", url="https://localhost/x",
                published_at=at, updated_at=at, text=self.text, topic="decisions", page=self.page,
            )  # fmt: skip
            yield NewsItem(label=entry.title, at=at, build=lambda entry=entry: entry)


@pytest.fixture
def room(monkeypatch):
    def put(name, provider):
        monkeypatch.setitem(feeds._news, name, provider)

    return put


def test_what_is_too_much_is_cut_with_the_way_to_the_rest(committee, room):
    row = subscription(committee)
    room("many", Many(100, "słowo " * 2000))
    assert delivering.deliver() == 1
    (mail,) = mails(row)
    shown = letters.SIZES[0].entries
    assert mail.subject.startswith("100 ") and mail.text.count("\n* Wieść") == shown
    assert str(100 - shown) in mail.text and committee.full_url in mail.text
    assert delivering.deliver() == 0


def test_what_is_too_large_is_told_smaller(committee, room, settings):
    settings.RKRES_WAGTAIL_MAIL_MAX_BYTES = 20_000
    row = subscription(committee)
    room("many", Many(100, "słowo " * 2000))
    assert delivering.deliver() == 1
    (mail,) = mails(row)
    assert "słowo" not in mail.text and "Wieść 0" in mail.text


def test_one_that_cannot_be_written_keeps_nobody_else_waiting(committee, meeting, caplog):
    broken = subscription(committee, email="nie adres")
    row = subscription(committee)
    meeting()
    assert delivering.deliver() == 1
    assert not mails(broken) and len(mails(row)) == 1
    assert not broken.deliveries.exists()
    assert "nie adres" not in caplog.text


def test_a_room_that_fails_keeps_no_other_back(committee, meeting, room):
    class Broken:
        def items(self, scope, limit):
            raise RuntimeError

    room("broken", Broken())
    row = subscription(committee)
    meeting()
    assert delivering.deliver() == 1 and len(mails(row)) == 1


# When ---------------------------------------------------------------------------------------------


def test_publishing_tells_after_the_commit(committee, meeting, django_capture_on_commit_callbacks):
    row = subscription(committee)
    weekly = subscription(committee, weekly=True)
    page = meeting(draft=True)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
        assert not mails()
    assert len(mails(row)) == 1 and not mails(weekly)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
        page.save_revision()
    assert len(mails(row)) == 1


def test_moving_tells_without_publishing(
    committee, meeting, admin_user, django_capture_on_commit_callbacks
):
    row = subscription(committee)
    with django_capture_on_commit_callbacks(execute=True):
        page = meeting(confirmed=True)
    connection.run_on_commit = []
    with django_capture_on_commit_callbacks(execute=True):
        cancel_meeting(page, reason="Brak kworum", user=admin_user)
    assert len(mails(row)) == 2


def test_a_broken_task_stops_no_publishing(
    committee, meeting, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(delivering, "deliver", fail)
    row = subscription(committee)
    page = meeting(draft=True)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    monkeypatch.undo()
    assert delivering.deliver() == 1 and len(mails(row)) == 1


def test_many_readers_are_not_written_to_in_the_editors_request(
    committee, meeting, monkeypatch, django_capture_on_commit_callbacks
):
    from rkres_wagtail.participation.news import triggers

    monkeypatch.setattr(triggers, "MOST_IN_REQUEST", 1)
    for _number in range(2):
        subscription(committee)
    page = meeting(draft=True)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert not mails()
    assert delivering.deliver() == 2


# Cost ---------------------------------------------------------------------------------------------


def queries() -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        delivering.deliver()
    return len(captured)


def test_reading_the_news_costs_the_same_for_many(committee, meeting):
    tier = TierPageFactory(parent=committee)
    for _number in range(3):
        meeting()
    for _number in range(5):
        subscription(committee, bodies=[tier], tags=["x"], topics=["meetings"])
    queries()  # what is asked once for a process
    few = queries()
    assert not mails()
    for _number in range(120):
        subscription(committee, bodies=[tier], tags=["x"], topics=["meetings"])
    assert queries() == few


def test_each_message_costs_the_same(committee, meeting):
    def cost(number: int) -> int:
        for _number in range(number):
            subscription(committee)
        return queries()

    meeting()
    cost(1)
    few, many = cost(2), cost(12)
    per_message = (many - few) / 10
    assert per_message == int(per_message) and per_message <= 10, per_message


def test_more_news_costs_no_more_queries(committee, meeting):
    row = subscription(committee, topics=["decisions"])
    meeting()
    queries()
    few = queries()
    for _number in range(12):
        meeting()
    assert queries() == few and not mails(row)
