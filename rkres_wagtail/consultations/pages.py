"""Page mixins of consultations; ``rkres_wagtail.pages`` makes our page types from them.

Dates, versions and the report are no part of a page: they are rows beside it (``models/``).
"""

from __future__ import annotations

from datetime import datetime

import swapper
from django.conf import settings as django_settings
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
from ..bodies.tree import committee_of, page_models
from ..fields import DayField, StreamField
from ..public import Gate, PublicPageMixin
from ..search import PolishIndexed
from ..text import without_directions
from . import panels, rules
from .api_fields import CONSULTATION_API_FIELDS, INDEX_API_FIELDS
from .blocks import CHANNEL_BLOCKS, CopyBlock, FileBlock
from .choices import ConsultationState
from .course import Course, course_of, courses_of
from .forms import ConsultationIndexPageForm, ConsultationPageForm
from .presentation.context import consultation_context
from .presentation.listing import index_context
from .presentation.rows import report_days
from .presentation.serving import limit_to_course, moments_of, note
from .presentation.words import result_line

MAX_CHANNELS = 20


class ConsultationIndexPageMixin(UnderCommitteeMixin, PublicPageMixin, PolishIndexed, models.Model):
    """A committee's consultations: open now first, then announced, analysed, closed, archive."""

    lead = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("Stands at the top of the page, above the consultations."),
    )

    search_fields = [
        *PolishIndexed.search_fields,
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = ["title", "lead"]
    polish_autocomplete_fields = ["title"]
    api_fields = INDEX_API_FIELDS
    base_form_class = ConsultationIndexPageForm
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
            if issubclass(model, ConsultationPageMixin)
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

    def serve(self, request, *args, **kwargs):
        """Let no cache outlive the moment at which one of the consultations opens or closes."""
        response = super().serve(request, *args, **kwargs)
        limit_to_course(self, request, response)
        return response


class ConsultationPageMixin(PublicPageMixin, RoutablePageMixin, PolishIndexed, models.Model):
    """One document that people are asked about (requirements 44–53).

    What the office announces is here; when it is open, the text and the report are not.
    """

    kind = models.ForeignKey(
        "rkres_wagtail.ConsultationKind",
        verbose_name=_("kind of document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Whose consultation it is; its calendar has the closing date."),
    )
    audience = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("who is asked"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: everyone. Otherwise the members of this committee, tier or group."),
    )
    lead = models.TextField(
        _("what it is about"),
        blank=True,
        help_text=_("Two sentences in plain words; they open the summary."),
    )
    authority = models.CharField(
        _("who decides"),
        max_length=255,
        blank=True,
        help_text=_("E.g. “Board of the Voivodeship”."),
    )
    host_unit = models.CharField(
        _("who conducts it"), max_length=255, blank=True, help_text=_("The office or unit.")
    )
    contact_person = models.CharField(_("contact person"), max_length=255, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    next_steps = models.TextField(
        _("what happens next"),
        blank=True,
        help_text=_("After the closing: who looks at the remarks, who adopts the document, when."),
    )
    description = RichTextField(
        _("announcement"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What does not fit into two sentences, e.g. why the document is needed."),
    )
    legal_basis = models.TextField(
        _("legal basis"), blank=True, help_text=_("As the announcement cites it.")
    )
    initiating_act = models.ForeignKey(
        "rkres_wagtail.LegalAct",
        verbose_name=_("act that started it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    invited = models.TextField(_("who is invited"), blank=True, help_text=_("One a line."))
    notified = models.TextField(_("who was notified"), blank=True, help_text=_("One a line."))
    announced_on = DayField(
        _("announced on"),
        null=True,
        blank=True,
        help_text=_("Empty: the day on which this page was first published."),
    )
    report_due_on = DayField(
        _("report promised by"),
        null=True,
        blank=True,
        help_text=_("Empty: so many days after the closing as the settings of the site say."),
    )
    channels = StreamField(
        CHANNEL_BLOCKS, verbose_name=_("ways of answering"), blank=True, max_num=MAX_CHANNELS
    )
    only_on_form = models.BooleanField(_("only on the form"), default=False)
    signature_required = models.BooleanField(_("signature needed"), default=False)
    anonymous_accepted = models.BooleanField(
        _("anonymous remarks are examined"), null=True, blank=True
    )
    receipt_date_counts = models.BooleanField(
        _("the date of receipt counts"),
        null=True,
        blank=True,
        help_text=_("“No”: the date of dispatch counts."),
    )
    other_rules = RichTextField(_("other rules"), blank=True, features=TEXT_FEATURES)
    forms = StreamField([("file", FileBlock())], verbose_name=_("forms to fill in"), blank=True)
    copies = StreamField([("copy", CopyBlock())], verbose_name=_("copies elsewhere"), blank=True)
    principles_at = models.DateTimeField(null=True, blank=True, editable=False)
    principles_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
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
        index.FilterField("report_due_on"),
        index.FilterField("expire_at"),
        index.FilterField("alias_of"),
    ]
    polish_search_fields = [
        "title",
        "lead",
        "description",
        "next_steps",
        "authority",
        "host_unit",
        "public_document_text",
        "public_report_text",
        "public_remarks_text",
    ]
    polish_autocomplete_fields = ["title"]
    api_fields = CONSULTATION_API_FIELDS
    base_form_class = ConsultationPageForm
    #: A copy is another consultation.
    exclude_fields_in_copy = [*rules.OWN_FACTS, "hearings"]

    class Meta:
        abstract = True

    #: What the form has noted for the page's history, until the revision is saved.
    note_for_history = None

    def save(self, *args, **kwargs):
        if self._state.adding:
            rules.take_facts_of_translation(self)
        super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        revision = super().save_revision(*args, **kwargs)
        if self.note_for_history is not None:
            self.note_for_history.write(self)
            self.note_for_history = None
        return revision

    @cached_classmethod
    def get_edit_handler(cls):
        return panels.consultation_edit_handler(cls)

    # Where it stands -------------------------------------------------------------------------

    @classmethod
    def clean_parent_page_models(cls):
        return page_models(ConsultationIndexPageMixin)

    @cached_property
    def committee(self):
        """The committee under which the consultation stands, as its own class; or None."""
        page = committee_of(self)
        return page.specific if page is not None else None

    # State -----------------------------------------------------------------------------------

    @property
    def course(self) -> Course:
        """Rounds, outcome and report as they are now; of an alias, those of its source."""
        return course_of(self.source)

    def state(self, now=None) -> str:
        """A ``ConsultationState``; time flips it by itself."""
        return self._result_course.state(now or self._result_moment)

    @property
    def state_label(self) -> str:
        return str(ConsultationState(self.state()).label)

    @property
    def _result_course(self) -> Course:
        return self.__dict__.get("_prepared_course") or self.course

    @property
    def _result_moment(self) -> datetime:
        return self.__dict__.get("_prepared_at") or timezone.now()

    @classmethod
    def prepare_results(cls, pages, request) -> None:
        """Read the courses of all ``pages`` of a list of search results at once.

        What they say changes by itself: the list is kept no longer (``serving.note``).
        """
        gate = Gate.of(request)
        courses = courses_of(pages, now=gate.now, report_days=report_days(gate))
        for page in pages:
            course = courses[page.translation_key]
            page._prepared_course, page._prepared_at = course, gate.now
            note(request, [*moments_of(course, gate.now), page.expire_at])

    # How it is shown -------------------------------------------------------------------------

    @property
    def result_line(self) -> str:
        """What a list of search results says beside the title: until when it is open."""
        return result_line(self._result_course, self._result_moment)

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            **consultation_context(self, request),
        }

    def serve(self, request, *args, **kwargs):
        """Let no cache outlive the moment at which the consultation opens or closes."""
        response = super().serve(request, *args, **kwargs)
        limit_to_course(self, request, response)
        return response

    @path("dokument/", name="document")
    def document_route(self, request):
        """The latest published version of the text."""
        from .reader.views import document

        return document(self, request)

    @path("dokument/wersja-<int:number>/", name="document_version")
    def version_route(self, request, number: int):
        """One published version of the text."""
        from .reader.views import document

        return document(self, request, number=number)

    @path("dokument/porownanie/", name="document_comparison")
    def comparison_route(self, request):
        """Two published versions, section by section (``?od=1&do=2``)."""
        from .reader.views import comparison

        return comparison(self, request)

    @path("raport/", name="report")
    def report_route(self, request):
        """The published report."""
        from .report.public_views import report

        return report(self, request)

    @path("uwagi/", name="remarks")
    def remarks_route(self, request):
        """Remarks that the public may read; answered by the room of remarks."""
        return sub_addresses.answer("remarks", self, request)

    @path("uwagi/zglos/", name="remark_form")
    def remark_form_route(self, request):
        """The form in which people send remarks, where the office has opened it."""
        return sub_addresses.answer("remark_form", self, request)

    @path("uwagi/pokwitowania/", name="remark_receipts")
    def remark_receipts_route(self, request):
        """Receipts of all remarks with their seals, and a check of one's own."""
        return sub_addresses.answer("remark_receipts", self, request)

    def sitemap_below(self, gate: Gate):
        """The text, the report and the remarks, as far as they are published."""
        from .presentation.sitemap import addresses_below

        return addresses_below(self, gate)

    def get_cached_paths(self):
        from .presentation.serving import cached_paths_below

        return [*super().get_cached_paths(), *cached_paths_below(self)]

    @property
    def public_document_text(self) -> str:
        """Words of the latest published version: whoever looks for them finds the page."""
        from .reader.searching import public_words

        return public_words(self) if self.pk else ""

    @property
    def public_report_text(self) -> str:
        from .report.searching import public_words

        return public_words(self) if self.pk else ""

    @property
    def public_remarks_text(self) -> str:
        """Words of remarks and answers that the public reads; of the room of remarks."""
        return sub_addresses.words("remarks", self)

    # Writing -----------------------------------------------------------------------------------

    def full_clean(self, *args, **kwargs):
        self.title = without_directions(self.title)
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        rules.check_consultation(self)
