"""Settings of the tests: the example site, made quick and private to one process."""

from __future__ import annotations

import os

import dj_database_url

from example_site.settings import *
from tests.support.tmp import process_tmp

TESTS_TMP = process_tmp()

DEBUG = False
SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["*"]
RKRES_WAGTAIL_MAIL_HOSTS = ["localhost"]

INSTALLED_APPS = [*INSTALLED_APPS, "tests.host"]

# The type of the page that the fixture `site_root` makes the root of the site.
TESTS_HOME_PAGE = "home.HomePage"

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
else:
    # A file, not memory: a live server answers in threads, and an in-memory database reports
    # "table is locked" as soon as two requests meet.
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": TESTS_TMP / "unused.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
            },
            "TEST": {"NAME": TESTS_TMP / "test.sqlite3"},
        }
    }
if "postgresql" in DATABASES["default"]["ENGINE"]:
    # A test that commits waits for no disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
if "mysql" in DATABASES["default"]["ENGINE"]:
    # Another collation than the connection's makes one of Wagtail's own migrations fail.
    DATABASES["default"]["TEST"] = {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_general_ci"}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = str(TESTS_TMP / "media")
STATIC_ROOT = str(TESTS_TMP / "static")
WAGTAILADMIN_BASE_URL = "http://testserver"
