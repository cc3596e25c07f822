"""Addresses of the office's screens in the admin."""

from __future__ import annotations

from django.urls import path

from . import addresses as names
from . import entry_views, list_views, register_views, remark_views, rules_views

_PAGE = "rkres/consultations/<int:pk>/remarks/"

_VIEWS = [
    ("rkres/remarks/", list_views.ListView, names.LIST_URL),
    (_PAGE, register_views.RegisterView, names.REGISTER_URL),
    (f"{_PAGE}chosen/", register_views.BulkView, names.BULK_URL),
    (f"{_PAGE}add/", entry_views.AddView, names.ADD_URL),
    (f"{_PAGE}rules/", rules_views.RulesView, names.RULES_URL),
    ("rkres/remarks/<int:pk>/", remark_views.RemarkView, names.REMARK_URL),
    ("rkres/submissions/<int:pk>/", entry_views.SubmissionView, names.SUBMISSION_URL),
    ("rkres/submission-files/<int:pk>/", remark_views.FileView, names.FILE_URL),
]


def admin_urls():
    """Hook: addresses of the screens."""
    return [path(address, view.as_view(), name=name) for address, view, name in _VIEWS]
