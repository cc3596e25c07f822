"""Blocks of the short lists that a body's page shows."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choices import Role


class BodyChooserBlock(blocks.PageChooserBlock):
    """Chooses a body: any page class with ``BodyPageMixin``, the host's included."""

    @cached_property
    def target_models(self):
        from .tree import body_models

        return body_models()

    def clean(self, value):
        from .tree import is_body

        page = super().clean(value)
        if page is not None and not is_body(page):
            raise ValidationError(_("Choose a committee, a tier or a group."))
        return page

    class Meta:
        icon = "group"
        label = _("Body")


class HistoryEntryBlock(blocks.StructBlock):
    """A predecessor body or an earlier name (requirement 2)."""

    name = blocks.CharBlock(label=_("Name"), max_length=255)
    abbreviation = blocks.CharBlock(label=_("Abbreviation"), max_length=30, required=False)
    kind = blocks.ChoiceBlock(
        label=_("What happened"),
        choices=[
            ("renamed", _("earlier name of this body")),
            ("predecessor", _("earlier body, replaced by this one")),
        ],
        default="predecessor",
    )
    period = blocks.CharBlock(
        label=_("When"), max_length=100, required=False, help_text=_("E.g. “2011–2019”.")
    )
    note = blocks.TextBlock(label=_("Note"), required=False)

    class Meta:
        icon = "history"
        label = _("Earlier name or body")
        label_format = "{name} {period}"


class OutputBlock(blocks.StructBlock):
    """What a group has made: publication, recommendation, contest (requirement 10)."""

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    year = blocks.IntegerBlock(label=_("Year"), required=False, min_value=1989, max_value=2100)
    description = blocks.TextBlock(label=_("Description"), required=False)
    url = blocks.URLBlock(label=_("Web address"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Output")
        label_format = "{title}"


class ProgrammeNameBlock(blocks.StructBlock):
    """A programme that the committee works with, by name only."""

    name = blocks.CharBlock(label=_("Name"), max_length=255)
    abbreviation = blocks.CharBlock(label=_("Abbreviation"), max_length=30, required=False)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("national", _("national")), ("regional", _("regional"))],
        default="regional",
    )
    years = blocks.CharBlock(label=_("Years"), max_length=30, required=False)
    url = blocks.URLBlock(label=_("Web address"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Programme")
        label_format = "{abbreviation} {name}"


class RoleLabelBlock(blocks.StructBlock):
    """How this committee calls a role."""

    role = blocks.ChoiceBlock(label=_("Role"), choices=Role.choices)
    label = blocks.CharBlock(label=_("Shown as"), max_length=150)

    class Meta:
        icon = "user"
        label = _("Role")
        label_format = "{role}: {label}"
