"""The package's settings: flat ``RKRES_WAGTAIL_*`` names, read when used.

Every setting is described in ``docs/reference/settings.md`` and validated by a system check
(``checks.py``).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings

#: Setting name without prefix -> default.
DEFAULTS: dict[str, Any] = {
    # The host's template that every public page extends, and the names of its blocks.
    "BASE_TEMPLATE": "base.html",
    "CONTENT_BLOCK": "content",
    "TITLE_BLOCK": "title",
    "HEAD_BLOCK": "extra_css",
    # Page classes that commands create; one for each mixin.
    "COMMITTEE_PAGE": "rkres_wagtail_pages.CommitteePage",
    "TIER_PAGE": "rkres_wagtail_pages.TierPage",
    "GROUP_PAGE": "rkres_wagtail_pages.GroupPage",
    "MEETING_INDEX_PAGE": "rkres_wagtail_pages.MeetingIndexPage",
    "MEETING_PAGE": "rkres_wagtail_pages.MeetingPage",
    "DECISION_INDEX_PAGE": "rkres_wagtail_pages.DecisionIndexPage",
    "DECISION_PAGE": "rkres_wagtail_pages.DecisionPage",
    "CONSULTATION_INDEX_PAGE": "rkres_wagtail_pages.ConsultationIndexPage",
    "CONSULTATION_PAGE": "rkres_wagtail_pages.ConsultationPage",
    "PROGRAMME_PAGE": "rkres_wagtail_pages.ProgrammePage",
    "CALL_PAGE": "rkres_wagtail_pages.CallPage",
    # The zone in which hours of meetings are told.
    "TIME_ZONE": "Europe/Warsaw",
    # Items of one agenda at most.
    "AGENDA_MAX_ITEMS": 100,
    # Days for which a cancelled meeting stays in calendars after its date.
    "CANCELLED_DAYS": 60,
    # Absences without excuse in a row at which the office is told (art. 57(3)(4)).
    "ABSENCE_ALERTS": [2, 3],
    # Sections of one version of a document at most.
    "DOCUMENT_MAX_SECTIONS": 300,
    # Size of an uploaded DOCX file, and of what is in it once unpacked (bytes).
    "DOCUMENT_MAX_BYTES": 20 * 1024 * 1024,
    "DOCUMENT_MAX_UNPACKED_BYTES": 100 * 1024 * 1024,
    # Letters in one text of a remark; remarks in one sending of the online form.
    "REMARK_MAX_CHARS": 20_000,
    "REMARK_MAX_PER_SENDING": 20,
    # Sendings from one address within an hour; seconds that a person needs to fill in the form;
    # hours for which a form that was opened may be sent.
    "REMARK_RATE": 30,
    "REMARK_MIN_SECONDS": 3,
    "REMARK_FORM_HOURS": 24,
    # Sites whose scripts may post remarks as JSON; "*" for any.
    "REMARK_ORIGINS": [],
    # Limits of one import of remarks: files, bytes of each and of all, rows of all.
    "REMARK_IMPORT_MAX_FILES": 200,
    "REMARK_IMPORT_MAX_FILE_BYTES": 10 * 1024 * 1024,
    "REMARK_IMPORT_MAX_BYTES": 100 * 1024 * 1024,
    "REMARK_IMPORT_MAX_ROWS": 10_000,
    # Hours for which a link that confirms a declaration or a subscription may be used.
    "CONFIRM_HOURS": 72,
    # When weekly news goes out: day of the week (1 is Monday, 7 is Sunday) and hour (1 to 23).
    "DIGEST_WEEKDAY": 1,
    "DIGEST_HOUR": 8,
    # Size of a file that comes with a declaration (bytes).
    "DECLARATION_MAX_FILE_BYTES": 10 * 1024 * 1024,
    # Drafts of our pages are shown by the front end that wagtail-headless-preview knows.
    "HEADLESS_PREVIEW": False,
    # Address of the licence under which open data may be used; none: nothing is said of it.
    "OPEN_DATA_LICENSE": "",
    # Rows on one page of a public list.
    "PER_PAGE": 50,
    # Limits of an uploaded register: rows, bytes.
    "IMPORT_MAX_ROWS": 2000,
    "IMPORT_MAX_BYTES": 5 * 1024 * 1024,
    # Hosts whose messages this installation sends; none: those of ALLOWED_HOSTS.
    "MAIL_HOSTS": [],
    # The sender's address; none: DEFAULT_FROM_EMAIL.
    "MAIL_FROM": "",
    # Attempts at one message; minutes to the second one, doubled each time up to the most.
    "MAIL_ATTEMPTS": 24,
    "MAIL_RETRY_MINUTES": 5,
    "MAIL_RETRY_MAX_MINUTES": 60,
    # Minutes after which a message in the hands of a sender is called uncertain.
    "MAIL_UNCERTAIN_MINUTES": 15,
    # Size of one message with all its parts.
    "MAIL_MAX_BYTES": 1024 * 1024,
    # Days for which text and addresses are kept once a message is done with.
    "MAIL_KEEP_DAYS": 180,
}

PREFIX = "RKRES_WAGTAIL_"


class Settings:
    """Attribute access to the settings, e.g. ``settings.PER_PAGE``; nothing is cached."""

    def __getattr__(self, name: str) -> Any:
        if name not in DEFAULTS:
            raise AttributeError(f"{PREFIX}{name} is not a setting of this package")
        return getattr(django_settings, PREFIX + name, DEFAULTS[name])


settings = Settings()
