"""``python -m benchmarks``: build a small and a large world in a fresh database, print a table.

The database is an SQLite file or a test database beside ``DATABASE_URL``. Fails when an address
does not answer 200, or needs more queries for the large world than for the small one.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
)


def home_page():
    """Make the tests' home page the root of the site."""
    from django.apps import apps
    from wagtail.models import Locale, Page, Site

    locale = Locale.objects.get_or_create(language_code="pl")[0]
    root = Page.objects.get(depth=1)
    home_model = apps.get_model(settings.TESTS_HOME_PAGE)
    home = root.add_child(instance=home_model(title="Ośrodek", slug="bench", locale=locale))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


def table(results) -> str:
    rows = [("page", "data", "status", "queries", "ms", "ratio", "kB")]
    rows += [
        (
            r.name,
            r.size,
            str(r.status),
            str(r.queries),
            f"{r.milliseconds:.1f}",
            f"{r.ratio:.2f}",
            f"{r.kilobytes:.0f}",
        )
        for r in results
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        lines.append("  ".join(left + right))
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(lines)


def problems_of(results) -> list[str]:
    found = [f"{r.name} ({r.size}): answered {r.status}" for r in results if r.status != 200]
    small = {r.name: r.queries for r in results if r.size == "small"}
    found += [
        f"{r.name}: {small[r.name]} queries with little data, {r.queries} with much"
        for r in results
        if r.size == "large" and r.queries > small[r.name]
    ]
    return found


def main() -> None:
    from .data import LARGE, SMALL, build
    from .measure import measure

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()

    setup_test_environment()
    config = setup_databases(verbosity=0, interactive=False)
    try:
        home = home_page()
        results = []
        for size in (SMALL, LARGE):
            world = build(home, size)
            results += measure(world, rounds=options.rounds)
    finally:
        teardown_databases(config, verbosity=0)

    import wagtail

    print(
        f"Wagtail {wagtail.__version__}, Django {django.__version__}, "
        f"Python {platform.python_version()}, {connection.vendor}; "
        f"median of {options.rounds} answers; ratio to the bare page with the same data\n"
    )
    print(table(results))
    found = problems_of(results)
    for line in found:
        print(f"! {line}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
