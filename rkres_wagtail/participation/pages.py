"""Page mixin of calls; ``rkres_wagtail.pages`` makes our page type from it."""

from __future__ import annotations

from datetime import datetime

import swapper
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from .. import sub_addresses
from ..bodies.pages import TEXT_FEATURES, BodyPageMixin, UnderCommitteeMixin
from ..bodies.tree import committee_of
from ..consultations.blocks import CHANNEL_BLOCKS
from ..fields import DayField, StreamField
from ..public import Gate, PublicPageMixin
from ..search import PolishIndexed
from ..text import without_directions
from . import rules
from .api_fields import CALL_API_FIELDS
from .blocks import CALL_COPIES, CALL_FILES, QUESTIONS
from .calls import panels
from .calls.context import call_context
from .calls.forms import CallPageForm
from .calls.offered import offered_calls
from .calls.serving import limit_to_dates, note_calls
from .calls.words import result_line
from .choices import CallState
from .rules import OWN_FACTS

_SEATS = [MinValueValidator(1), MaxValueValidator(999)]


class CallPageMixin(
    UnderCommitteeMixin, PublicPageMixin, RoutablePageMixin, PolishIndexed, models.Model
):
    """A call for members of a committee, tier or group (requirement 42); it closes itself."""

    body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Whose members are sought; its calendar has the closing date."),
    )
    seats_min = models.PositiveSmallIntegerField(
        _("least seats"), null=True, blank=True, validators=_SEATS
    )
    seats_max = models.PositiveSmallIntegerField(
        _("most seats"), null=True, blank=True, validators=_SEATS
    )
    lead = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("Who is sought and for what. Stands at the top of the page."),
    )
    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("Empty: on publication.")
    )
    closes_at = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("The moment after the last one: midnight ends the day before."),
    )
    who_may_stand = RichTextField(_("who may stand"), blank=True, features=TEXT_FEATURES)
    rules = RichTextField(_("rules"), blank=True, features=TEXT_FEATURES)
    channels = StreamField(
        CHANNEL_BLOCKS, verbose_name=_("ways of applying"), blank=True, max_num=20
    )
    files = StreamField(CALL_FILES, verbose_name=_("forms to fill in"), blank=True)
    questions = StreamField(QUESTIONS, verbose_name=_("questions and answers"), blank=True)
    copies = StreamField(CALL_COPIES, verbose_name=_("copies elsewhere"), blank=True)
    decided_by = models.CharField(
        _("who decides"),
        max_length=255,
        blank=True,
        help_text=_("E.g. “Marshal of the Voivodeship”."),
    )
    contact_person = models.CharField(_("contact person"), max_length=255, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    settled_on = DayField(
        _("settled on"),
        null=True,
        blank=True,
        help_text=_("The day on which it was decided; the public then reads the outcome first."),
    )
    outcome = RichTextField(_("outcome"), blank=True, features=TEXT_FEATURES)
    composition_on = DayField(
        _("composition as of"),
        null=True,
        blank=True,
        help_text=_("The page then leads to the composition of the body on that day."),
    )
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
        index.FilterField("closes_at"),
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = ["title", "lead", "who_may_stand", "rules", "outcome", "decided_by"]
    polish_autocomplete_fields = ["title"]
    api_fields = CALL_API_FIELDS
    base_form_class = CallPageForm
    #: A copy is another call.
    exclude_fields_in_copy = [*OWN_FACTS]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            rules.take_facts_of_translation(self)
        super().save(*args, **kwargs)

    @cached_classmethod
    def get_edit_handler(cls):
        return panels.call_edit_handler(cls)

    @classmethod
    def parent_mixins(cls) -> tuple[type, ...]:
        return (BodyPageMixin,)

    @classmethod
    def clean_subpage_models(cls):
        return []

    @cached_property
    def committee(self):
        """The committee under which the call stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None

    # State -----------------------------------------------------------------------------------

    def state(self, now: datetime | None = None) -> str:
        """A ``CallState``; time flips it by itself."""
        now = now or self.__dict__.get("_prepared_at") or timezone.now()
        if self.settled_on is not None:
            return CallState.SETTLED
        if self.closes_at is not None and self.closes_at <= now:
            return CallState.CLOSED
        if self.closes_at is None or (self.opens_at is not None and self.opens_at > now):
            return CallState.ANNOUNCED
        return CallState.OPEN

    @property
    def state_label(self) -> str:
        return str(CallState(self.state()).label)

    @property
    def result_line(self) -> str:
        """What a list of search results says beside the title."""
        return result_line(self, self.__dict__.get("_prepared_at"))

    @classmethod
    def prepare_results(cls, pages, request) -> None:
        """Of search results all say what holds at one moment, and are kept no longer."""
        now = Gate.of(request).now
        for page in pages:
            page._prepared_at = now
        note_calls(request, pages, now)

    # How it is shown -------------------------------------------------------------------------

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            **call_context(self, request),
        }

    def serve(self, request, *args, **kwargs):
        """Let no cache outlive the moment at which the call opens or closes."""
        response = super().serve(request, *args, **kwargs)
        limit_to_dates(self, request, response)
        return response

    def sitemap_below(self, gate: Gate):
        """How to apply, where something is told there."""
        offers = gate.once("sitemap.calls", lambda: offered_calls(gate))
        if self.translation_key in offers:
            yield self.reverse_subpage("joining"), None

    @path("zgloszenie/", name="joining")
    def joining_route(self, request):
        """The form of candidates, where the office has opened it."""
        return sub_addresses.answer("joining", self, request)

    # Writing ---------------------------------------------------------------------------------

    def full_clean(self, *args, **kwargs):
        self.title = without_directions(self.title)
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        rules.check_call(self)
