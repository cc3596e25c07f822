"""A part of the tests, the same at every run: ``RKRES_TEST_SHARE=1/6`` … ``6/6``.

CI's cells of other databases and versions run a part each; ``make test-all`` runs all of them
everywhere. What a database decides runs in every part: files named in ``ALWAYS``.
"""

from __future__ import annotations

import os
from zlib import crc32

#: Parts of names of files: what happens at one moment.
ALWAYS = ("_at_once",)


def keep_share(config, items: list) -> None:
    """Deselect what belongs to other shares, by the name of each test."""
    share = os.environ.get("RKRES_TEST_SHARE")
    if not share:
        return
    number, _slash, of = share.partition("/")
    number, of = int(number), int(of)
    if not 1 <= number <= of:
        raise ValueError(f"RKRES_TEST_SHARE={share}: the first number is one of 1 to {of}.")
    kept, left = [], []
    for item in items:
        file = item.nodeid.partition("::")[0]
        is_ours = crc32(item.nodeid.encode()) % of == number - 1
        (kept if is_ours or any(name in file for name in ALWAYS) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
