"""Addresses of the office's screens in the admin."""

from __future__ import annotations

from django.urls import path

from . import list_view, screens, verb_views, ways

_ONE = "rkres/documents-to-read/<int:pk>/"

_VIEWS = [
    ("rkres/documents-to-read/", list_view.ListView, ways.LIST_URL),
    ("rkres/consultations/<int:pk>/readers/", screens.ReadersView, ways.READERS_URL),
    (_ONE, screens.AssignmentView, ways.ASSIGNMENT_URL),
    (f"{_ONE}add/", verb_views.AddView, ways.ADD_URL),
    (f"{_ONE}remind/", verb_views.RemindView, ways.REMIND_URL),
    (f"{_ONE}deadline/", verb_views.DeadlineView, ways.DEADLINE_URL),
    (f"{_ONE}withdraw/", verb_views.WithdrawView, ways.WITHDRAW_URL),
    ("rkres/readers-of-documents/<int:pk>/", verb_views.AnswerView, ways.ANSWER_URL),
]


def admin_urls():
    """Hook: addresses of the screens."""
    return [path(address, view.as_view(), name=name) for address, view, name in _VIEWS]
