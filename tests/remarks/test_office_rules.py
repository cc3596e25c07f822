"""The switches of a consultation's remarks."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import rich_text

from rkres_wagtail.remarks.models import RemarkRules
from rkres_wagtail.remarks.office import clause, rules_services
from rkres_wagtail.remarks.services import rules_of
from tests.factories.remarks import RemarkFactory, RemarkRulesFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

CLAUSE = "<p>Administratorem danych jest Ośrodek.</p>"


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def url(page) -> str:
    return reverse("rkres_remark_rules", args=[page.pk])


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def save(client, page, *, html: str = CLAUSE, seen=None, **fields):
    stored = RemarkRules.objects.of(page).first()
    data = {
        "place": "optional",
        "quote": "optional",
        "proposed": "optional",
        "justification": "optional",
        "privacy_clause": rich_text(html),
        "retention_months": "",
        "seen": seen if seen is not None else (stored.changed_at.isoformat() if stored else ""),
        **fields,
    }
    return client.post(url(page), data, follow=True)


def test_the_switches_hold_at_once_and_are_logged(boss, consultation):
    save(boss, consultation, is_online="on", must_confirm="on", retention_months="24")
    rules = rules_of(consultation)
    assert (rules.is_online, rules.must_confirm, rules.shows_at_once) == (True, True, False)
    assert rules.retention_months == 24 and "Ośrodek" in rules.privacy_clause
    entry = PageLogEntry.objects.get(action="rkres_wagtail.remark_rules")
    assert entry.page_id == consultation.pk and "is_online" in entry.data["fields"]
    assert str(entry.message).startswith("Zmieniono zasady")
    save(boss, consultation, is_online="on", must_confirm="on", retention_months="24")
    assert PageLogEntry.objects.filter(action="rkres_wagtail.remark_rules").count() == 1


def test_without_a_clause_the_form_does_not_open(boss, consultation):
    response = save(boss, consultation, is_online="on", html="<p> </p>")
    assert response.context["form"].errors["privacy_clause"]
    assert not rules_of(consultation).is_online


def test_with_blanks_in_the_clause_the_form_does_not_open(boss, consultation):
    html = "<p>Administratorem jest [nazwa], <b>[adres]</b>.</p>"
    response = save(boss, consultation, is_online="on", html=html)
    assert "[nazwa], [adres]" in str(response.context["form"].errors["privacy_clause"])
    assert not RemarkRules.objects.filter(is_online=True).exists()
    save(boss, consultation, html=html)
    assert "W klauzuli informacyjnej zostały puste miejsca: [nazwa], [adres]" in words(
        boss.get(url(consultation))
    )


def test_a_ready_clause_is_offered_with_its_blanks(boss, consultation):
    assert "?clause=1" in boss.get(url(consultation)).content.decode()
    html = boss.get(f"{url(consultation)}?clause=1").content.decode()
    assert "Administratorem danych osobowych jest" in html
    assert len(clause.blanks(clause.template())) >= 5
    RemarkRulesFactory(consultation=consultation, online=True)
    assert "?clause=1" not in boss.get(url(consultation)).content.decode()


def test_other_columns_make_another_edition_of_the_form(boss, consultation):
    save(boss, consultation)
    assert rules_of(consultation).form_edition == 1
    save(boss, consultation, justification="required")
    assert rules_of(consultation).form_edition == 2
    save(boss, consultation, justification="required", shows_at_once="on")
    assert rules_of(consultation).form_edition == 2


def test_of_two_editors_the_second_is_told(boss, consultation):
    RemarkRulesFactory(consultation=consultation)
    seen = rules_of(consultation).changed_at.isoformat()
    save(boss, consultation, shows_at_once="on", seen=seen)
    response = save(boss, consultation, must_confirm="on", seen=seen)
    assert response.context["form"].has_error("__all__", "changed_meanwhile")
    rules = rules_of(consultation)
    assert rules.shows_at_once and not rules.must_confirm


def test_a_remark_that_comes_in_meanwhile_is_no_change_of_the_rules(boss, consultation):
    RemarkRulesFactory(consultation=consultation)
    seen = rules_of(consultation).changed_at.isoformat()
    RemarkFactory(consultation=consultation)
    save(boss, consultation, must_confirm="on", seen=seen)
    rules = rules_of(consultation)
    assert rules.must_confirm and rules.last_number == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"retention_months": "0"},
        {"retention_months": "601"},
        {"retention_months": "dużo"},
        {"place": "always"},
        {"seen": "wczoraj"},
        {"privacy_clause": "{"},
    ],
)
def test_bad_input_changes_nothing(boss, consultation, fields):
    RemarkRulesFactory(consultation=consultation)
    boss.raise_request_exception = False
    assert save(boss, consultation, must_confirm="on", **fields).status_code in (200, 500)
    assert not rules_of(consultation).must_confirm


def test_a_script_in_the_clause_is_not_kept(boss, consultation):
    save(
        boss, consultation, html='<p>Dane <script>alert(1)</script><a href="javascript:x">a</a></p>'
    )
    kept = rules_of(consultation).privacy_clause
    assert "script" not in kept


def test_what_contradicts_the_page_is_said_and_not_refused(boss, consultation):
    type(consultation).objects.update(signature_required=True, anonymous_accepted=False)
    consultation.refresh_from_db()
    response = save(boss, consultation, is_online="on")
    html = words(response)
    assert "wymóg podpisu" in html and "uwag anonimowych się nie przyjmuje" in html
    rules = rules_of(consultation)
    assert rules.is_online
    rules.must_confirm, consultation.signature_required = True, False
    assert rules_services.warnings(consultation, rules) == []
    rules.is_online = False
    consultation.channels = []
    (only,) = rules_services.warnings(consultation, rules)
    assert "nie podaje innego sposobu" in only.replace("\xa0", " ")
