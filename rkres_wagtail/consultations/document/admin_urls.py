"""Addresses of the document's screens in the admin."""

from __future__ import annotations

from django.urls import path

from . import addresses as names
from . import file_views as files
from . import section_views as sections
from . import version_views as versions

_VERSION = "rkres/document/<int:pk>/"
_SECTION = f"{_VERSION}sections/<int:section>/"
_FILE = f"{_VERSION}files/<int:file>/"

_VIEWS = [
    ("rkres/consultations/<int:pk>/document/new/", versions.NewVersionView, names.NEW_URL),
    (_VERSION, versions.OutlineView, names.VERSION_URL),
    (f"{_VERSION}copy/", versions.CopyVersionView, names.COPY_URL),
    (f"{_VERSION}settings/", versions.SettingsView, names.SETTINGS_URL),
    (f"{_VERSION}publish/", versions.PublishView, names.PUBLISH_URL),
    (f"{_VERSION}delete/", versions.DeleteView, names.DELETE_URL),
    (f"{_VERSION}renumber/", versions.RenumberView, names.RENUMBER_URL),
    (f"{_VERSION}sections/add/", sections.AddSectionView, names.SECTION_ADD_URL),
    (f"{_VERSION}sections/restore/", sections.RestoreSectionView, names.SECTION_RESTORE_URL),
    (_SECTION, sections.SectionView, names.SECTION_URL),
    (f"{_SECTION}move/", sections.MoveSectionView, names.SECTION_MOVE_URL),
    (f"{_SECTION}split/", sections.SplitView, names.SECTION_SPLIT_URL),
    (f"{_SECTION}merge/", sections.MergeView, names.SECTION_MERGE_URL),
    (f"{_SECTION}remove/", sections.RemoveSectionView, names.SECTION_REMOVE_URL),
    (f"{_VERSION}files/add/", files.AddFileView, names.FILE_ADD_URL),
    (_FILE, files.FileView, names.FILE_URL),
    (f"{_FILE}move/", files.MoveFileView, names.FILE_MOVE_URL),
    (f"{_FILE}remove/", files.RemoveFileView, names.FILE_REMOVE_URL),
]


def admin_urls():
    """Hook: addresses of the screens."""
    return [path(address, view.as_view(), name=name) for address, view, name in _VIEWS]
