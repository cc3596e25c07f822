"""Addresses of this part's screens in the admin."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from ..models import Remark
from ..permissions import may_keep
from . import addresses as names
from .answer_views import AnswerView
from .list_views import GapsView, GroupsView
from .response_views import ResponseView


def forward(request, pk: int):
    """From one remark to where its answer is written, for whoever keeps it."""
    remark = get_object_or_404(Remark.objects.select_related("consultation"), pk=pk)
    if not may_keep(remark.consultation, request.user):
        raise PermissionDenied
    return redirect(names.writing_url(remark.consultation, remark))


def admin_urls():
    """Hook: addresses of the screens."""
    page = "rkres/remarks/<int:pk>/"
    return [
        path(f"{page}answer/", AnswerView.as_view(), name=names.ANSWER_URL),
        path(f"{page}alike/", GroupsView.as_view(), name=names.GROUPS_URL),
        path(f"{page}gaps/", GapsView.as_view(), name=names.GAPS_URL),
        path("rkres/answer/<int:pk>/", ResponseView.as_view(), name=names.RESPONSE_URL),
        path("rkres/answer/of/<int:pk>/", forward, name=names.FORWARD_URL),
    ]
