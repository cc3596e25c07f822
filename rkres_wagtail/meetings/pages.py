"""Page mixins of meetings; the rows of their agendas and materials are in ``rows.py``.

They never inherit ``Page``; ``rkres_wagtail.pages`` makes our page types from them, a project
with its own base page model makes its own. Announcement and report are one page in two phases.
"""

from __future__ import annotations

import swapper
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from .. import sub_addresses
from ..bodies.pages import TEXT_FEATURES, BodyPageMixin, UnderCommitteeMixin
from ..bodies.tree import committee_of, page_models
from ..fields import ChoiceField, DayField, StreamField
from ..numerals import roman
from ..public import Gate, PublicPageMixin
from ..search import PolishIndexed
from . import content_checks, panels, rules
from .agenda import MAX_OUTSIDE_BODIES, MAX_PHOTOS, MAX_SERVICES
from .api_fields import INDEX_API_FIELDS, MEETING_API_FIELDS
from .blocks import OutsideBodyBlock, PhotoBlock, ServiceBlock
from .choices import (
    DatePrecision,
    LinkVisibility,
    MeetingForm,
    MeetingStatus,
    Numbering,
)
from .forms import MeetingIndexPageForm, MeetingPageAPIForm, MeetingPageForm
from .presentation import boundaries, phases
from .presentation.context import meeting_context
from .presentation.listing import index_context
from .querysets import public_meetings
from .when import WHEN_FIELDS, WhenFields


class MeetingIndexPageMixin(UnderCommitteeMixin, PublicPageMixin, PolishIndexed, models.Model):
    """The list of a committee's meetings, with the calendar to subscribe to (requirement 40)."""

    lead = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("Stands at the top of the page, above the meetings."),
    )
    numbering = ChoiceField(_("numbers of meetings"), choices=Numbering, default=Numbering.ROMAN)
    agenda_template = models.TextField(
        _("usual agenda"),
        blank=True,
        help_text=_(
            "One item a line. Meetings that “Plan the year” creates begin with it; you can "
            "change it in each of them."
        ),
    )

    search_fields = [
        *PolishIndexed.search_fields,
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = ["title", "lead"]
    polish_autocomplete_fields = ["title"]
    api_fields = INDEX_API_FIELDS
    base_form_class = MeetingIndexPageForm
    content_panels = panels.INDEX_CONTENT

    class Meta:
        abstract = True

    @classmethod
    def parent_mixins(cls) -> tuple[type, ...]:
        return (BodyPageMixin,)

    @classmethod
    def clean_subpage_models(cls):
        return [
            model for model in super().clean_subpage_models() if issubclass(model, MeetingPageMixin)
        ]

    @cached_property
    def committee(self):
        """The committee under which the list stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            **index_context(self, request),
        }


class MeetingPageMixin(PublicPageMixin, RoutablePageMixin, PolishIndexed, WhenFields):
    """One meeting: announced, perhaps moved or cancelled, held and reported (24–31, 37–41).

    Once it is confirmed, its date and state are those of the last ``MeetingChange``: they
    overlay what an old draft says, and ``clean()`` refuses anything else.
    """

    status = ChoiceField(
        _("status"),
        choices=MeetingStatus,
        default=MeetingStatus.PLANNED,
        help_text=_(
            "Planned: the date may still change. Confirmed: from then on you change it with "
            "“Move” and “Cancel” only, and the public sees what changed and why. That a meeting "
            "was held follows from its date."
        ),
    )
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(999)],
        help_text=_("Which meeting of the term it is, where meetings are counted."),
    )
    bodies = ParentalManyToManyField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("who meets"),
        blank=True,
        related_name="+",
    )
    outside_bodies = StreamField(
        [("body", OutsideBodyBlock())],
        verbose_name=_("jointly with outside bodies"),
        blank=True,
        max_num=MAX_OUTSIDE_BODIES,
    )
    lead = models.TextField(
        _("what it is about"),
        blank=True,
        help_text=_("One or two sentences. Stands at the top of the page and in the calendar."),
    )
    meeting_form = ChoiceField(_("form"), choices=MeetingForm, default=MeetingForm.ON_SITE)
    place_name = models.CharField(
        _("place"), max_length=255, blank=True, help_text=_("E.g. the institution and the room.")
    )
    place_address = models.CharField(_("address"), max_length=255, blank=True)
    host_organisation = models.ForeignKey(
        "rkres_wagtail.Organisation",
        verbose_name=_("host"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The organisation at which the meeting takes place."),
    )
    access_url = models.URLField(_("link to join online"), max_length=500, blank=True)
    access_visibility = ChoiceField(
        _("who sees the link"), choices=LinkVisibility, default=LinkVisibility.NEVER
    )
    access_hours = models.PositiveSmallIntegerField(
        _("hours before"),
        default=24,
        validators=[MaxValueValidator(24 * 31)],
        help_text=_("How many hours before the start the link appears, when it appears shortly."),
    )
    is_open = models.BooleanField(
        _("open to the public"),
        default=False,
        help_text=_("Ticked: whoever wants may come; say below how to sign up."),
    )
    signup_text = models.TextField(_("how to sign up"), blank=True)
    signup_url = models.URLField(_("sign-up form"), blank=True)
    signup_until = DayField(_("sign up until"), null=True, blank=True)
    services = StreamField(
        [("service", ServiceBlock())],
        verbose_name=_("accessibility"),
        blank=True,
        max_num=MAX_SERVICES,
    )
    contact_unit = models.CharField(_("office or unit"), max_length=255, blank=True)
    contact_person = models.CharField(_("contact person"), max_length=255, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    description = RichTextField(
        _("announcement"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What the public should know before the meeting."),
    )
    report = RichTextField(
        _("report"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What happened. The public sees it when the meeting is over."),
    )
    photos = StreamField(
        [("photo", PhotoBlock())],
        verbose_name=_("photographs"),
        blank=True,
        max_num=MAX_PHOTOS,
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
        index.FilterField("status"),
        index.FilterField("starts_on"),
        index.FilterField("starts_at"),
        index.FilterField("over_at"),
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = [
        "title",
        "lead",
        "description",
        "public_report",
        "place_name",
        "place_address",
        "public_agenda_text",
        "outside_bodies",
        "public_minutes_text",
    ]
    polish_autocomplete_fields = ["title", "place_name"]
    api_fields = MEETING_API_FIELDS
    base_form_class = MeetingPageForm
    api_base_form_class = MeetingPageAPIForm
    #: A copy is another meeting: its date, number and state are its own.
    exclude_fields_in_copy = [*WHEN_FIELDS, "starts_at", "over_at", "status", "number"]

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls):
        return panels.meeting_edit_handler(cls)

    # Where it stands -------------------------------------------------------------------------

    @classmethod
    def clean_parent_page_models(cls):
        return page_models(MeetingIndexPageMixin)

    @cached_property
    def committee(self):
        """The committee under which the meeting stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None

    @property
    def number_label(self) -> str:
        """``V`` or ``5``, as the list above says; nothing where meetings are not counted."""
        if not self.number:
            return ""
        parent = self.get_parent()
        numbering = getattr(parent.specific, "numbering", Numbering.ROMAN) if parent else ""
        return str(self.number) if numbering == Numbering.ARABIC else roman(self.number)

    # State -----------------------------------------------------------------------------------

    def state(self, now=None) -> str:
        """What the date makes of the status: a ``MeetingStatus``; time flips it by itself."""
        if self.status != MeetingStatus.CANCELLED and self.is_over(now):
            return MeetingStatus.HELD
        return self.status

    @property
    def state_label(self) -> str:
        return str(MeetingStatus(self.state()).label)

    def is_over(self, now=None) -> bool:
        if self.status == MeetingStatus.HELD:
            return True
        over_at = self.when.over_at
        return over_at is not None and over_at <= (now or timezone.now())

    def is_over_by_date(self) -> bool:
        """Whether the date does not contradict that the meeting was held."""
        over_at = self.when.over_at
        if self.when.date_precision == DatePrecision.MONTH and self.when.is_dated:
            return self.when.starts_at <= timezone.now()
        return over_at is None or over_at <= timezone.now()

    def access_link(self, now=None) -> str:
        """The link to join online, when the public may see it now; else an empty text."""
        return self.access_url if rules.is_link_shown(self, now or timezone.now()) else ""

    @property
    def public_report(self) -> str:
        """The report, once the meeting is over."""
        is_told = self.status != MeetingStatus.CANCELLED and self.is_over()
        return self.report if is_told else ""

    # How it is shown -------------------------------------------------------------------------

    @property
    def preview_modes(self):
        return phases.PREVIEW_MODES

    @property
    def default_preview_mode(self) -> str:
        return phases.REPORT if self.is_over() else phases.ANNOUNCEMENT

    @property
    def result_line(self) -> str:
        """What a list of search results says beside the title."""
        return self.when.text()

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            **meeting_context(self, request),
        }

    def serve(self, request, *args, **kwargs):
        """Let no cache outlive the moment at which the page says something else."""
        response = super().serve(request, *args, **kwargs)
        gate = Gate.of(request)
        if not getattr(request, "is_preview", False) and not gate.is_restricted(self):
            moments = boundaries.boundaries(self.source)
            boundaries.limit_caches(request, response, moments, gate.now)
        return response

    @path("protokol/", name="minutes")
    def minutes_route(self, request):
        """The published minutes, as the room of minutes serves them."""
        return sub_addresses.answer("minutes", self, request)

    def sitemap_below(self, gate: Gate):
        """Its minutes, once they are published."""

        def load():
            every = public_meetings(gate, any_locale=True)
            return sub_addresses.found_among("minutes", every, gate)

        facts = gate.once("sitemap.minutes", load).get(self.translation_key)
        return [(self.reverse_subpage("minutes"), facts["published_at"])] if facts else []

    def get_cached_paths(self):
        return [*super().get_cached_paths(), f"/{self.reverse_subpage('minutes')}"]

    # What is public of the agenda --------------------------------------------------------------

    def public_agenda(self) -> list:
        """Items in order, without the internal ones and what stands under them."""
        return rules.public_items(self.agenda_items.all())

    def public_materials(self) -> list:
        """Materials in order, without those of internal items."""
        return rules.public_materials(self.materials.all(), self.agenda_items.all())

    @property
    def public_agenda_text(self) -> str:
        return " ".join(f"{item.title} {item.speaker}" for item in self.public_agenda())

    @property
    def public_minutes_text(self) -> str:
        """Words of the published minutes: whoever looks for them finds the meeting."""
        return sub_addresses.words("minutes", self)

    def content_checks(self) -> list[str]:
        """What the content checks of the editor find missing; keys of ``content_checks.py``."""
        return content_checks.found_on(self)

    # Writing -----------------------------------------------------------------------------------

    def clean(self):
        super().clean()
        rules.check_meeting(self)
        self.when.apply(self)

    def save(self, *args, **kwargs):
        if self._state.adding:
            rules.take_facts_of_translation(self)
        super().save(*args, **kwargs)
        # Wagtail's signal comes before the agenda is written: the index would keep the words
        # of the one before, such as those of an item that has become internal.
        index.insert_or_update_object(self)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        rules.take_confirmed_facts(page)
        page.count_moments()
        return page

    def _get_autogenerated_slug(self, base_slug):
        return super()._get_autogenerated_slug(rules.dated_slug(base_slug, self.when))
