"""Choosers of the room's snippet, in words that Polish can inflect."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..bodies.typing_search import FoldedChooserViewSet


class ConsultationKindChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose a kind of document")
    choose_another_text = _("Choose another kind of document")
    edit_item_text = _("Edit this kind of document")
