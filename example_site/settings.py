"""Settings of the example site.

It is the ``wagtail start`` project of a small institution. What it does for rkres-wagtail is
marked "rkres-wagtail, step n" here and in ``urls.py``; the steps are those of the README and
there are no others.

Environment: ``DATABASE_URL`` (default: an SQLite file in ``example_site/var/``),
``DJANGO_DEBUG`` (default 1), ``DJANGO_SECRET_KEY``, ``ALLOWED_HOSTS`` (comma-separated),
``HEADLESS_CLIENT_URL`` (the front end of ``headless/``: drafts are previewed there).
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from django import VERSION as DJANGO_VERSION
from django.utils.translation import gettext_lazy as _
from wagtail import VERSION as WAGTAIL_VERSION

from rkres_wagtail import RKRES_WAGTAIL_APPS

BASE_DIR = Path(__file__).resolve().parent
VAR_DIR = BASE_DIR / "var"

DEBUG = os.environ.get("DJANGO_DEBUG", "1") == "1"
# A demonstration has no secrets; a real site sets the variable.
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "insecure-key-of-the-example-site")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "example_site.home",
    "example_site.news",
    "example_site.search",
    # rkres-wagtail, step 2: the package's apps, and Wagtail's site settings, which
    # `wagtail start` leaves out.
    *RKRES_WAGTAIL_APPS,
    "wagtail.contrib.settings",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail.api.v2",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
# Drafts for a front end of one's own (docs/how-to/headless.md); without one it does nothing.
if find_spec("wagtail_headless_preview"):
    INSTALLED_APPS.append("wagtail_headless_preview")
# The preview of Wagtail's next API, where this Wagtail has it.
HAS_API_V3 = WAGTAIL_VERSION >= (8, 0)
if HAS_API_V3:
    INSTALLED_APPS.append("wagtail.api.v3")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Strict on public pages, for Django with and without a CSP of its own: see csp.py.
    "example_site.csp.SiteCSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "example_site.urls"
WSGI_APPLICATION = "example_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database -------------------------------------------------------------------------------------

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
else:
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "db.sqlite3",
        }
    }

_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # Several requests at once: writers queue instead of failing.
    _database.setdefault("OPTIONS", {}).update(
        timeout=20,
        transaction_mode="IMMEDIATE",
        init_command="PRAGMA journal_mode=WAL;",
    )
elif _database["ENGINE"].endswith("mysql"):
    _database.setdefault("OPTIONS", {})["charset"] = "utf8mb4"
    if find_spec("MySQLdb") is None and find_spec("pymysql"):
        # Pure Python stand-in where mysqlclient could not be compiled.
        import pymysql

        pymysql.version_info = (2, 2, 7, "final", 0)
        pymysql.install_as_MySQLdb()

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "pl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

# Files ----------------------------------------------------------------------------------------

STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"

# Security -------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Read by csp.py: Django 6's own setting, or django-csp's where Django has none.
CSP_PUBLIC = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}
if DJANGO_VERSION >= (6, 0):
    SECURE_CSP = CSP_PUBLIC
else:
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": CSP_PUBLIC}

# Agendas and registers are long forms; Django's default of 1000 fields answers 400.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Mail is shown where the server runs, and goes nowhere.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "komitet@example.org"

# Wagtail --------------------------------------------------------------------------------------

# rkres-wagtail, step 2: addresses of pages without Polish letters.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_SITE_NAME = "OWES Zielone Wzgórza"
WAGTAILADMIN_BASE_URL = os.environ.get("WAGTAILADMIN_BASE_URL", "http://localhost:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
# No call leaves the site: neither for version news nor for avatars.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# The interactive documentation of API v3 loads its scripts from elsewhere.
WAGTAILAPI_DOCS_ENABLED = False

# rkres-wagtail, step 2 again: the template that the committee's pages extend, and the names of
# its blocks. Those of title and head are the defaults.
RKRES_WAGTAIL_BASE_TEMPLATE = "base.html"
RKRES_WAGTAIL_CONTENT_BLOCK = "content"
RKRES_WAGTAIL_TITLE_BLOCK = "title"
RKRES_WAGTAIL_HEAD_BLOCK = "extra_css"
# Where drafts are previewed: by templates here, or by the front end of example_site/headless/.
HEADLESS_CLIENT_URL = os.environ.get("HEADLESS_CLIENT_URL", "").rstrip("/")
RKRES_WAGTAIL_HEADLESS_PREVIEW = bool(HEADLESS_CLIENT_URL)
WAGTAIL_HEADLESS_PREVIEW = {
    "CLIENT_URLS": {"default": f"{HEADLESS_CLIENT_URL}/preview"},
    "REDIRECT_ON_PREVIEW": True,
}

# Steps 4 and 5 are `manage.py migrate`, `check` and `rkres_init`: see the demo command.
