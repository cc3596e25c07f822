"""Screens of rounds and outcome: through the forms, as a clerk fills them in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.consultations.course import deadline, last_day
from rkres_wagtail.consultations.models import ConsultationOutcome, Extension, Round
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import CommitteePageFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = timedelta(days=1)


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def content(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def typed(day) -> str:
    return day.strftime("%d.%m.%Y")


def today():
    return timezone.localdate()


def url(name: str, row) -> str:
    return reverse(name, args=[row.pk])


def seen(row) -> dict:
    return {"seen": row.changed_at.isoformat()}


def test_a_round_is_added_with_its_warnings(boss, consultation):
    page = consultation()
    data = {"starts_on": "21.09.2022", "ends_on": "25.10.2022"}
    response = boss.post(url("rkres_round_add", page), {**data, "preview": "1"})
    html = content(response)
    assert "35 dni licząc pierwszy dzień, 34 dni bez niego" in html
    assert "Wystarczająco długie tylko" in html
    assert "Koniec: 25 października 2022, 23:59" in html
    assert not Round.objects.exists()
    response = boss.post(url("rkres_round_add", page), data, follow=True)
    row = Round.objects.get()
    assert row.starts_at == datetime(2022, 9, 20, 22, tzinfo=UTC)
    assert row.ends_at == datetime(2022, 10, 25, 22, tzinfo=UTC)
    html = content(response)
    assert "Turę dodano" in html and "Wystarczająco długie tylko" in html


@pytest.mark.parametrize(
    "data, name",
    [
        ({"starts_on": "", "ends_on": ""}, "starts_on"),
        ({"starts_on": "<script>", "ends_on": "25.10.2022"}, "starts_on"),
        ({"starts_on": "01.01.0001", "ends_on": "25.10.2022"}, "starts_on"),
        ({"starts_on": "21.09.2022", "ends_on": "20.09.2022"}, "ends_on"),
        ({"starts_on": "21.09.2022", "ends_on": "31.12.9999"}, "ends_on"),
        (
            {"starts_on": "29.03.2026", "starts_time": "02:30", "ends_on": "30.04.2026"},
            "starts_time",
        ),
        ({"starts_on": "01.03.2026", "ends_on": "29.03.2026", "ends_time": "2:59"}, "ends_time"),
        ({"starts_on": "21.09.2022", "ends_on": "22.09.2022", "ends_time": "25:00"}, "ends_time"),
    ],
)
@pytest.mark.parametrize("extra", [{}, {"preview": "1"}])
def test_what_cannot_be_is_said_at_its_field(boss, consultation, data, name, extra):
    response = boss.post(url("rkres_round_add", consultation()), {**data, **extra})
    assert response.status_code == 200
    assert name in response.context["form"].errors
    assert not Round.objects.exists()


def test_an_announced_round_is_changed_and_removed(boss, consultation):
    consultation(rounds=[{"announced": True}])
    row = Round.objects.get()
    form = boss.get(url("rkres_round_change", row)).context["form"]
    assert form.initial["ends_on"] == last_day(row)
    data = {"starts_on": typed(today() + 3 * DAY), "ends_on": typed(today() + 50 * DAY)}
    response = boss.post(url("rkres_round_change", row), {**data, **seen(row)})
    assert "reason" in response.context["form"].errors
    data["reason"] = "Zmiana sali."
    assert boss.post(url("rkres_round_change", row), {**data, **seen(row)}).status_code == 302
    old, row = row, Round.objects.get()
    assert last_day(row) == today() + 50 * DAY
    # The form that was opened before: somebody was faster.
    response = boss.post(url("rkres_round_change", row), {**data, **seen(old)})
    assert "w międzyczasie" in content(response)
    boss.post(url("rkres_round_remove", row), seen(old))
    assert Round.objects.exists()
    assert "Usunąć turę" in content(boss.get(url("rkres_round_remove", row)))
    assert Round.objects.exists()
    response = boss.post(url("rkres_round_remove", row), seen(row))
    assert "reason" in response.context["form"].errors
    boss.post(url("rkres_round_remove", row), {**seen(row), "reason": "Nie ma projektu."})
    assert not Round.objects.exists()
    assert boss.get(url("rkres_round_remove", row)).status_code == 404


def test_the_public_reads_dates_that_no_longer_hold(boss, client, consultation):
    page = consultation(rounds=[{"announced": True}])
    row = Round.objects.get()
    days = [today() + 3 * DAY, today() + 50 * DAY]
    data = {"starts_on": typed(days[0]), "ends_on": typed(days[1]), "reason": "<b>Bo</b> sala."}
    boss.post(url("rkres_round_change", row), {**data, **seen(row)})
    old, row = row, Round.objects.get()
    boss.post(url("rkres_round_remove", row), {**seen(row), "reason": "Nie ma projektu."})
    client.logout()
    html = content(client.get(page.get_url()))
    assert "Terminy zmieniono" in html and "Turę odwołano" in html
    assert deadline(old.ends_at).replace("\xa0", " ") in html
    assert html.count(deadline(row.ends_at).replace("\xa0", " ")) >= 2
    assert "&lt;b&gt;Bo&lt;/b&gt; sala." in html and "Nie ma projektu." in html


def test_changes_before_the_first_publication_are_nobodys_matter(boss, client, consultation):
    page = consultation(rounds=[{"announced": True}], live=False, first_published_at=None)
    row = Round.objects.get()
    data = {"starts_on": typed(today() + 3 * DAY), "ends_on": typed(today() + 50 * DAY)}
    boss.post(url("rkres_round_change", row), {**data, **seen(row), "reason": "Tajne."})
    assert last_day(Round.objects.get()) == today() + 50 * DAY
    page.save_revision().publish()
    client.logout()
    html = content(client.get(page.get_url()))
    assert "Terminy zmieniono" not in html and "Tajne" not in html


def test_a_round_that_opens_at_once_asks_twice(boss, consultation):
    page = consultation()
    address = url("rkres_round_add", page)
    slip = {"starts_on": typed(today()), "ends_on": typed(today() + 400 * DAY)}
    response = boss.post(address, slip)
    assert "401 dni licząc pierwszy dzień" in content(response)
    assert "otwórz konsultacje od razu" in content(response) and not Round.objects.exists()
    counted = {"counted": response.context["counted"]}
    assert "opens" in boss.post(address, {**slip, **counted}).context["form"].errors
    # What was confirmed are other dates.
    data = {**slip, "ends_on": typed(today() + 35 * DAY), "opens": "on"}
    response = boss.post(address, {**data, **counted})
    assert response.context["form"]["opens"].value() is False and not Round.objects.exists()
    boss.post(address, {**data, "counted": response.context["counted"]})
    assert last_day(Round.objects.get()) == today() + 35 * DAY


def test_a_fresh_slip_in_an_open_round_is_corrected(boss, consultation):
    page = consultation(rounds=[{"recorded_at": timezone.now()}])
    row = Round.objects.get()
    address = url("rkres_round_change", row)
    assert address in content(boss.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "w ciągu ostatnich 24 godzin" in content(boss.get(address))
    data = {"starts_on": typed(today()), "ends_on": typed(today() + 5 * DAY), **seen(row)}
    response = boss.post(address, {**data, "reason": "Pomyłka w roku."})
    data |= {"reason": "Pomyłka w roku.", "opens": "on", "counted": response.context["counted"]}
    boss.post(address, data)
    assert last_day(Round.objects.get()) == today() + 5 * DAY
    history = content(boss.get(reverse("wagtailadmin_pages:history", args=[page.pk])))
    assert "Powód: Pomyłka w roku." in history


def test_an_open_round_leads_away_from_changing(boss, consultation):
    consultation(rounds=[{}])
    row = Round.objects.get()
    for name in ("rkres_round_change", "rkres_round_remove"):
        response = boss.post(url(name, row), seen(row), follow=True)
        assert "już się zaczęła" in content(response)
    assert Round.objects.get().changed_at == row.changed_at


def test_history_is_corrected_with_a_confirmation(boss, consultation):
    consultation(rounds=[{"closed": True, "recorded_at": timezone.now() - DAY}])
    row = Round.objects.get()
    days = {"starts_on": typed(today() - 60 * DAY), "ends_on": typed(today() - 20 * DAY)}
    response = boss.post(url("rkres_round_change", row), {**days, **seen(row)})
    assert "confirm" in response.context["form"].errors
    boss.post(url("rkres_round_change", row), {**days, **seen(row), "confirm": "on"})
    assert last_day(Round.objects.get()) == today() - 20 * DAY


def test_an_extension_is_counted_first_and_saved_once(boss, consultation):
    page = consultation(rounds=[{}])
    row = Round.objects.get()
    data = {"ends_on": typed(today() + 40 * DAY), "reason": "Prosiły o to organizacje."}
    address = url("rkres_round_extend", row)
    response = boss.post(address, {**data, **seen(row), "preview": "1"})
    assert "51 dni licząc pierwszy dzień" in content(response)
    assert not Extension.objects.exists()
    response = boss.post(address, {**data, **seen(row)}, follow=True)
    assert "Turę przedłużono" in content(response)
    assert "Prosiły o to organizacje." in content(response)
    # Sent twice: the second one saw a deadline that holds no more.
    assert "w międzyczasie" in content(boss.post(address, {**data, **seen(row)}))
    assert Extension.objects.count() == 1
    history = content(boss.get(reverse("wagtailadmin_pages:history", args=[page.pk])))
    assert "Przedłużono turę z" in history


@pytest.mark.parametrize(
    "days, name", [(-1, "ends_on"), (5, "ends_on"), (40, "reason"), (None, "ends_on")]
)
def test_extensions_that_cannot_be(boss, consultation, days, name):
    consultation(rounds=[{}])
    row = Round.objects.get()
    data = {
        "ends_on": typed(today() + days * DAY) if days is not None else "jutro",
        "reason": "" if name == "reason" else "Bo święta.",
    }
    response = boss.post(url("rkres_round_extend", row), {**data, **seen(row)})
    assert name in response.context["form"].errors
    assert not Extension.objects.exists()


def test_a_round_that_is_over_asks_for_another_one(boss, consultation):
    consultation(rounds=[{"closed": True}])
    response = boss.get(url("rkres_round_extend", Round.objects.get()), follow=True)
    assert "dodaj kolejną turę" in content(response)


def test_a_forged_moment_is_refused(boss, consultation):
    consultation(rounds=[{}])
    row = Round.objects.get()
    data = {"ends_on": typed(today() + 40 * DAY), "reason": "Bo tak.", "seen": "' OR 1=1"}
    response = boss.post(url("rkres_round_extend", row), data)
    assert "Otwórz ten formularz jeszcze raz" in content(response)
    data["seen"] = "2026-01-01T00:00:00"  # of no zone, and of no round
    assert "w międzyczasie" in content(boss.post(url("rkres_round_extend", row), data))
    assert not Extension.objects.exists()


# Outcome ----------------------------------------------------------------------------------------


def test_abandoning_an_open_one_asks_twice(boss, consultation):
    page = consultation(rounds=[{}])
    address = url("rkres_consultation_outcome", page)
    assert "Konsultacje się nie skończyły" in content(boss.get(address))
    data = {"kind": "abandoned", "note": "Zarząd odstąpił od prac."}
    assert "confirm" in boss.post(address, data).context["form"].errors
    assert "kind" in boss.post(address, {"kind": "adopted"}).context["form"].errors
    assert not ConsultationOutcome.objects.exists()
    boss.post(address, {**data, "confirm": "on"})
    assert ConsultationOutcome.objects.get().note == "Zarząd odstąpił od prac."
    assert "jest już zapisany" in content(boss.get(address, follow=True))


def test_an_outcome_is_revoked_with_a_reason(boss, consultation):
    page = consultation(rounds=[{"closed": True}], outcome="adopted")
    address = url("rkres_consultation_outcome_revoke", page)
    boss.get(address)
    assert "reason" in boss.post(address, {"reason": ""}).context["form"].errors
    assert ConsultationOutcome.objects.exists()
    boss.post(address, {"reason": "Pomyłka."})
    assert not ConsultationOutcome.objects.exists()
    assert "Nie zapisano żadnego wyniku" in content(boss.get(address, follow=True))
    log = PageLogEntry.objects.get(page=page.pk, action="rkres_wagtail.outcome_revoke")
    assert log.message.endswith("Powód: Pomyłka.")


# Permission ---------------------------------------------------------------------------------------


def addresses(page, row) -> list[str]:
    return [
        url("rkres_round_add", page),
        url("rkres_consultation_outcome", page),
        url("rkres_consultation_outcome_revoke", page),
        url("rkres_round_change", row),
        url("rkres_round_remove", row),
        url("rkres_round_extend", row),
    ]


def test_the_office_of_another_committee_stays_out(client, committee, consultation):
    other = CommitteePageFactory(title="Inny komitet", slug="inny")
    user = create_user("obcy")
    user.groups.add(create_roles(other)["secretariat"])
    client.force_login(user)
    page = consultation(rounds=[{}])
    row = Round.objects.get()
    for address in addresses(page, row):
        response = client.post(address, {"reason": "Bo tak.", "kind": "abandoned"})
        assert response.status_code == 302 and response.url == reverse("wagtailadmin_home")
    assert not Extension.objects.exists() and not ConsultationOutcome.objects.exists()


def test_looking_changes_nothing(boss, consultation):
    page = consultation(rounds=[{"announced": True}], outcome="unknown")
    row = Round.objects.get()
    for address in addresses(page, row):
        boss.get(f"{address}?reason=Bo&ends_on=01.01.2030&kind=abandoned")
    assert Round.objects.get().changed_at == row.changed_at
    assert ConsultationOutcome.objects.get().kind == "unknown"
    assert not PageLogEntry.objects.filter(action__startswith="rkres_wagtail.round").exists()


def test_a_page_that_is_no_consultation_has_no_rounds(boss, index):
    assert boss.get(url("rkres_round_add", index)).status_code == 404
