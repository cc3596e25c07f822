"""What differs from one database to another."""

from __future__ import annotations

import pytest
from django.conf import settings

#: A mark for tests that search: they keep the index and, on MariaDB, whose full-text index knows
#: committed rows only, they commit.
committed = pytest.mark.searches


def mark_searching_tests(items) -> None:
    """Give tests marked ``searches`` the database in the way that searching needs."""
    transaction = "mysql" in settings.DATABASES["default"]["ENGINE"]
    for item in items:
        if item.get_closest_marker("searches"):
            item.add_marker(pytest.mark.django_db(transaction=transaction), append=False)
