"""Page mixins of decisions; ``rkres_wagtail.pages`` makes our page types from them."""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField
from wagtail.search import index

from ..bodies.pages import TEXT_FEATURES, BodyPageMixin, UnderCommitteeMixin
from ..bodies.tree import committee_of, page_models
from ..fields import ChoiceField, DayField, StreamField
from ..public import PublicPageMixin
from ..search import PolishIndexed
from .choices import Voting

MAX_VOTES = 999


class DecisionFileBlock(blocks.StructBlock):
    """A file of a decision, such as the signed copy."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), max_length=255, required=False)

    class Meta:
        icon = "doc-full"
        label = _("File")
        label_format = "{title}"


class DecisionIndexPageMixin(UnderCommitteeMixin, PublicPageMixin, PolishIndexed, models.Model):
    """The public register of a committee's decisions and their answers."""

    lead = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("Stands at the top of the page, above the decisions."),
    )

    search_fields = [
        *PolishIndexed.search_fields,
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = ["title", "lead"]
    polish_autocomplete_fields = ["title"]

    class Meta:
        abstract = True

    @classmethod
    def parent_mixins(cls) -> tuple[type, ...]:
        return (BodyPageMixin,)

    @classmethod
    def clean_subpage_models(cls):
        return [
            model
            for model in super().clean_subpage_models()
            if issubclass(model, DecisionPageMixin)
        ]

    @cached_property
    def committee(self):
        """The committee under which the register stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None


class DecisionPageMixin(PublicPageMixin, PolishIndexed, models.Model):
    """A resolution, position, opinion or recommendation (requirements 34–36).

    The link to the item of an agenda is stored here, as meeting and ``item_uuid``.
    """

    kind = models.ForeignKey(
        "rkres_wagtail.DecisionKind",
        verbose_name=_("kind"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    number = models.CharField(
        _("number"), max_length=100, blank=True, help_text=_("As written on the decision.")
    )
    adopted_on = DayField(_("date"), null=True, blank=True)
    body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who took it."),
    )
    meeting = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("At which it was taken; empty for a circulated vote."),
    )
    item_uuid = models.UUIDField(_("item of the agenda"), null=True, blank=True)
    lead = models.TextField(
        _("in two sentences"), blank=True, help_text=_("What was decided, in plain words.")
    )
    text = RichTextField(_("text"), blank=True, features=TEXT_FEATURES)
    files = StreamField([("file", DecisionFileBlock())], verbose_name=_("files"), blank=True)
    voting = ChoiceField(_("how it was taken"), choices=Voting, default=Voting.NOT_VOTED)
    votes_for = models.PositiveSmallIntegerField(
        _("for"), null=True, blank=True, validators=[MaxValueValidator(MAX_VOTES)]
    )
    votes_against = models.PositiveSmallIntegerField(
        _("against"), null=True, blank=True, validators=[MaxValueValidator(MAX_VOTES)]
    )
    votes_abstaining = models.PositiveSmallIntegerField(
        _("abstaining"), null=True, blank=True, validators=[MaxValueValidator(MAX_VOTES)]
    )
    supersedes = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("replaces the decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    search_fields = [
        *PolishIndexed.search_fields,
        index.FilterField("adopted_on"),
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = ["title", "number", "lead", "text"]
    polish_autocomplete_fields = ["title", "number"]

    class Meta:
        abstract = True

    @classmethod
    def clean_parent_page_models(cls):
        return page_models(DecisionIndexPageMixin)

    @cached_property
    def committee(self):
        """The committee under which the decision stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None

    def clean(self):
        super().clean()
        counts = (self.votes_for, self.votes_against, self.votes_abstaining)
        if self.voting == Voting.COUNTED and any(counts) is False and None not in counts:
            raise ValidationError({"votes_for": _("Nobody voted: 0 of 0 is no vote.")})
