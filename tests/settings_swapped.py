"""A project with a base page of its own (Wagtail 8.0+): no example site, none of our pages.

Its base page is Wagtail's own staged example (``wagtail.test.basepage``): a base whose first
migration already depends on Wagtail's last ones could not be migrated at all. The page types are
made from the mixins in ``tests.basepage``.
"""

from __future__ import annotations

from rkres_wagtail import RKRES_WAGTAIL_APPS_WITHOUT_PAGES
from tests.settings import *

_LEFT_OUT = (
    "example_site",
    "tests.host",
    *("rkres_wagtail", "wagtail_modeladmin", "wagtail.contrib.table_block", "localflavor"),
)

INSTALLED_APPS = [
    "wagtail.test.basepage",
    "tests.basepage",
    *RKRES_WAGTAIL_APPS_WITHOUT_PAGES,
    *(app for app in INSTALLED_APPS if not app.startswith(_LEFT_OUT)),
]
WAGTAIL_PAGE_MODEL = "basepage.BasePage"
TESTS_HOME_PAGE = "tests_basepage.HomePage"

RKRES_WAGTAIL_COMMITTEE_PAGE = "tests_basepage.CommitteePage"
RKRES_WAGTAIL_TIER_PAGE = "tests_basepage.TierPage"
RKRES_WAGTAIL_GROUP_PAGE = "tests_basepage.GroupPage"
RKRES_WAGTAIL_MEETING_INDEX_PAGE = "tests_basepage.MeetingIndexPage"
RKRES_WAGTAIL_MEETING_PAGE = "tests_basepage.MeetingPage"
RKRES_WAGTAIL_DECISION_INDEX_PAGE = "tests_basepage.DecisionIndexPage"
RKRES_WAGTAIL_DECISION_PAGE = "tests_basepage.DecisionPage"
RKRES_WAGTAIL_CONSULTATION_INDEX_PAGE = "tests_basepage.ConsultationIndexPage"
RKRES_WAGTAIL_CONSULTATION_PAGE = "tests_basepage.ConsultationPage"
RKRES_WAGTAIL_PROGRAMME_PAGE = "tests_basepage.ProgrammePage"
RKRES_WAGTAIL_CALL_PAGE = "tests_basepage.CallPage"

ROOT_URLCONF = "tests.basepage.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": []}]
STATICFILES_DIRS = []
LOCALE_PATHS = []
