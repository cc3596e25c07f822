"""Verbs of the consulted document, for callers; each part has a module of its own.

All lock the version, refuse a frozen one, count ``edits``, write into the history of the page and
tell caches and search of what is published. They raise ``ValidationError`` and change nothing
then. Permissions are the callers' matter; ``user`` is who is named in the history (None: a
program).
``edits``, where given, is the number the caller looked at.
"""

from __future__ import annotations

from .file_services import add_file, change_file, move_file, remove_file
from .locking import finish, locked_version, record, touch
from .section_services import (
    add_section,
    change_section,
    merge_section,
    move_section,
    remove_section,
    renumber,
    restore_section,
    split_section,
)
from .version_services import (
    change_version,
    create_version,
    delete_version,
    is_being_answered,
    latest_published,
    open_round,
    publish_version,
)

__all__ = [
    "add_file",
    "add_section",
    "change_file",
    "change_section",
    "change_version",
    "create_version",
    "delete_version",
    "finish",
    "latest_published",
    "locked_version",
    "merge_section",
    "move_file",
    "move_section",
    "is_being_answered",
    "open_round",
    "publish_version",
    "record",
    "remove_file",
    "remove_section",
    "renumber",
    "restore_section",
    "split_section",
    "touch",
]
