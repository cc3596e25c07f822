"""What differs from one database to another."""

from __future__ import annotations

import pytest
from django.conf import settings

# MariaDB's full-text index knows committed rows only: a mark for tests that search.
committed = pytest.mark.django_db(transaction="mysql" in settings.DATABASES["default"]["ENGINE"])
