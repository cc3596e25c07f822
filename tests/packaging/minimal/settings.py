"""The least that a Wagtail project needs to hold the package: what an adopter would write."""

from __future__ import annotations

from pathlib import Path

from django import VERSION as DJANGO_VERSION

from rkres_wagtail import RKRES_WAGTAIL_APPS

BASE_DIR = Path(__file__).resolve().parent
SECRET_KEY = "minimal"
DEBUG = False
ALLOWED_HOSTS = ["minimal.example.org", "*"]
INSTALLED_APPS = [
    *RKRES_WAGTAIL_APPS,
    "wagtail.contrib.settings",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "minimal.sqlite3"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "pl"
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
WAGTAIL_SITE_NAME = "Minimal"
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DEFAULT_FROM_EMAIL = "minimal@example.org"
if DJANGO_VERSION >= (6, 1):
    _smtp = "django.core.mail.backends.smtp.EmailBackend"
    MAILERS = {"default": {"BACKEND": _smtp, "OPTIONS": {"timeout": 10}}}
else:
    EMAIL_TIMEOUT = 10
