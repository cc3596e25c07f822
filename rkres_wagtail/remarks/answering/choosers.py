"""Chooser of statuses, in words that Polish can inflect."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...bodies.typing_search import FoldedChooserViewSet


class ResponseStatusChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose a status")
    choose_another_text = _("Choose another status")
    edit_item_text = _("Edit this status")
