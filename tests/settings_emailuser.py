"""The tests' settings with a user model that has an address instead of a name."""

from __future__ import annotations

from tests.settings import *

INSTALLED_APPS = ["tests.emailuser", *INSTALLED_APPS]
AUTH_USER_MODEL = "tests_emailuser.EmailUser"
