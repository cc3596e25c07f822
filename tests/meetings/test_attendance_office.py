"""The office's screens of attendance: the sheet, the list to sign, the tab, the report, alerts."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from rkres_wagtail.bodies.choices import QuorumRule, Role
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.attendance import services, views
from rkres_wagtail.meetings.attendance.models import AttendanceSheet, Presence
from rkres_wagtail.meetings.invitations.models import Invitation, Reply
from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import GroupPageFactory, MeetingPageFactory, MembershipFactory, TermFactory
from tests.factories.attendance import closed_sheet, open_sheet, record, rows
from tests.meetings.public import words
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def office(client, committee):
    """A client logged in as somebody of the secretariat."""
    user = create_user("sekretariat")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def held(meeting):
    return meeting(past=True, confirmed=True, title="Posiedzenie próbne")


@pytest.fixture
def member(committee):
    def make(**fields):
        fields.setdefault("starts_on", date(2020, 1, 1))
        return MembershipFactory(body=committee, **fields)

    return make


def sheet_url(meeting, body=None) -> str:
    body = body or meeting.bodies.first()
    return reverse("rkres_attendance_sheet", args=[meeting.pk, body.pk])


def said(response) -> str:
    """Messages and text of the page that followed."""
    return words(re.sub(r"<[^>]*>", " ", response.content.decode()))


def posted(client, url, action, **fields):
    return client.post(url, {"action": action, **fields}, follow=True)


def state_of(client, url) -> str:
    """What the form carries of what the clerk sees."""
    return client.get(url).context["form"].initial["state"]


def form_data(client, url, **changes) -> dict:
    """Everything that the browser would post, with ``changes``."""
    form = client.get(url).context["form"]
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        data[name] = "" if value is None else value
    return data | changes


# The sheet ----------------------------------------------------------------------------------------


def test_from_nothing_to_closed(office, held, member, committee):
    committee.quorum_rule = QuorumRule.MORE_THAN_HALF
    committee.save()
    one, two, three = member(), member(), member()
    url = sheet_url(held)
    overview = office.get(reverse("rkres_attendance", args=[held.pk]))
    assert overview.status_code == 302 and overview.url == url
    assert not AttendanceSheet.objects.exists()
    assert "Przygotuj" in said(office.get(url))
    assert not AttendanceSheet.objects.exists()  # reading makes nothing
    posted(office, url, "open")
    data = form_data(office, url, **{f"presence-{one.pk}": "remote", "guests": "Jan Gość"})
    answer = posted(office, url, "save", **data)
    assert "Odnotowano: 1 z 3" in said(answer) and "nie ma jeszcze kworum" in said(answer)
    answer = posted(office, url, "close", **form_data(office, url))
    assert "nie odnotowano jeszcze 2 członków" in said(answer)
    data = form_data(office, url, **{f"presence-{two.pk}": "unexcused"})
    answer = posted(office, url, "fill", **data)
    assert "1 osobę oznaczono jako obecną" in said(answer)
    sheet = AttendanceSheet.objects.get()
    assert rows(sheet) == {one.pk: "remote", two.pk: "unexcused", three.pk: "present"}
    answer = posted(office, url, "close", **form_data(office, url))
    sheet.refresh_from_db()
    assert sheet.is_closed and sheet.closed_by == office.user
    assert "kworum było" in said(answer)
    assert answer.context["form"] is None
    again = posted(office, url, "close", **data)
    assert "już zamknięta" in said(again)


def test_a_wrong_row_is_marked_and_nothing_is_saved(office, held, member):
    one, two = member(), member()
    sheet = open_sheet(held)
    url = sheet_url(held)
    changes = {f"presence-{one.pk}": "substitute", f"presence-{two.pk}": "present"}
    data = form_data(office, url, **changes)
    response = office.post(url, {"action": "save", **data})
    assert response.status_code == 422
    html = response.content.decode()
    assert f'id="errors-{one.pk}"' in html and f'id="errors-{two.pk}"' not in html
    assert f'aria-describedby="errors-{one.pk}"' in html
    assert set(rows(sheet).values()) == {""}
    # What was chosen stays chosen.
    assert re.search(rf'name="presence-{two.pk}" value="present"[^>]*checked', html)


@pytest.mark.parametrize("value", ["nobody", "<script>alert(1)</script>", "present\x00"])
def test_a_forged_answer_is_an_error_of_the_form(office, held, member, value):
    one = member()
    sheet = open_sheet(held)
    url = sheet_url(held)
    response = office.post(url, {"action": "save", f"presence-{one.pk}": value})
    assert response.status_code == 422
    assert "<script>alert(1)" not in response.content.decode()
    assert rows(sheet) == {one.pk: ""}


@pytest.mark.parametrize("state", ["", "{", "[]", "null", '{"x": 1}', "7"])
def test_a_damaged_form_still_saves_what_was_chosen(office, held, member, state):
    one = member()
    sheet = open_sheet(held)
    posted(office, sheet_url(held), "save", state=state, **{f"presence-{one.pk}": "present"})
    assert rows(sheet) == {one.pk: "present"}


def test_two_clerks_do_not_undo_each_other(office, held, member):
    one, two = member(), member()
    sheet = open_sheet(held)
    url = sheet_url(held)
    mine = form_data(office, url, **{f"presence-{one.pk}": "present"})
    record(sheet, {two: Presence.EXCUSED}, guests="Od drugiej osoby")
    posted(office, url, "save", **mine)
    assert rows(sheet) == {one.pk: "present", two.pk: "excused"}
    sheet.refresh_from_db()
    assert sheet.guests == "Od drugiej osoby"


def test_the_reply_and_the_deputies_stand_beside(office, held, member):
    one = member()
    member(deputy_for=one, person__first_name="Wanda", person__last_name="Zastępcza")
    Invitation.objects.create(
        meeting=held, person=one.person, reply=Reply.DEPUTY, reply_note="Przyjdzie <b>Wanda</b>"
    )
    open_sheet(held)
    html = office.get(sheet_url(held)).content.decode()
    assert "Przyjdzie &lt;b&gt;Wanda" in html and "<b>Wanda" not in html
    assert "Zastępcza" in html
    assert html.count("<fieldset") == 1


def test_what_changed_in_the_register_is_said_and_taken_over(office, held, member):
    member()
    sheet = open_sheet(held)
    new = member(person__last_name="Nowakowska")
    page = office.get(sheet_url(held))
    assert "Nowakowska" in said(page)
    assert len(rows(sheet)) == 1  # reading changes nothing
    posted(office, sheet_url(held), "refresh")
    assert new.pk in rows(sheet)


def test_a_long_list_is_filled_in_by_parts(office, held, member, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    people = [member() for _ in range(5)]
    sheet = open_sheet(held)
    order = list(sheet.rows.values_list("membership_id", flat=True))
    url = f"{sheet_url(held)}?p=2"
    page = office.get(url)
    assert list(page.context["form"].fields)[3].endswith(f"-{order[2]}")
    data = form_data(office, url, **{f"presence-{order[2]}": "excused"})
    answer = posted(office, url, "save", **data)
    assert answer.redirect_chain[-1][0].endswith("?p=2")
    assert rows(sheet)[order[2]] == "excused"
    posted(office, url, "fill", **form_data(office, url))
    assert sorted(rows(sheet).values()) == ["excused", *["present"] * (len(people) - 1)]


def test_cancelled_and_undated_meetings_say_why(office, meeting, member):
    member()
    undated = meeting(undated=True)
    assert "nie jest jeszcze znany" in said(office.get(sheet_url(undated)))
    cancelled = meeting(confirmed=True)
    cancel_meeting(cancelled, user=None, reason="Choroba")
    assert "odwołane" in said(office.get(sheet_url(cancelled)))
    for page in (undated, cancelled):
        posted(office, sheet_url(page), "open")
        printed = office.get(
            reverse("rkres_attendance_print", args=[page.pk, page.bodies.first().pk])
        )
        assert printed.status_code == 302
    assert not AttendanceSheet.objects.exists()


def test_several_bodies_have_several_sheets(office, meeting, member, committee):
    group = GroupPageFactory(parent=committee, title="Zespół ds. klauzul")
    MembershipFactory(body=group, starts_on=date(2020, 1, 1))
    member()
    joint = meeting(past=True, bodies=[committee, group])
    overview = office.get(reverse("rkres_attendance", args=[joint.pk]))
    assert overview.status_code == 200
    assert "Zespół ds. klauzul" in said(overview)
    closed_sheet(joint, {}, group)
    overview = office.get(reverse("rkres_attendance", args=[joint.pk]))
    assert [bool(each["sheet"]) for each in overview.context["states"]] == [False, True]


def test_opening_again_asks_why(office, held, member):
    member()
    closed_sheet(held, {})
    url = reverse("rkres_attendance_reopen", args=[held.pk, held.bodies.first().pk])
    assert office.get(url).status_code == 200
    assert AttendanceSheet.objects.get().is_closed
    assert office.post(url, {"reason": " "}).status_code == 422
    assert AttendanceSheet.objects.get().is_closed
    office.post(url, {"reason": "Pomyłka"})
    assert not AttendanceSheet.objects.get().is_closed
    assert office.get(url).status_code == 302
    assert office.post(url, {"reason": "Pomyłka"}).status_code == 302


# On paper -----------------------------------------------------------------------------------------


def test_the_list_to_sign_works_before_the_meeting_and_stores_nothing(office, meeting, member):
    page = meeting(confirmed=True, place_name="Sala <b>12</b>")
    one = member(chair=True)
    member(deputy_for=one, person__last_name="Zastępcza")
    member(role=Role.OBSERVER, person__last_name="Obserwator")
    response = office.get(reverse("rkres_attendance_print", args=[page.pk, page.bodies.first().pk]))
    html = response.content.decode()
    text = said(response)
    for part in ("Lista obecności", one.holder_name, "Zastępcza", "Obserwator", "Podpis"):
        assert part in text
    assert "Sala &lt;b&gt;12" in html
    assert "wagtailadmin" not in html and "<script" not in html and "style=" not in html
    assert not AttendanceSheet.objects.exists()


# The tab in the editor ----------------------------------------------------------------------------


def test_the_tab_shows_state_numbers_and_the_way(office, held, member):
    member()
    edit = reverse("wagtailadmin_pages:edit", args=[held.pk])
    html = office.get(edit).content.decode()
    assert 'id="tab-obecnosc"' in html
    assert sheet_url(held) in html
    closed_sheet(held, {})
    assert "Odnotowano: 1 z 1" in said(office.get(edit))


def test_a_meeting_that_is_being_made_has_the_tab_too(office, listing):
    model = type(MeetingPageFactory(parent=listing))._meta
    url = reverse("wagtailadmin_pages:add", args=[model.app_label, model.model_name, listing.pk])
    assert "Po pierwszym zapisaniu" in said(office.get(url))


def test_editors_without_the_permission_see_no_number(editor, held, member):
    one = member()
    closed_sheet(held, {one: Presence.UNEXCUSED})
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[held.pk])).content.decode()
    assert 'id="tab-obecnosc"' in html
    assert sheet_url(held) not in html and "Odnotowano" not in html
    for name in ("sheet", "print", "reopen"):
        url = reverse(f"rkres_attendance_{name}", args=[held.pk, held.bodies.first().pk])
        assert editor.get(url).status_code == 302
    assert editor.get(reverse("rkres_attendance_report")).status_code == 302


def test_who_only_reads_cannot_change(client, held, member, committee):
    from django.contrib.auth.models import Permission

    user = create_user("czytelnik")
    user.groups.add(create_roles(committee)["editors"])
    user.user_permissions.add(Permission.objects.get(codename="view_attendancesheet"))
    client.force_login(user)
    member()
    sheet = open_sheet(held)
    url = sheet_url(held)
    assert client.get(url).status_code == 200
    assert client.get(url).context["form"] is None
    assert client.post(url, {"action": "fill"}).status_code in (302, 403)
    assert set(rows(sheet).values()) == {""}


def test_the_permission_without_the_page_is_not_enough(client, held, member):
    from django.contrib.auth.models import Permission

    user = create_user("obcy")
    for name in ("access_admin", "change_attendancesheet", "view_attendancesheet"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(user)
    member()
    assert client.get(sheet_url(held)).status_code == 302
    report = client.get(reverse("rkres_attendance_report"))
    assert report.status_code == 200 and report.context["bodies"] == []


# Alerts -------------------------------------------------------------------------------------------


def absent(listing, one, count, start=200):
    for number in range(count):
        day = date.today() - timedelta(days=start - 10 * number)
        closed_sheet(MeetingPageFactory(parent=listing, starts_on=day), {one: Presence.UNEXCUSED})


def test_the_office_alone_is_told(office, client, listing, member, committee):
    one, two = member(), member()
    home = reverse("wagtailadmin_home")
    absent(listing, one, 1)
    assert one.holder_name not in said(office.get(home))
    absent(listing, one, 1, start=100)
    text = said(office.get(home))
    assert one.holder_name in text and "2 nieusprawiedliwione nieobecności" in text
    assert two.holder_name not in text
    absent(listing, one, 1, start=50)
    assert "art. 57 ust. 3 pkt 4" in said(office.get(home))
    user = create_user("inna")
    user.groups.add(create_roles(committee)["editors"])
    client.force_login(user)
    assert one.holder_name not in said(client.get(home))


def test_the_alert_lasts_as_long_as_the_run_and_the_membership(office, listing, member, settings):
    one, two = member(), member()
    absent(listing, one, 2)
    home = reverse("wagtailadmin_home")
    assert one.holder_name in said(office.get(home))
    settings.RKRES_WAGTAIL_ABSENCE_ALERTS = [3]
    assert one.holder_name not in said(office.get(home))
    settings.RKRES_WAGTAIL_ABSENCE_ALERTS = []
    assert one.holder_name not in said(office.get(home))
    settings.RKRES_WAGTAIL_ABSENCE_ALERTS = [2]
    last = MeetingPageFactory(parent=listing, starts_on=date.today() - timedelta(days=3))
    sheet = closed_sheet(last, {one: Presence.UNEXCUSED})
    services.reopen_sheet(sheet=sheet, user=None, reason="Zaświadczenie")
    record(sheet, {one: Presence.PRESENT})
    services.close_sheet(sheet=sheet, user=None)
    assert one.holder_name not in said(office.get(home))
    for days in (2, 1):
        absent(listing, two, 1, start=days)
    assert two.holder_name in said(office.get(home))
    two.ends_on = date.today() - timedelta(days=1)
    two.save()
    assert two.holder_name not in said(office.get(home))


# The report ---------------------------------------------------------------------------------------


def test_the_report_counts_and_keeps_the_excused_apart(office, listing, member, committee):
    TermFactory(committee=committee)
    committee.quorum_rule = QuorumRule.HALF
    committee.save()
    one, two = member(chair=True), member()
    presences = ["present", "remote", "excused", "unexcused", "unexcused"]
    for number, presence in enumerate(presences):
        day = date.today() - timedelta(days=100 - 10 * number)
        page = MeetingPageFactory(parent=listing, starts_on=day)
        closed_sheet(page, {one: presence, two: Presence.UNEXCUSED})
    response = office.get(reverse("rkres_attendance_report"))
    first, second = response.context["tally"].members
    assert (first.name, first.meetings, first.percent) == (one.holder_name, 5, 50)
    assert (first.numbers.excused, first.numbers.unexcused) == (1, 2)
    assert (first.longest, first.current) == (2, 2)
    assert (second.percent, second.longest) == (0, 5)
    meetings = response.context["tally"].meetings
    assert [each.numbers.attended for each in meetings] == [1, 1, 0, 0, 0]
    assert [each.has_quorum for each in meetings] == [True, True, False, False, False]
    text = said(response)
    assert "50%" in text and "tak (potrzeba 1)" in text


def test_the_tables_are_files_without_formulas(office, listing, member, committee):
    TermFactory(committee=committee)
    member(person__first_name="Zły", person__last_name="=HYPERLINK(1)")
    page = MeetingPageFactory(
        parent=listing, title="=1+1", starts_on=date.today() - timedelta(days=9)
    )
    closed_sheet(page, {})
    url = reverse("rkres_attendance_report")
    answer = office.get(url, {"export": "csv"})
    table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert table[1][0].startswith("'=HYPERLINK")
    for query in ({"export": "xlsx"}, {"export": "xlsx", "table": "meetings"}):
        answer = office.get(url, query)
        assert "spreadsheetml" in answer["Content-Type"]
        sheet = load_workbook(io.BytesIO(answer.getvalue())).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert not [cell.value for cell in cells if str(cell.value).startswith("=")]


@pytest.mark.parametrize("query", [{"body": "x", "term": "y"}, {"body": "0"}, {"term": "9" * 30}])
def test_what_does_not_exist_falls_back(office, listing, member, committee, query):
    TermFactory(committee=committee)
    assert office.get(reverse("rkres_attendance_report"), query).status_code == 200


def test_without_a_term_it_says_what_to_do(office, committee):
    assert "nie ma jeszcze kadencji" in said(office.get(reverse("rkres_attendance_report")))


def test_the_menu_leads_there(office, editor, committee):
    url = reverse("rkres_attendance_report")
    home = reverse("wagtailadmin_home")
    assert url not in editor.get(home).content.decode()


def test_the_state_of_the_form_is_json_and_escaped(office, held, member):
    one = member()
    sheet = open_sheet(held)
    record(sheet, {one: Presence.PRESENT}, guests='"><script>alert(1)</script>')
    html = office.get(sheet_url(held)).content.decode()
    assert "<script>alert(1)" not in html
    assert json.loads(state_of(office, sheet_url(held)))["guests"] == '"><script>alert(1)</script>'
