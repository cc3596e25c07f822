"""Which tests also run on the site that swapped the base page (``-m swapped``).

Whole files, so that new tests in them are taken along; a test outside can carry the mark itself.
"""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

FILES = (
    "tests/api/test_v3*.py",
    "tests/bodies/test_*.py",
    "tests/editorial/test_forms.py",
    "tests/editorial/test_listings.py",
    "tests/regions/test_apply.py",
    "tests/regions/test_commands.py",
    "tests/regions/test_shipped.py",
    "tests/test_deletion.py",
    "tests/test_public.py",
    "tests/test_registers.py",
)

#: What needs the example site: its languages, its settings, its page types.
NOT_THESE = (
    "tests/api/test_v3_deletion.py::test_a_tier_moves_to_no_plain_page",
    "tests/api/test_v3_openapi.py::test_the_document_is_the_one_that_was_agreed",
    "tests/bodies/test_leaks.py::test_a_translation_that_is_a_draft",
    "tests/bodies/test_public_languages.py::*",
    "tests/bodies/test_slots.py::test_names_of_the_host_do_not_replace_ours",
)


def mark_swapped_tests(items):
    """Give the mark to what the lists above name."""
    for item in items:
        path = item.nodeid.split("::")[0]
        if any(fnmatch(path, pattern) for pattern in FILES) and not any(
            fnmatch(item.nodeid, pattern) for pattern in NOT_THESE
        ):
            item.add_marker(pytest.mark.swapped)
