"""One temporary directory for each process that loads the test settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def process_tmp() -> Path:
    """Return a new directory, removed when this very process (not a fork of it) ends."""
    path = Path(tempfile.mkdtemp(prefix="rkres-tests-"))
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(path, ignore_errors=True)

    atexit.register(remove)
    return path
