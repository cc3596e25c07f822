"""“Plan the year”, as an editor and the curious meet it."""

from __future__ import annotations

import html
import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.choices import DatePrecision, MeetingStatus
from rkres_wagtail.meetings.plan_bodies import usual_count
from rkres_wagtail.meetings.querysets import meetings
from rkres_wagtail.meetings.services import cancel_meeting
from rkres_wagtail.meetings.when import local_today
from tests import factories as make
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

YEAR = local_today().year + 1


@pytest.fixture
def group(committee):
    return make.GroupPageFactory(parent=committee, title="Grupa robocza", slug="grupa")


def plan_url(listing):
    return f"{reverse('rkres_wagtail_plan_year')}?list={listing.pk}"


def form_of(response) -> dict:
    """What the browser would send of the first form in the page's content."""
    text = response.content.decode()
    data = {}
    for tag in re.findall(r"<input[^>]*>", text[text.index("<main") :]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag and " checked" not in tag):
            continue
        data[name[1]] = html.unescape(value[1]) if value else "on"
    data.pop("csrfmiddlewaretoken", None)
    return data


def settings_of(committee, **values):
    return {
        "year": YEAR,
        "weekday": 1,
        "starts_time": "10:00",
        "ends_time": "13:00",
        f"count_{committee.pk}": 4,
        **values,
    }


def preview(client, listing, committee, **values):
    response = client.post(plan_url(listing), settings_of(committee, **values))
    assert response.status_code == 200
    return response


def create(client, listing, response, **changes):
    data = {**form_of(response), "step": "create", **changes}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(plan_url(listing), data)


def texts(response) -> str:
    return html.unescape(response.content.decode())


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# The way there ------------------------------------------------------------------------------------


class TestWays:
    def test_menu_and_button_for_who_may_add(self, editor, listing):
        response = editor.get(reverse("wagtailadmin_explore", args=[listing.pk]))
        content = response.content.decode()
        assert plan_url(listing) in content
        assert f'"{reverse("rkres_wagtail_plan_year")}"' in content

    def test_no_button_on_other_pages(self, editor, listing, committee):
        response = editor.get(reverse("wagtailadmin_explore", args=[committee.pk]))
        assert plan_url(listing) not in response.content.decode()

    def test_who_may_not_add_sees_nothing_and_gets_nowhere(self, client, listing, committee):
        user = create_user("moderacja")
        user.groups.add(create_roles(committee)["moderators"])
        client.force_login(user)
        content = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("rkres_wagtail_plan_year") not in content
        for address in (plan_url(listing), reverse("rkres_wagtail_plan_year")):
            assert client.get(address).status_code == 302
            assert client.get(address).url == reverse("wagtailadmin_home")
            assert client.post(address, settings_of(committee)).status_code == 302

    def test_who_is_not_logged_in_is_asked_to(self, client, listing):
        assert "login" in client.get(plan_url(listing)).url

    def test_another_committees_editor_may_not(self, client, listing):
        other = make.CommitteePageFactory(title="Inny", slug="inny")
        make.MeetingIndexPageFactory(parent=other)
        user = create_user("obcy")
        user.groups.add(create_roles(other)["editors"])
        client.force_login(user)
        response = client.get(plan_url(listing), follow=True)
        assert "form" not in response.context or response.context["listing"] != listing
        assert "usunięta" in said(response) or "removed" in said(response)

    def test_one_list_is_chosen_by_itself_of_several_one_chooses(self, editor, listing, group):
        address = reverse("rkres_wagtail_plan_year")
        assert editor.get(address).url == plan_url(listing)
        other = make.MeetingIndexPageFactory(parent=group, title="Spotkania grupy")
        content = editor.get(address).content.decode()
        assert plan_url(listing) in content and plan_url(other) in content

    @pytest.mark.parametrize("value", ["999999", "abc", "-1", "1" * 40, "١"])
    def test_nonsense_as_list(self, editor, listing, value):
        response = editor.get(reverse("rkres_wagtail_plan_year"), {"list": value})
        assert response.status_code == 302

    def test_no_list_at_all(self, client, admin_user, committee):
        client.force_login(admin_user)
        response = client.get(reverse("rkres_wagtail_plan_year"))
        assert response.status_code == 200 and response.context["lists"] == []


# Settings -----------------------------------------------------------------------------------------


class TestSettings:
    def test_next_year_with_the_last_meetings_hours_and_place(self, editor, listing, meeting):
        meeting(starts_on=date(2024, 5, 6), starts_time=time(8))
        meeting(
            starts_on=date(2026, 10, 8),
            starts_time=time(9, 30),
            ends_time=time(12),
            place_name="Sala kolumnowa",
            live=False,
        )
        meeting(month_only=True, starts_on=date(2026, 11, 1))
        form = editor.get(plan_url(listing)).context["form"]
        assert form.initial == {
            "year": YEAR,
            "weekday": 3,
            "starts_time": time(9, 30),
            "ends_time": time(12),
            "place_name": "Sala kolumnowa",
            "place_address": "",
        }

    def test_numbers_of_bodies(self, editor, listing, committee, group):
        tier = make.TierPageFactory(parent=committee, meetings_per_year=2, slug="laboratorium")
        ended = make.GroupPageFactory(parent=committee, active_to=date(2020, 1, 1), slug="dawna")
        make.CommitteePageFactory(title="Inny", slug="inny", meetings_per_year=9)
        form = editor.get(plan_url(listing)).context["form"]
        counts = {field.name: field.initial for field in form.count_fields()}
        assert counts == {
            f"count_{committee.pk}": 4,
            f"count_{group.pk}": 0,
            f"count_{tier.pk}": 2,
        }
        assert f"count_{ended.pk}" not in form.fields

    def test_the_statutory_body_meets_four_times(self, committee):
        tier = make.TierPageFactory(parent=committee)
        committee.statutory_body = tier
        assert (usual_count(tier, committee), usual_count(committee, committee)) == (4, 0)
        tier.meetings_per_year = 6
        assert usual_count(tier, committee) == 6

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("year", YEAR - 2),
            ("year", YEAR + 50),
            ("year", "abc"),
            ("weekday", 6),
            ("weekday", ""),
            ("starts_time", "25:00"),
            ("starts_time", ""),
            ("ends_time", "9:00"),
            ("ends_time", "10:00"),
            ("place_name", "x" * 256),
        ],
    )
    def test_bad_settings_are_named(self, editor, listing, committee, field, value):
        data = settings_of(committee, **{field: value})
        response = editor.post(plan_url(listing), data)
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert not meetings().exists()

    @pytest.mark.parametrize("value", [-1, 27, "abc", 10**30])
    def test_bad_numbers_are_named(self, editor, listing, committee, value):
        response = editor.post(
            plan_url(listing), settings_of(committee, **{f"count_{committee.pk}": value})
        )
        assert response.status_code == 422
        assert f"count_{committee.pk}" in response.context["form"].errors

    def test_nobody_meets(self, editor, listing, committee):
        data = settings_of(committee, **{f"count_{committee.pk}": ""})
        response = editor.post(plan_url(listing), data)
        assert response.status_code == 422 and response.context["form"].non_field_errors()

    def test_too_many_at_once(self, editor, listing, committee):
        groups = [make.GroupPageFactory(parent=committee) for _number in range(6)]
        counts = {f"count_{body.pk}": 26 for body in groups}
        response = editor.post(plan_url(listing), settings_of(committee, **counts))
        assert response.status_code == 422
        assert "150" in str(response.context["form"].non_field_errors())


# Preview ------------------------------------------------------------------------------------------


class TestPreview:
    def test_shows_days_and_creates_nothing(self, editor, listing, committee, group):
        response = preview(editor, listing, committee, **{f"count_{group.pk}": 2})
        rows = response.context["rows"]
        assert len(rows) == 6 and not meetings().exists()
        assert [row.day for row in rows] == sorted(row.day for row in rows)
        assert len({row.day for row in rows}) == 6
        content = texts(response)
        for row in rows:
            assert row.day.weekday() == 1 and row.warnings == []
            assert f'value="{row.day:%d.%m.%Y}"' in content
        assert sum(row.body.pk == group.pk for row in rows) == 2

    def test_what_is_there_counts(self, editor, listing, committee, meeting):
        rows = preview(editor, listing, committee).context["rows"]
        meeting(starts_on=rows[0].day, live=False)
        meeting(starts_on=rows[2].day + timedelta(days=1))
        gone = meeting(starts_on=rows[3].day, confirmed=True)
        cancel_meeting(gone, user=None, reason="x")
        again = preview(editor, listing, committee)
        assert [row.day for row in again.context["rows"]] == [rows[1].day, rows[3].day]
        (year,) = again.context["years"]
        assert (year.wanted, year.existing, year.proposed) == (4, 2, 2)

    def test_a_translation_is_no_second_meeting(self, editor, listing, committee, meeting):
        from wagtail.models import Locale

        page = meeting(starts_on=date(YEAR, 3, 3))
        english = Locale.objects.create(language_code="en")
        page.copy_for_translation(english, copy_parents=True)
        assert len(preview(editor, listing, committee).context["rows"]) == 3

    def test_a_joint_meeting_counts_for_both(self, editor, listing, committee, group, meeting):
        meeting(starts_on=date(YEAR, 3, 3), bodies=[committee, group])
        response = preview(editor, listing, committee, **{f"count_{group.pk}": 1})
        assert [row.body.pk for row in response.context["rows"]] == [committee.pk] * 3

    def test_nothing_is_missing(self, editor, listing, committee, meeting):
        for month in (2, 5, 9, 11):
            meeting(starts_on=date(YEAR, month, 10))
        response = preview(editor, listing, committee)
        assert response.context["rows"] == []
        assert 'value="create"' not in response.content.decode()

    def test_a_body_that_ends_in_the_year(self, editor, listing, committee, group):
        group.active_to = date(YEAR, 6, 30)
        group.save()
        counts = {f"count_{committee.pk}": 0, f"count_{group.pk}": 4}
        response = preview(editor, listing, committee, **counts)
        assert all(row.day <= group.active_to for row in response.context["rows"])
        assert response.context["years"][0].out_of_time == 2

    def test_titles(self, editor, listing, committee, group):
        committee.meeting_label = "obrady"
        committee.name_genitive = "Komitetu Rozwoju"
        committee.save()
        response = preview(editor, listing, committee, **{f"count_{group.pk}": 1})
        titles = {row.title for row in response.context["rows"]}
        assert titles == {"Obrady Komitetu Rozwoju", "Obrady: Grupa robocza"}

    def test_back_to_the_settings_with_what_was_filled_in(self, editor, listing, committee):
        values = {"place_name": "Sala", "weekday": 4, f"count_{committee.pk}": 3}
        response = preview(editor, listing, committee, **values)
        back = editor.post(plan_url(listing), {**form_of(response), "step": "settings"})
        initial = back.context["form"].initial
        assert (initial["place_name"], initial["weekday"]) == ("Sala", 4)
        assert initial[f"count_{committee.pk}"] == 3 and initial["starts_time"] == time(10)

    def test_hostile_names_stay_text(self, editor, listing, committee, group):
        group.title = "<script>alert(1)</script>"
        group.save()
        values = {f"count_{group.pk}": 1, "place_name": "<img src=x>"}
        content = preview(editor, listing, committee, **values).content.decode()
        assert "<script>alert" not in content and "<img src=x" not in content
        assert "&lt;script&gt;alert" in content

    @pytest.mark.parametrize(
        ("day", "warning"),
        [
            (f"11.11.{YEAR}", "Narodowe Święto Niepodległości"),
            (f"15.08.{YEAR}", "Wniebowzięcie"),
            (f"29.12.{YEAR}", None),
        ],
    )
    def test_checking_a_changed_day(self, editor, listing, committee, day, warning):
        response = preview(editor, listing, committee)
        data = {**form_of(response), "step": "check", "day-0": day}
        row = editor.post(plan_url(listing), data).context["rows"][0]
        assert row.warnings
        assert warning is None or warning in row.warnings[0]
        assert not meetings().exists()

    def test_a_weekend_and_another_meeting_are_told(self, editor, listing, committee, meeting):
        sunday = next(
            date(YEAR, 9, day) for day in range(1, 8) if date(YEAR, 9, day).weekday() == 6
        )
        meeting(starts_on=sunday, title="Wspólne obrady")
        response = preview(editor, listing, committee)
        days = {"day-0": sunday.isoformat(), "day-1": f"{sunday:%d.%m.%Y}"}
        data = {**form_of(response), "step": "check", **days}
        rows = editor.post(plan_url(listing), data).context["rows"]
        for row in rows[:2]:
            assert len(row.warnings) == 3 and "Wspólne obrady" in row.warnings[1]


# Drafts -------------------------------------------------------------------------------------------


class TestDrafts:
    def test_drafts_with_all_that_was_said(self, editor, listing, committee, group):
        listing.agenda_template = "1. Otwarcie\n2. Sprawy\na) uchwały\n3. Zamknięcie"
        listing.save()
        values = {"place_name": "Sala", "place_address": "Zielona Góra", f"count_{group.pk}": 1}
        shown = preview(editor, listing, committee, **values)
        response = create(editor, listing, shown)
        assert response.url == reverse("wagtailadmin_explore", args=[listing.pk])
        pages = list(meetings().child_of(listing).order_by("starts_on"))
        assert [page.starts_on for page in pages] == [row.day for row in shown.context["rows"]]
        for page in pages:
            assert (page.live, page.status, page.number) == (False, MeetingStatus.PLANNED, None)
            assert page.date_precision == DatePrecision.MINUTE
            assert (page.starts_time, page.ends_time) == (time(10), time(13))
            assert (page.place_name, page.place_address) == ("Sala", "Zielona Góra")
            assert page.owner == editor.user and page.slug.endswith(page.starts_on.isoformat())
            draft = page.get_latest_revision_as_object()
            for version in (page, draft):
                items = [(item.level, item.title) for item in version.agenda_items.all()]
                assert items == [(1, "Otwarcie"), (1, "Sprawy"), (2, "uchwały"), (1, "Zamknięcie")]
            assert draft.bodies.count() == page.bodies.count() == 1
            assert page.get_latest_revision().user == editor.user
            actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
            assert set(actions) == {"wagtail.create", "wagtail.edit"}
        assert sum(page.bodies.get().pk == group.pk for page in pages) == 1

    def test_the_draft_can_be_published_by_its_form(self, editor, listing, committee):
        create(editor, listing, preview(editor, listing, committee))
        page = meetings().order_by("starts_on").first()
        page.get_latest_revision().publish()
        page.refresh_from_db()
        assert page.live and page.when.has_hour

    def test_without_hours_a_day_only(self, editor, listing, committee):
        shown = preview(editor, listing, committee, starts_time="", ends_time="")
        create(editor, listing, shown)
        assert {page.date_precision for page in meetings()} == {DatePrecision.DAY}
        assert {page.starts_time for page in meetings()} == {None}

    def test_only_what_is_ticked_then_only_what_is_missing(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        create(editor, listing, shown, **{"row-1": None, "row-3": None})
        days = [row.day for row in shown.context["rows"]]
        assert {page.starts_on for page in meetings()} == {days[0], days[2]}
        again = preview(editor, listing, committee)
        assert [row.day for row in again.context["rows"]] == [days[1], days[3]]

    def test_nothing_ticked(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        ticks = {f"row-{number}": None for number in range(4)}
        assert create(editor, listing, shown, **ticks).status_code == 422
        assert not meetings().exists()

    def test_twice_posted_creates_once(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        assert create(editor, listing, shown).status_code == 302
        again = create(editor, listing, shown)
        assert again.status_code == 422 and again.context["notice"]
        assert again.context["rows"] == [] and meetings().count() == 4

    def test_a_look_in_between_does_not_make_it_new(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        create(editor, listing, shown)
        looked = editor.post(plan_url(listing), {**form_of(shown), "step": "check"})
        assert create(editor, listing, looked).status_code == 422
        assert meetings().count() == 4

    def test_somebody_else_planned_meanwhile(self, editor, listing, committee, meeting):
        shown = preview(editor, listing, committee)
        meeting(starts_on=date(YEAR, 1, 20), live=False)
        refused = create(editor, listing, shown)
        assert refused.status_code == 422 and len(refused.context["rows"]) == 3
        assert meetings().count() == 1

    @pytest.mark.parametrize("day", ["", "jutro", f"30.02.{YEAR}", f"10.03.{YEAR + 1}", "x" * 500])
    def test_a_bad_day_is_named_by_its_row_and_creates_nothing(
        self, editor, listing, committee, day
    ):
        shown = preview(editor, listing, committee)
        response = create(editor, listing, shown, **{"day-2": day})
        assert response.status_code == 422
        errors = [bool(row.error) for row in response.context["rows"]]
        assert errors == [False, False, True, False]
        assert not meetings().exists()

    def test_a_bad_day_of_a_row_not_ticked_is_nobodys_matter(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        assert create(editor, listing, shown, **{"day-2": "", "row-2": None}).status_code == 302
        assert meetings().count() == 3

    def test_a_changed_day_with_a_warning_is_shown_once_more(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        response = create(editor, listing, shown, **{"day-0": f"11.11.{YEAR}"})
        assert response.status_code == 422 and not meetings().exists()
        assert "Niepodległości" in texts(response)
        assert create(editor, listing, response).status_code == 302
        assert meetings().filter(starts_on=date(YEAR, 11, 11)).count() == 1

    def test_a_changed_day_without_one_is_taken(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        day = shown.context["rows"][0].day + timedelta(days=1)
        assert create(editor, listing, shown, **{"day-0": f"{day:%d.%m.%Y}"}).status_code == 302
        assert meetings().filter(starts_on=day).count() == 1

    def test_a_closed_body_is_refused(self, editor, listing, committee, group):
        counts = {f"count_{committee.pk}": 0, f"count_{group.pk}": 1}
        shown = preview(editor, listing, committee, **counts)
        group.active_to = date(YEAR, 1, 1)
        group.save()
        response = create(editor, listing, shown)
        assert response.status_code == 422 and response.context["rows"][0].error
        assert not meetings().exists()

    def test_a_body_removed_meanwhile_is_left_out(self, editor, listing, committee, group):
        shown = preview(editor, listing, committee, **{f"count_{group.pk}": 1})
        group.delete()
        create(editor, listing, shown)
        assert meetings().count() == 4
        assert all(page.bodies.get().pk == committee.pk for page in meetings())

    def test_the_list_removed_meanwhile(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        listing.delete()
        make.MeetingIndexPageFactory(parent=committee)
        response = create(editor, listing, shown)
        assert response.status_code == 302 and not meetings().exists()

    def test_the_right_to_add_taken_away_meanwhile(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        editor.user.groups.set([create_roles(committee)["moderators"]])
        assert create(editor, listing, shown).status_code == 302
        assert not meetings().exists()

    def test_another_users_plan_and_a_forged_one(self, editor, client, listing, committee):
        shown = preview(editor, listing, committee)
        other = create_user("inny")
        other.groups.add(create_roles(committee)["editors"])
        client.force_login(other)
        assert create(client, listing, shown).status_code == 302
        assert create(client, listing, shown, plan="x:y:z").status_code == 302
        assert create(client, listing, shown, plan=None).status_code == 302
        assert not meetings().exists()

    def test_another_lists_plan(self, editor, listing, committee, group):
        shown = preview(editor, listing, committee)
        other = make.MeetingIndexPageFactory(parent=group)
        assert create(editor, other, shown).status_code == 302
        assert not meetings().exists()

    def test_an_agenda_that_is_too_long_is_named_first(self, editor, listing, committee, settings):
        settings.RKRES_WAGTAIL_AGENDA_MAX_ITEMS = 2
        shown = preview(editor, listing, committee)
        listing.agenda_template = "a\nb\nc"
        listing.save()
        assert create(editor, listing, shown).status_code == 422
        response = preview(editor, listing, committee)
        assert 'value="create"' not in response.content.decode()
        assert not meetings().exists()

    def test_a_day_where_the_address_is_taken(self, editor, listing, committee):
        shown = preview(editor, listing, committee)
        row = shown.context["rows"][0]
        slug = f"posiedzenie-komitet-rozwoju-{row.day}"
        make.MeetingPageFactory(parent=listing, undated=True, slug=slug)
        create(editor, listing, shown)
        assert meetings().get(starts_on=row.day).slug == f"{slug}-2"

    def test_all_or_nothing(self, editor, listing, committee, monkeypatch):
        from rkres_wagtail.meetings import plan_services

        shown = preview(editor, listing, committee)
        made, real = [], plan_services._create

        def third_fails(*args):
            if len(made) == 2:
                raise RuntimeError("disk full")
            made.append(real(*args))
            return made[-1]

        monkeypatch.setattr(plan_services, "_create", third_fails)
        with pytest.raises(RuntimeError):
            create(editor, listing, shown)
        assert len(made) == 2 and not meetings().exists()

    def test_a_hosts_hook_may_say_no(self, editor, listing, committee):
        from django.http import HttpResponse
        from wagtail import hooks

        shown = preview(editor, listing, committee)

        def refuse(request, parent, page_class):
            return HttpResponse("nie", status=403)

        with hooks.register_temporarily("before_create_page", refuse):
            assert create(editor, listing, shown).status_code == 403
        assert not meetings().exists()

    def test_the_number_of_queries_does_not_grow_with_the_archive(
        self, editor, listing, committee, meeting
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        preview(editor, listing, committee)
        with CaptureQueriesContext(
            connection,
        ) as few:
            preview(editor, listing, committee)
        for number in range(12):
            meeting(starts_on=date(YEAR - 2, 1, 1) + timedelta(days=number))
        with CaptureQueriesContext(connection) as many:
            preview(editor, listing, committee)
        assert len(many) <= len(few)
