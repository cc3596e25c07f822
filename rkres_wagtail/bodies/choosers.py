"""Choosers of the room's snippets, in words that Polish can inflect."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .typing_search import FoldedChooserViewSet


class PersonChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    # A new member is added without leaving the register's form.
    form_fields = ["first_name", "last_name", "academic_title"]
    creation_tab_label = _("Add a person")


class OrganisationChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    edit_item_text = _("Edit this organisation")
    form_fields = ["name", "short_name", "kind"]
    creation_tab_label = _("Add an organisation")


class SectorChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose a sector")
    choose_another_text = _("Choose another sector")
    edit_item_text = _("Edit this sector")


class TermChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose a term")
    choose_another_text = _("Choose another term")
    edit_item_text = _("Edit this term")


class LegalActChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose an act")
    choose_another_text = _("Choose another act")
    edit_item_text = _("Edit this act")


class FundingNoticeChooserViewSet(FoldedChooserViewSet):
    choose_one_text = _("Choose a funding notice")
    choose_another_text = _("Choose another funding notice")
    edit_item_text = _("Edit this funding notice")
