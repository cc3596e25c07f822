"""Admin of the room's snippets: people, organisations, sectors, terms, acts, funding notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import SnippetViewSet

from ..menu import MENU_HOOK, ORDER
from . import choosers, models
from .panels import BodyChooserPanel
from .snippet_filters import (
    LegalActFilterSet,
    OrganisationFilterSet,
    PersonFilterSet,
    SectorFilterSet,
    TermFilterSet,
)
from .snippet_views import (
    SnippetCreateView,
    SnippetDeleteView,
    SnippetEditView,
    SnippetIndexView,
)
from .tables import WIDE, DayColumn, UsageColumn, YesNoColumn, updated_column

# Viewsets -----------------------------------------------------------------------------------------


class CommitteeSnippetViewSet(SnippetViewSet):
    """A snippet that stands in the menu "Committee"."""

    menu_hook = MENU_HOOK
    index_view_class = SnippetIndexView
    index_results_template_name = "rkres_wagtail/admin/snippet_results.html"
    add_view_class = SnippetCreateView
    edit_view_class = SnippetEditView
    delete_view_class = SnippetDeleteView
    related: tuple[str, ...] = ()
    # Wagtail's "Add %(model_name)s" cannot inflect a Polish noun.
    add_label: object
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50

    def get_queryset(self, request):
        queryset = self.model.objects.annotate(
            usage_count=ReferenceIndex.usage_count_subquery(self.model)
        )
        return queryset.select_related(*self.related) if self.related else queryset

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(add_item_label=self.add_label, **kwargs)


class PersonViewSet(CommitteeSnippetViewSet):
    model = models.Person
    chooser_viewset_class = choosers.PersonChooserViewSet
    add_label = _("Add a person")
    icon = "user"
    menu_order = ORDER["people"]
    list_display = [
        "__str__",
        Column(
            "academic_title",
            label=_("Academic title"),
            sort_key="academic_title",
            classname=WIDE,
        ),
        YesNoColumn("has_public_profile", label=_("Public page"), sort_key="has_public_profile"),
        UsageColumn(),
        updated_column(),
    ]
    filterset_class = PersonFilterSet
    ordering = "sort_key"
    inspect_view_fields = [
        "first_name",
        "last_name",
        "academic_title",
        "has_public_profile",
        "consented_on",
        "about",
        "photo",
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("academic_title"),
                FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
            ],
            heading=_("Name of the person"),
            help_text=_(
                "The public sees it in lists of members. Telephone and e-mail do not belong "
                "here: they have a register of their own, seen by the office only."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("has_public_profile"),
                FieldPanel("consented_on"),
                FieldPanel("about"),
                FieldPanel("photo"),
            ],
            heading=_("Public page of the person"),
            help_text=_(
                "Without consent the person has no page of their own: the name stands in lists "
                "of members as plain text."
            ),
        ),
    ]


class OrganisationViewSet(CommitteeSnippetViewSet):
    model = models.Organisation
    chooser_viewset_class = choosers.OrganisationChooserViewSet
    add_label = _("Add an organisation")
    icon = "home"
    menu_order = ORDER["organisations"]
    list_display = [
        "name",
        Column("short_name", label=_("Short name"), sort_key="short_name", classname=WIDE),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column(
            "county",
            label=_("County"),
            accessor="get_county_display",
            sort_key="county",
            classname=WIDE,
        ),
        UsageColumn(),
        updated_column(),
    ]
    filterset_class = OrganisationFilterSet
    ordering = "sort_key"
    inspect_view_fields = ["name", "short_name", "kind", "county", "website", "logo"]
    panels = [
        FieldPanel("name", help_text=_("The full name; the public sees it beside its members.")),
        FieldPanel("short_name", help_text=_("Used where the full name would not fit.")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("county")]),
        FieldPanel("website", help_text=_("The public sees a link.")),
        FieldPanel("logo"),
    ]


class SectorViewSet(CommitteeSnippetViewSet):
    model = models.Sector
    chooser_viewset_class = choosers.SectorChooserViewSet
    add_label = _("Add a sector")
    icon = "tag"
    menu_order = ORDER["sectors"]
    related = ("committee",)
    search_fields = ["name"]
    list_display = [
        "name",
        Column("committee", label=_("Committee"), sort_key="committee__title", classname=WIDE),
        Column("seats_min", label=_("Least seats"), sort_key="seats_min", classname=WIDE),
        Column("seats_max", label=_("Most seats"), sort_key="seats_max", classname=WIDE),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
        UsageColumn(),
    ]
    filterset_class = SectorFilterSet
    inspect_view_fields = ["name", "committee", "description", "seats_min", "seats_max"]
    panels = [
        BodyChooserPanel("committee", mixin="CommitteePageMixin"),
        FieldPanel(
            "name",
            help_text=_("Whom the seats represent. The public sees members grouped under it."),
        ),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("seats_min"), FieldPanel("seats_max")]),
        FieldPanel(
            "sort_order", help_text=_("Place on the public list: 0 stands before 1, 1 before 2.")
        ),
    ]


class TermViewSet(CommitteeSnippetViewSet):
    model = models.Term
    chooser_viewset_class = choosers.TermChooserViewSet
    add_label = _("Add a term")
    icon = "calendar"
    menu_order = ORDER["terms"]
    related = ("committee",)
    search_fields = ["name"]
    list_display = [
        "__str__",
        Column("committee", label=_("Committee"), sort_key="committee__title", classname=WIDE),
        DayColumn("starts_on", label=_("First day"), sort_key="starts_on"),
        DayColumn("ends_on", label=_("Last day"), sort_key="ends_on"),
        UsageColumn(),
        updated_column(),
    ]
    filterset_class = TermFilterSet
    inspect_view_fields = ["committee", "ordinal", "name", "starts_on", "ends_on"]
    panels = [
        BodyChooserPanel("committee", mixin="CommitteePageMixin"),
        FieldRowPanel([FieldPanel("ordinal"), FieldPanel("name")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])],
            heading=_("From when to when"),
            help_text=_(
                "The public sees the term that runs today; earlier ones go to the archive by "
                "themselves after their last day."
            ),
        ),
    ]


class LegalActViewSet(CommitteeSnippetViewSet):
    model = models.LegalAct
    chooser_viewset_class = choosers.LegalActChooserViewSet
    add_label = _("Add an act")
    icon = "doc-full"
    menu_order = ORDER["acts"]
    related = ("body", "term")
    list_display = [
        "__str__",
        Column("purpose", label=_("What it does"), accessor="get_purpose_display", classname=WIDE),
        Column("body", label=_("Concerns"), sort_key="body__title", classname=WIDE),
        DayColumn("issued_on", label=_("Date"), sort_key="issued_on"),
        UsageColumn(),
        updated_column(),
    ]
    filterset_class = LegalActFilterSet
    ordering = "-issued_on"
    inspect_view_fields = [
        "body",
        "term",
        "kind",
        "purpose",
        "number",
        "issuer",
        "issued_on",
        "title",
        "document",
        "url",
    ]
    panels = [
        BodyChooserPanel("body"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("purpose")]),
        FieldRowPanel([FieldPanel("number"), FieldPanel("issued_on")]),
        FieldPanel("issuer", help_text=_("Who issued it, in the genitive, as acts are quoted.")),
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("document"), FieldPanel("url")],
            heading=_("File or link"),
            help_text=_("The public opens the act with it. Without either, only its name shows."),
        ),
        FieldPanel("term", help_text=_("Only where the act belongs to one term.")),
    ]


class FundingNoticeViewSet(CommitteeSnippetViewSet):
    model = models.FundingNotice
    chooser_viewset_class = choosers.FundingNoticeChooserViewSet
    add_label = _("Add a funding notice")
    icon = "openquote"
    menu_order = ORDER["funding"]
    search_fields = ["name"]
    list_display = ["name", UsageColumn(), updated_column()]
    inspect_view_fields = ["name", "text", "logos"]
    panels = [
        FieldPanel("name"),
        FieldPanel("text", help_text=_("The sentence that the programme requires, word for word.")),
        FieldPanel("logos", help_text=_("In the order that the programme requires.")),
    ]


SNIPPETS = (
    PersonViewSet,
    OrganisationViewSet,
    SectorViewSet,
    TermViewSet,
    LegalActViewSet,
    FundingNoticeViewSet,
)
