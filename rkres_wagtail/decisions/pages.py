"""Page mixins of decisions; ``rkres_wagtail.pages`` makes our page types from them."""

from __future__ import annotations

import swapper
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from ..bodies.pages import TEXT_FEATURES, BodyPageMixin, UnderCommitteeMixin
from ..bodies.tree import committee_of, page_models
from ..dates import long_date
from ..fields import ChoiceField, DayField, StreamField
from ..public import PublicPageMixin
from ..search import PolishIndexed
from ..text import without_directions
from . import panels, rules
from .api_fields import DECISION_API_FIELDS, INDEX_API_FIELDS
from .choices import Voting
from .forms import DecisionIndexPageForm, DecisionPageForm
from .presentation import words
from .presentation.context import decision_context
from .presentation.listing import index_context

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
    api_fields = INDEX_API_FIELDS
    base_form_class = DecisionIndexPageForm
    content_panels = panels.INDEX_CONTENT

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

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            **index_context(self, request),
        }


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
    api_fields = DECISION_API_FIELDS
    base_form_class = DecisionPageForm
    #: A copy is another decision: its number, day, meeting and vote are its own.
    exclude_fields_in_copy = [*rules.OWN_FACTS]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            rules.take_facts_of_translation(self)
        super().save(*args, **kwargs)

    @cached_classmethod
    def get_edit_handler(cls):
        return panels.decision_edit_handler(cls)

    @classmethod
    def clean_parent_page_models(cls):
        return page_models(DecisionIndexPageMixin)

    @cached_property
    def committee(self):
        """The committee under which the decision stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None

    @property
    def result_line(self) -> str:
        """What a list of search results says beside the title."""
        day = long_date(self.adopted_on) if self.adopted_on else ""
        return ", ".join(filter(None, [words.named(self), day]))

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            **decision_context(self, request),
        }

    def full_clean(self, *args, **kwargs):
        # It stands in lines with other words, in tables and exports, too.
        self.title, self.number = map(without_directions, (self.title, self.number))
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        rules.check_decision(self)
