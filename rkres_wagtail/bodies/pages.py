"""Page mixins of committees, tiers and groups.

They never inherit ``Page``: a project with its own base page model makes its page types from
them, ``rkres_wagtail.pages`` makes ours.
"""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from localflavor.pl.pl_voivodeships import VOIVODESHIP_CHOICES
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from .. import sub_addresses
from ..compat import api_field
from ..fields import ChoiceField, DayField, StreamField
from ..public import PublicPageMixin
from ..representations import (
    DisplayField,
    FundingField,
    NamedField,
    PublicActField,
    PublicPageField,
    PublicPagesField,
)
from ..search import PolishIndexed
from ..text import without_directions
from . import panels
from .blocks import (
    BodyChooserBlock,
    HistoryEntryBlock,
    OutputBlock,
    ProgrammeNameBlock,
    RoleLabelBlock,
)
from .choices import GroupKind, MembersVisibility, QuorumRule
from .forms import BodyPageForm
from .moving import reason_not_to_move
from .presentation import context, sitemap
from .sections import RESERVED_SLUGS, BodyRoutesMixin, CommitteeRoutesMixin
from .tree import committee_of, page_models

#: Longer terms are slips of the keyboard.
MAX_TERM_YEARS = 50
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class BodyPageMixin(
    BodyRoutesMixin, PublicPageMixin, RoutablePageMixin, PolishIndexed, models.Model
):
    """What every body has: lead, description, contact, composition, dates, history."""

    lead = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("What this body is and what it is for. Stands at the top of the page."),
    )
    description = RichTextField(_("description"), blank=True, features=TEXT_FEATURES)
    members_visibility = ChoiceField(
        _("published composition"),
        choices=MembersVisibility,
        default=MembersVisibility.NAMES,
        help_text=_("How much of the register of members the public sees on this page."),
    )
    meetings_per_year = models.PositiveSmallIntegerField(
        _("meetings per year"),
        null=True,
        blank=True,
        help_text=_("About how many; used when the year is planned."),
    )
    quorum_rule = ChoiceField(_("quorum"), choices=QuorumRule, default=QuorumRule.NONE)
    quorum_number = models.PositiveSmallIntegerField(
        _("members for a quorum"),
        null=True,
        blank=True,
        help_text=_("Only for a fixed number of members."),
    )
    attendance_names_public = models.BooleanField(
        _("attendance with names"),
        default=False,
        help_text=_(
            "Ticked: the public reads on the page of a meeting who took part. Otherwise numbers "
            "only."
        ),
    )
    active_from = DayField(_("active from"), null=True, blank=True)
    active_to = DayField(
        _("active to"),
        null=True,
        blank=True,
        help_text=_("The last day. A former body stays on the site, marked as archival."),
    )
    history = StreamField(
        [("entry", HistoryEntryBlock())], verbose_name=_("earlier names and bodies"), blank=True
    )
    contact_unit = models.CharField(_("office or unit"), max_length=255, blank=True)
    contact_person = models.CharField(_("contact person"), max_length=255, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_address = models.TextField(_("address"), blank=True)
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
        index.FilterField("active_to"),
        # The gate filters by these before a search.
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = [
        "title",
        "lead",
        "description",
        "history",
        "contact_unit",
        "public_joining_text",
    ]
    polish_autocomplete_fields = ["title"]
    api_fields = [
        api_field("lead", writable=True),
        api_field("description", writable=True),
        api_field("members_visibility", writable=True),
        api_field("meetings_per_year", writable=True),
        api_field("quorum_rule", writable=True),
        api_field("quorum_number", writable=True),
        api_field("attendance_names_public", writable=True),
        api_field("active_from", writable=True),
        api_field("active_to", writable=True),
        api_field("is_former"),
        api_field("history", writable=True),
        api_field("contact_unit", writable=True),
        api_field("contact_person", writable=True),
        api_field("contact_phone", writable=True),
        api_field("contact_email", writable=True),
        api_field("contact_address", writable=True),
        api_field("funding", serializer=FundingField()),
    ]
    base_form_class = BodyPageForm
    # Tabs of the editor beside ``content_panels``; a host's subclass may add to each.
    composition_panels = panels.COMPOSITION
    history_panels = panels.HISTORY
    wording_panels: list = []

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls):
        return panels.body_edit_handler(cls)

    @cached_property
    def committee(self):
        """The committee that this body is or stands under, as its own class; or None."""
        page = committee_of(self)
        if page is None:
            return None
        return self if page.pk == self.pk else page.specific

    @property
    def is_former(self) -> bool:
        return self.active_to is not None and self.active_to < timezone.localdate()

    @property
    def public_joining_text(self) -> str:
        """What it asks of whom wants to take part: whoever looks for these words finds the body."""
        return sub_addresses.words("joining", self)

    def get_context(self, request, *args, rkres_base=None, **kwargs):
        """The context of the main address; with ``rkres_base``, only that of a sub-address."""
        result = super().get_context(request, *args, **kwargs)
        if rkres_base is not None:
            return {**result, **rkres_base}
        base = context.base_context(self, request)
        return {**result, **base, **self.get_body_context(request, base)}

    def get_body_context(self, request, base: dict) -> dict:
        """What this kind of body shows; mixins add to it."""
        return context.body_context(self, request, base)

    def sitemap_below(self, gate):
        """Its composition; below a committee, people and open data, too."""
        return sitemap.addresses_below(self, gate)

    def can_move_to(self, parent) -> bool:
        """Not under another committee once there are seats, members, acts (in it or below)."""
        return super().can_move_to(parent) and reason_not_to_move(self, parent) is None

    def full_clean(self, *args, **kwargs):
        # Names stand in lines with other words, in the host's menu and in the admin, too.
        self.title = without_directions(self.title)
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.active_from and self.active_to and self.active_to < self.active_from:
            raise ValidationError({"active_to": _("The end is before the start.")})
        is_number = self.quorum_rule == QuorumRule.NUMBER
        if is_number and not self.quorum_number:
            raise ValidationError({"quorum_number": _("Give the number of members.")})
        if not is_number and self.quorum_number is not None:
            raise ValidationError(
                {"quorum_number": _("Clear it, or choose a fixed number of members.")}
            )


class CommitteePageMixin(CommitteeRoutesMixin, BodyPageMixin):
    """The umbrella body of one region."""

    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    region = ChoiceField(_("voivodeship"), choices=VOIVODESHIP_CHOICES, blank=True)
    name_genitive = models.CharField(
        _("name in the genitive"),
        max_length=255,
        blank=True,
        help_text=_("Of whom, of what? Used in generated sentences."),
    )
    name_dative = models.CharField(_("name in the dative"), max_length=255, blank=True)
    name_accusative = models.CharField(_("name in the accusative"), max_length=255, blank=True)
    name_instrumental = models.CharField(_("name in the instrumental"), max_length=255, blank=True)
    name_locative = models.CharField(_("name in the locative"), max_length=255, blank=True)
    host_organisation = models.ForeignKey(
        "rkres_wagtail.Organisation",
        verbose_name=_("host institution"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who serves the committee, e.g. the regional social policy centre."),
    )
    statutory_body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("statutory body"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "The tier to which terms, seats and numbering belong. Left empty: the committee itself."
        ),
    )
    legal_basis = RichTextField(
        _("legal basis"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_(
            "In your own words, with the articles you rely on; the acts are listed below it."
        ),
    )
    seats_min = models.PositiveSmallIntegerField(_("least members"), null=True, blank=True)
    seats_max = models.PositiveSmallIntegerField(_("most members"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("length of a term in years"), default=3)
    meeting_label = models.CharField(_("word for a meeting"), max_length=60, blank=True)
    meeting_label_plural = models.CharField(_("word for meetings"), max_length=60, blank=True)
    tier_label = models.CharField(_("word for a tier"), max_length=60, blank=True)
    tier_label_plural = models.CharField(_("word for tiers"), max_length=60, blank=True)
    group_label = models.CharField(_("word for a group"), max_length=60, blank=True)
    group_label_plural = models.CharField(_("word for groups"), max_length=60, blank=True)
    role_labels = StreamField(
        [("role", RoleLabelBlock())], verbose_name=_("names of roles"), blank=True
    )
    programmes = StreamField(
        [("programme", ProgrammeNameBlock())], verbose_name=_("programmes"), blank=True
    )

    polish_search_fields = [
        *BodyPageMixin.polish_search_fields,
        "abbreviation",
        "legal_basis",
        "programmes",
    ]
    api_fields = [
        *BodyPageMixin.api_fields,
        api_field("abbreviation", writable=True),
        api_field("region", writable=True),
        api_field("region_label", serializer=DisplayField(source="get_region_display")),
        api_field("host_organisation", serializer=NamedField(extra=("short_name", "website"))),
        api_field("statutory_body", serializer=PublicPageField()),
        api_field("legal_basis", writable=True),
        api_field("seats_min", writable=True),
        api_field("seats_max", writable=True),
        api_field("term_years", writable=True),
        api_field("programmes", writable=True),
        api_field("name_genitive", writable=True),
        api_field("name_dative", writable=True),
        api_field("name_accusative", writable=True),
        api_field("name_instrumental", writable=True),
        api_field("name_locative", writable=True),
        api_field("meeting_label", writable=True),
        api_field("meeting_label_plural", writable=True),
        api_field("tier_label", writable=True),
        api_field("tier_label_plural", writable=True),
        api_field("group_label", writable=True),
        api_field("group_label_plural", writable=True),
        api_field("role_labels", writable=True),
    ]
    content_panels = panels.COMMITTEE_CONTENT
    composition_panels = panels.COMMITTEE_COMPOSITION
    wording_panels = panels.COMMITTEE_WORDING

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            self._forget_foreign_tier()
        super().save(*args, **kwargs)

    def get_body_context(self, request, base: dict) -> dict:
        own = context.committee_context(self, request, base)
        return {**super().get_body_context(request, base), **own}

    @classmethod
    def clean_parent_page_models(cls):
        """Under any page that is not itself a body."""
        return [
            model
            for model in super().clean_parent_page_models()
            if not issubclass(model, BodyPageMixin)
        ]

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page._forget_foreign_tier()
        return page

    def _forget_foreign_tier(self) -> None:
        """A copy of a committee, and its copied drafts, would keep the original's tier."""
        if self.statutory_body is not None and not self._is_own_tier(self.statutory_body):
            self.statutory_body = None

    def clean(self):
        super().clean()
        if None not in (self.seats_min, self.seats_max) and self.seats_max < self.seats_min:
            raise ValidationError({"seats_max": _("The most is below the least.")})
        if self.term_years and self.term_years > MAX_TERM_YEARS:
            message = _("A term lasts at most %(years)d years.") % {"years": MAX_TERM_YEARS}
            raise ValidationError({"term_years": message})
        if self.statutory_body is not None and not self._is_own_tier(self.statutory_body):
            raise ValidationError(
                {"statutory_body": _("Choose this committee or one of its own tiers.")}
            )

    def _is_own_tier(self, page) -> bool:
        """Whether ``page`` is this committee or a tier of it, in whichever language."""
        if page.translation_key == self.translation_key:
            return True
        model = page.specific_class
        if model is None or not issubclass(model, TierPageMixin):
            return False
        committee = committee_of(page)
        return committee is not None and committee.translation_key == self.translation_key


class UnderCommitteeMixin:
    """Stands under a committee or, when ``parent_mixins`` says so, under other bodies of it."""

    @classmethod
    def parent_mixins(cls) -> tuple[type, ...]:
        return (CommitteePageMixin,)

    @classmethod
    def clean_parent_page_models(cls):
        return page_models(cls.parent_mixins())

    def _get_autogenerated_slug(self, base_slug):
        if base_slug in RESERVED_SLUGS:
            base_slug = f"{base_slug}-1"
        return super()._get_autogenerated_slug(base_slug)

    def clean(self):
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("This address is taken by a section of the page above. Choose another.")}
            )


class TierPageMixin(UnderCommitteeMixin, BodyPageMixin):
    """An ordered degree of engagement inside a committee (requirement 3)."""

    position = models.PositiveSmallIntegerField(
        _("position"), default=1, help_text=_("1 is the closest engagement.")
    )
    for_whom = models.TextField(_("for whom"), blank=True)
    tasks = RichTextField(_("what it does"), blank=True, features=TEXT_FEATURES)
    time_needed = models.CharField(_("how much time it asks"), max_length=255, blank=True)
    meeting_frequency = models.CharField(_("how often it meets"), max_length=255, blank=True)
    how_to_join = RichTextField(_("how to join"), blank=True, features=TEXT_FEATURES)

    polish_search_fields = [
        *BodyPageMixin.polish_search_fields,
        "for_whom",
        "tasks",
        "time_needed",
        "meeting_frequency",
        "how_to_join",
    ]
    api_fields = [
        *BodyPageMixin.api_fields,
        api_field("position", writable=True),
        api_field("for_whom", writable=True),
        api_field("tasks", writable=True),
        api_field("time_needed", writable=True),
        api_field("meeting_frequency", writable=True),
        api_field("how_to_join", writable=True),
    ]
    content_panels = panels.TIER_CONTENT

    class Meta:
        abstract = True

    def get_body_context(self, request, base: dict) -> dict:
        own = context.tier_context(self, request, base)
        return {**super().get_body_context(request, base), **own}


class GroupPageMixin(UnderCommitteeMixin, BodyPageMixin):
    """A working, coordinating, thematic or territorial group, presidium or team (5–11)."""

    kind = ChoiceField(_("kind"), choices=GroupKind, default=GroupKind.WORKING)
    purpose = RichTextField(_("purpose"), blank=True, features=TEXT_FEATURES)
    outputs = StreamField([("output", OutputBlock())], verbose_name=_("outputs"), blank=True)
    area = models.TextField(
        _("area"), blank=True, help_text=_("Counties or communes, for a territorial group.")
    )
    supervises = StreamField(
        [("body", BodyChooserBlock())], verbose_name=_("supervises"), blank=True
    )
    founding_act = models.ForeignKey(
        "rkres_wagtail.LegalAct",
        verbose_name=_("created by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    polish_search_fields = [*BodyPageMixin.polish_search_fields, "purpose", "area", "outputs"]
    api_fields = [
        *BodyPageMixin.api_fields,
        api_field("kind", writable=True),
        api_field("kind_label", serializer=DisplayField(source="get_kind_display")),
        api_field("purpose", writable=True),
        api_field("outputs", writable=True),
        api_field("area", writable=True),
        api_field("supervises", serializer=PublicPagesField()),
        api_field("founding_act", serializer=PublicActField()),
        api_field("sort_order", writable=True),
    ]
    content_panels = panels.GROUP_CONTENT

    class Meta:
        abstract = True

    def get_body_context(self, request, base: dict) -> dict:
        own = context.group_context(self, request, base)
        return {**super().get_body_context(request, base), **own}

    @classmethod
    def parent_mixins(cls) -> tuple[type, ...]:
        return (CommitteePageMixin, TierPageMixin)

    def clean(self):
        super().clean()
        if self.pk and any(block.value and block.value.pk == self.pk for block in self.supervises):
            raise ValidationError({"supervises": _("A group cannot supervise itself.")})
