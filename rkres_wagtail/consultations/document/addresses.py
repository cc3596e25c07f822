"""Addresses of the office's screens of the document, and of its public text."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import safe_snake_case

DOCUMENT_TAB = _("Document")

NEW_URL = "rkres_document_new"
COPY_URL = "rkres_document_copy"
VERSION_URL = "rkres_document_version"
SETTINGS_URL = "rkres_document_settings"
PUBLISH_URL = "rkres_document_publish"
DELETE_URL = "rkres_document_delete"
RENUMBER_URL = "rkres_document_renumber"
SECTION_ADD_URL = "rkres_document_section_add"
SECTION_URL = "rkres_document_section"
SECTION_MOVE_URL = "rkres_document_section_move"
SECTION_SPLIT_URL = "rkres_document_section_split"
SECTION_MERGE_URL = "rkres_document_section_merge"
SECTION_REMOVE_URL = "rkres_document_section_remove"
SECTION_RESTORE_URL = "rkres_document_section_restore"
FILE_ADD_URL = "rkres_document_file_add"
FILE_URL = "rkres_document_file"
FILE_MOVE_URL = "rkres_document_file_move"
FILE_REMOVE_URL = "rkres_document_file_remove"
#: Of other parts of the room.
IMPORT_URL = "rkres_document_import"
ADD_ROUND_URL = "rkres_round_add"


def edit_url(page) -> str:
    """The page's editor, at the tab of the document."""
    tab = safe_snake_case(str(DOCUMENT_TAB))
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#tab-{tab}"


def version_url(version) -> str:
    return reverse(VERSION_URL, args=[version.pk])


def section_place(section) -> str:
    """The outline, at a section."""
    return f"{version_url(section.version)}#{section.identity.anchor}"


def public_url(page, version) -> str:
    """Where the public reads a version; empty where it does not."""
    if not version.is_published or not page.live or not page.url:
        return ""
    return page.url + page.reverse_subpage("document_version", args=[version.number])


def comparison_url(page, before, after) -> str:
    """Where the public compares two versions; empty where it does not."""
    if before is None or not public_url(page, before) or not public_url(page, after):
        return ""
    address = page.url + page.reverse_subpage("document_comparison")
    return f"{address}?od={before.number}&do={after.number}"


def where_there_is(name: str, *args) -> str:
    """The address of a screen of another part; empty where that part has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
