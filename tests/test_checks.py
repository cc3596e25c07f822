"""Every system check: silent on a sound project, and with id and hint on an unsound one."""

from __future__ import annotations

import copy
import sys
from types import ModuleType

import pytest
from django.conf import settings as django_settings
from django.conf.urls.i18n import i18n_patterns
from django.core.checks import run_checks
from django.db import connections
from django.test import override_settings
from django.urls import include, path

from rkres_wagtail import RKRES_WAGTAIL_APPS, checks, conf


def ids(found) -> list[str]:
    return [each.id for each in found]


@pytest.mark.swapped
def test_a_sound_project_has_no_message(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert run_checks(tags=["rkres_wagtail"]) == []


@pytest.mark.swapped
def test_checks_are_registered():
    with override_settings(RKRES_WAGTAIL_PER_PAGE=0):
        assert ids(run_checks(tags=["rkres_wagtail"])) == ["rkres_wagtail.E005"]


def installed(monkeypatch, *missing):
    """Pretend that apps are missing: most could not even be taken out of the test project."""
    really = checks.apps.is_installed
    monkeypatch.setattr(
        checks.apps, "is_installed", lambda name: name not in missing and really(name)
    )


@pytest.mark.parametrize("name", RKRES_WAGTAIL_APPS)
def test_a_missing_app_is_an_error(monkeypatch, name):
    installed(monkeypatch, name)
    (error,) = checks.check_apps(None)
    assert error.id == "rkres_wagtail.E001"
    assert name in error.msg
    assert "RKRES_WAGTAIL_APPS" in error.hint


def test_pages_app_may_be_left_out_where_page_types_are_named(monkeypatch):
    installed(monkeypatch, "rkres_wagtail.pages")
    with override_settings(RKRES_WAGTAIL_COMMITTEE_PAGE="tests_host.HostCommitteePage"):
        assert checks.check_apps(None) == []


def test_pages_app_cannot_stand_beside_a_swapped_base_page(monkeypatch):
    monkeypatch.setattr(checks, "is_page_swapped", lambda: True)
    (error,) = checks.check_apps(None)
    assert error.id == "rkres_wagtail.E002"
    assert "WITHOUT_PAGES" in error.hint


def test_swapped_base_page_needs_no_pages_app(monkeypatch):
    monkeypatch.setattr(checks, "is_page_swapped", lambda: True)
    installed(monkeypatch, "rkres_wagtail.pages")
    assert checks.check_apps(None) == []


def test_missing_site_settings_is_an_error(monkeypatch):
    installed(monkeypatch, "wagtail.contrib.settings")
    (error,) = checks.check_apps(None)
    assert error.id == "rkres_wagtail.E003"
    assert "wagtail.contrib.settings" in error.hint


@pytest.mark.parametrize(
    ("name", "guess"),
    [("RKRES_WAGTAIL_PERPAGE", "PER_PAGE"), ("RKRES_WAGTAIL_BASE_TEMPLAT", "BASE_TEMPLATE")],
)
def test_a_misspelt_setting_gets_a_suggestion(name, guess):
    with override_settings(**{name: "x"}):
        (warning,) = checks.check_names(None)
    assert warning.id == "rkres_wagtail.W001"
    assert f"Did you mean RKRES_WAGTAIL_{guess}?" in warning.hint


def test_an_unknown_setting_that_resembles_none():
    with override_settings(RKRES_WAGTAIL_ZZZ="x"):
        (warning,) = checks.check_names(None)
    assert "Did you mean" not in warning.hint


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (name, value)
        for name, default in conf.DEFAULTS.items()
        for value in (None, object(), ("a",), b"x", 1 if isinstance(default, bool) else True)
    ],
)
def test_every_setting_refuses_a_wrong_type(name, value):
    with override_settings(**{f"RKRES_WAGTAIL_{name}": value}):
        assert ids(checks.check_values(None)) == ["rkres_wagtail.E004"]
        # No other check stumbles over it.
        run_checks(tags=["rkres_wagtail"])


@pytest.mark.parametrize(
    "name", [name for name, value in conf.DEFAULTS.items() if type(value) is int]
)
@pytest.mark.parametrize("value", [0, -1])
def test_numbers_start_at_one(name, value):
    with override_settings(**{f"RKRES_WAGTAIL_{name}": value}):
        (error,) = checks.check_values(None)
    assert error.id == "rkres_wagtail.E005"
    assert str(conf.DEFAULTS[name]) in error.hint


@pytest.mark.parametrize("name", checks.PAGE_CLASSES)
@pytest.mark.parametrize("value", ["", "nowhere", "no_app.Page", "rkres_wagtail_pages.Missing"])
def test_a_page_class_that_cannot_be_found(name, value):
    with override_settings(**{f"RKRES_WAGTAIL_{name}": value}):
        (error,) = checks.check_page_classes(None)
    assert error.id == "rkres_wagtail.E006"
    assert checks.PAGE_CLASSES[name] in error.hint


@pytest.mark.parametrize("name", checks.PAGE_CLASSES)
@pytest.mark.parametrize("value", ["tests_host.PlainPage", "rkres_wagtail.Person"])
def test_a_page_class_without_its_mixin(name, value):
    with override_settings(**{f"RKRES_WAGTAIL_{name}": value}):
        (error,) = checks.check_page_classes(None)
    assert error.id == "rkres_wagtail.E007"


def test_a_page_class_of_the_host_is_welcome():
    with override_settings(RKRES_WAGTAIL_GROUP_PAGE="tests_host.HostGroupPage"):
        assert checks.check_page_classes(None) == []


# The host's template ------------------------------------------------------------------------------


@pytest.fixture
def templates():
    """Return ``templates(**sources)``: a project that has these templates only."""

    def use(**sources):
        names = {name.replace("__", "."): source for name, source in sources.items()}
        config = copy.deepcopy(django_settings.TEMPLATES[:1])
        config[0]["APP_DIRS"] = False
        config[0]["DIRS"] = []
        config[0]["OPTIONS"]["loaders"] = [("django.template.loaders.locmem.Loader", names)]
        return override_settings(TEMPLATES=config)

    return use


GRANDPARENT = (
    "<title>{% block title %}{% endblock %}</title>{% block extra_css %}{% endblock %}"
    "{% block body %}{% endblock %}"
)


def test_blocks_are_found_up_the_whole_chain(templates):
    child = '{% extends "html.html" %}{% block body %}{% if 1 %}{% block content %}{% endblock %}{% endif %}{% endblock %}'  # noqa: E501
    with templates(html__html=GRANDPARENT, base__html=child):
        assert checks.blocks_of("base.html") == {"title", "extra_css", "body", "content"}
        assert checks.check_templates(None) == []


def test_a_parent_in_a_variable_is_left_alone(templates):
    with templates(base__html="{% extends layout %}"):
        assert checks.check_templates(None) == []


@pytest.mark.parametrize(
    ("setting", "block"),
    [("CONTENT_BLOCK", "main"), ("TITLE_BLOCK", "tytul"), ("HEAD_BLOCK", "head")],
)
def test_a_block_that_the_template_lacks(templates, setting, block):
    source = GRANDPARENT + "{% block content %}{% endblock %}"
    with templates(base__html=source), override_settings(**{f"RKRES_WAGTAIL_{setting}": block}):
        (error,) = checks.check_templates(None)
    assert error.id == "rkres_wagtail.E010"
    assert "content" in error.hint


def test_a_misspelt_block_gets_a_suggestion():
    with override_settings(RKRES_WAGTAIL_CONTENT_BLOCK="contents"):
        (error,) = checks.check_templates(None)
    assert "Did you mean 'content'?" in error.hint


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("HEAD_BLOCK", []),
        ("TITLE_BLOCK", ["rkres_wagtail.E010"]),
        ("CONTENT_BLOCK", ["rkres_wagtail.E010"]),
    ],
)
def test_only_the_head_block_may_be_empty(setting, expected):
    with override_settings(**{f"RKRES_WAGTAIL_{setting}": ""}):
        assert ids(checks.check_templates(None)) == expected


def test_an_unknown_base_template():
    with override_settings(RKRES_WAGTAIL_BASE_TEMPLATE="nowhere.html"):
        (error,) = checks.check_templates(None)
    assert error.id == "rkres_wagtail.E008"
    assert "nowhere.html" in error.msg


def test_a_base_template_whose_parent_is_missing(templates):
    with templates(base__html='{% extends "gone.html" %}'):
        (error,) = checks.check_templates(None)
    assert error.id == "rkres_wagtail.E008"
    assert "gone.html" in error.msg


def test_a_base_template_that_does_not_compile(templates):
    with templates(base__html="{% block content %}"):
        (error,) = checks.check_templates(None)
    assert error.id == "rkres_wagtail.E009"


def test_a_project_without_django_templates():
    with override_settings(TEMPLATES=[]):
        (error,) = checks.check_templates(None)
    assert error.id == "rkres_wagtail.E008"


# Addresses ----------------------------------------------------------------------------------------


def test_addresses_that_are_not_mounted():
    with override_settings(ROOT_URLCONF="wagtail.urls"):
        (warning,) = run_checks(tags=["rkres_wagtail"])
    assert warning.id == "rkres_wagtail.W002"
    assert "wagtail.urls" in warning.msg
    assert 'path("rkres/", include("rkres_wagtail.urls"))' in warning.hint


@pytest.mark.parametrize("urlconf", ["rkres_mounted", "rkres_mounted_by_language"])
def test_addresses_may_be_mounted_anywhere(monkeypatch, urlconf):
    ours = path("komitet/", include("rkres_wagtail.urls", namespace="komitet"))
    module = ModuleType(urlconf)
    module.urlpatterns = [ours] if urlconf == "rkres_mounted" else i18n_patterns(ours)
    monkeypatch.setitem(sys.modules, urlconf, module)
    with override_settings(ROOT_URLCONF=urlconf):
        assert checks.check_urls(None) == []


# MariaDB ------------------------------------------------------------------------------------------


class FakeConnection:
    vendor = "mysql"

    def __init__(self, answer):
        self.answer = answer

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def execute(self, sql, params):
        assert "CONVERT_TZ" in sql

    def fetchone(self):
        return (self.answer,)


@pytest.mark.parametrize(
    ("answer", "expected"), [(None, ["rkres_wagtail.E011"]), ("2026-01-01 01:00:00", [])]
)
def test_missing_time_zone_tables(monkeypatch, answer, expected):
    monkeypatch.setattr(checks, "connections", {"default": FakeConnection(answer)})
    assert ids(checks.check_time_zone_tables(None, databases=["default"])) == expected


def test_databases_are_asked_only_with_the_database_tag(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checks.check_time_zone_tables(None) == []
        run_checks()


@pytest.mark.django_db
def test_the_database_of_the_tests_has_its_time_zones():
    assert checks.check_time_zone_tables(None, databases=list(connections)) == []


@pytest.mark.parametrize("name", ["Europe/Warszawa", "", "../etc/passwd"])
def test_a_time_zone_that_does_not_exist(settings, name):
    settings.RKRES_WAGTAIL_TIME_ZONE = name
    (error,) = checks.check_time_zone(None)
    assert error.id == "rkres_wagtail.E012" and "Europe/Warsaw" in error.hint


@pytest.mark.parametrize("values", [[0], [2, -3], [2, 2], ["2"], [True], [2.0], [None]], ids=str)
def test_alerts_that_are_no_distinct_numbers(settings, values):
    settings.RKRES_WAGTAIL_ABSENCE_ALERTS = values
    (error,) = checks.check_absence_alerts(None)
    assert error.id == "rkres_wagtail.E013" and "[2, 3]" in error.hint
    assert ids(run_checks(tags=["rkres_wagtail"])) == ["rkres_wagtail.E013"]


@pytest.mark.parametrize("values", [[], [3], [3, 2], [1, 2, 3]], ids=str)
def test_alerts_that_are(settings, values):
    settings.RKRES_WAGTAIL_ABSENCE_ALERTS = values
    assert run_checks(tags=["rkres_wagtail"]) == []


@pytest.mark.parametrize("allowed", [1000, 2256])
def test_an_upload_limit_that_cuts_agendas_short_is_a_warning(allowed):
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=allowed):
        (warning,) = checks.check_agenda_fits(None)
    assert warning.id == "rkres_wagtail.W003"
    assert "at least 2257" in warning.hint
    assert f"is {allowed}" in warning.msg


@pytest.mark.parametrize(
    "fits",
    [
        {"DATA_UPLOAD_MAX_NUMBER_FIELDS": 2257},
        {"DATA_UPLOAD_MAX_NUMBER_FIELDS": 10_000},
        {"DATA_UPLOAD_MAX_NUMBER_FIELDS": None},
        {"DATA_UPLOAD_MAX_NUMBER_FIELDS": 1000, "RKRES_WAGTAIL_AGENDA_MAX_ITEMS": 32},
    ],
    ids=str,
)
def test_an_upload_limit_that_is_enough(fits):
    with override_settings(**fits):
        assert checks.check_agenda_fits(None) == []


_LIMITS = [
    name
    for name, default in conf.DEFAULTS.items()
    if name.startswith("REMARK_") and isinstance(default, int)
]


@pytest.mark.parametrize("name", _LIMITS)
@pytest.mark.parametrize(("value", "code"), [("3", "E004"), (True, "E004"), (0, "E005")])
def test_limits_of_remarks_are_numbers_from_one_up(name, value, code):
    with override_settings(**{f"RKRES_WAGTAIL_{name}": value}):
        assert f"rkres_wagtail.{code}" in ids(checks.check_values(None))
        assert checks.check_remark_limits(None) == []


@pytest.mark.parametrize(
    ("name", "good", "bad"), [("DIGEST_WEEKDAY", (1, 7), 8), ("DIGEST_HOUR", (1, 23), 24)]
)
def test_the_digest_has_a_day_and_an_hour_that_a_week_has(name, good, bad):
    for value in good:
        with override_settings(**{f"RKRES_WAGTAIL_{name}": value}):
            assert checks.check_digest(None) == []
    with override_settings(**{f"RKRES_WAGTAIL_{name}": bad}):
        (found,) = checks.check_digest(None)
    assert found.id == "rkres_wagtail.E035" and found.hint
    with override_settings(**{f"RKRES_WAGTAIL_{name}": 0}):
        assert checks.check_digest(None) == []
        assert "rkres_wagtail.E005" in ids(checks.check_values(None))


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"RKRES_WAGTAIL_REMARK_MIN_SECONDS": 3600, "RKRES_WAGTAIL_REMARK_FORM_HOURS": 1}, "E030"),
        ({"RKRES_WAGTAIL_REMARK_IMPORT_MAX_BYTES": 1024}, "E031"),
        ({"DATA_UPLOAD_MAX_NUMBER_FIELDS": 100}, "W030"),
    ],
)
def test_limits_of_remarks_leave_room_for_each_other(settings, code):
    with override_settings(**settings):
        (found,) = checks.check_remark_limits(None)
    assert found.id == f"rkres_wagtail.{code}" and found.hint
