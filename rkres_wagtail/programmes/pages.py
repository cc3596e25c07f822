"""Page mixin of programmes; ``rkres_wagtail.pages`` makes our page type from it.

The tree, indicators and links are no part of a page: they are rows beside it (``models.py``).
"""

from __future__ import annotations

import swapper
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from ..bodies.pages import TEXT_FEATURES, UnderCommitteeMixin
from ..bodies.tree import committee_of
from ..fields import YEARS, ChoiceField, StreamField
from ..public import Gate, PublicPageMixin
from ..search import PolishIndexed
from ..text import without_directions
from . import panels, rules
from .api_fields import PROGRAMME_API_FIELDS
from .blocks import LEVEL_NAMES, PROGRAMME_COPIES, PROGRAMME_FILES
from .choices import IN_FORCE, MAX_LEVEL, ProgrammeScope, ProgrammeState
from .forms import ProgrammePageForm
from .presentation.context import programme_context
from .presentation.words import result_line

_YEAR = [MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[-1])]


class ProgrammePageMixin(
    UnderCommitteeMixin, PublicPageMixin, RoutablePageMixin, PolishIndexed, models.Model
):
    """A development programme, national or regional (requirements 64–68)."""

    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    scope = ChoiceField(
        _("whose programme"),
        choices=ProgrammeScope,
        default=ProgrammeScope.REGIONAL,
        max_length=16,
    )
    state = ChoiceField(
        _("state"),
        choices=ProgrammeState,
        default=ProgrammeState.DRAFT,
        max_length=16,
        help_text=_("Once its last year is over, an adopted programme is shown as closed."),
    )
    starts_year = models.PositiveSmallIntegerField(
        _("first year"), null=True, blank=True, validators=_YEAR
    )
    ends_year = models.PositiveSmallIntegerField(
        _("last year"), null=True, blank=True, validators=_YEAR
    )
    lead = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("What the programme is for, in plain words. Stands at the top of the page."),
    )
    description = RichTextField(_("description"), blank=True, features=TEXT_FEATURES)
    predecessor = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("programme before it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The pages of both lead to each other."),
    )
    level_names = StreamField(
        LEVEL_NAMES,
        verbose_name=pgettext_lazy("programme", "names of levels"),
        blank=True,
        max_num=MAX_LEVEL,
    )
    files = StreamField(PROGRAMME_FILES, verbose_name=_("files"), blank=True)
    copies = StreamField(PROGRAMME_COPIES, verbose_name=_("copies elsewhere"), blank=True)
    funding = models.ForeignKey(
        "rkres_wagtail.FundingNotice",
        verbose_name=_("funding notice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    search_fields = [
        *PolishIndexed.search_fields,
        index.FilterField("scope"),
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = ["title", "abbreviation", "lead", "description", "public_tree_text"]
    polish_autocomplete_fields = ["title", "abbreviation"]
    api_fields = PROGRAMME_API_FIELDS
    base_form_class = ProgrammePageForm
    #: A copy is another programme; names of levels and texts stay.
    exclude_fields_in_copy = [*rules.OWN_FACTS, *rules.OWN_ROWS]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            rules.take_facts_of_translation(self)
        super().save(*args, **kwargs)

    @cached_classmethod
    def get_edit_handler(cls):
        return panels.programme_edit_handler(cls)

    @classmethod
    def clean_subpage_models(cls):
        return []

    @cached_property
    def committee(self):
        """The committee under which the programme stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None

    # State -----------------------------------------------------------------------------------

    @property
    def current_state(self) -> str:
        """A ``ProgrammeState``; a programme in force is closed once its last year is over."""
        year = timezone.localdate().year
        if self.state in IN_FORCE and self.ends_year is not None and self.ends_year < year:
            return ProgrammeState.CLOSED
        return self.state

    @property
    def years(self) -> str:
        """``2021–2023``; empty where no year is known."""
        first, last = self.starts_year, self.ends_year
        if first and last and first != last:
            return f"{first}–{last}"
        return str(first or last or "")

    def level_name(self, level: int) -> str:
        """How this programme calls what stands at ``level`` (1 is the highest); or nothing."""
        names = [block.value["name"] for block in self.level_names]
        return names[level - 1] if 0 < level <= len(names) else ""

    @property
    def result_line(self) -> str:
        """What a list of search results says beside the title."""
        return result_line(self)

    # How it is shown -------------------------------------------------------------------------

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            **programme_context(self, request),
        }

    @path("cele/<slug:key>/", name="node")
    def node_route(self, request, key: str):
        """One element of the tree: indicators, what it contributes to, what fed it."""
        from .presentation.node import node_view

        return node_view(self, request, key)

    def sitemap_below(self, gate: Gate):
        """Every element of the tree that has a page of its own."""
        from .presentation.sitemap import addresses_below

        return addresses_below(self, gate)

    def get_sitemap_urls(self, request=None):
        """Dated by the tree, too: it changes without the page."""
        urls = super().get_sitemap_urls(request)
        if urls:
            from .presentation.sitemap import changed_at

            gate = Gate.of(request) if request is not None else Gate(self.get_site())
            moments = [urls[0].get("lastmod"), changed_at(self, gate)]
            known = [each for each in moments if each is not None]
            urls[0] = {**urls[0], **({"lastmod": max(known)} if known else {})}
        return urls

    def get_cached_paths(self):
        from .presentation.upkeep import cached_paths_below

        return [*super().get_cached_paths(), *cached_paths_below(self)]

    @property
    def public_tree_text(self) -> str:
        """Words of the tree and its indicators: whoever looks for them finds the page."""
        from .presentation.searching import tree_words

        return tree_words(self) if self.pk else ""

    # Writing ---------------------------------------------------------------------------------

    def full_clean(self, *args, **kwargs):
        self.title = without_directions(self.title)
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        rules.check_programme(self)
