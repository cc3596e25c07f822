"""Admin of the statuses of answers."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from ...bodies.panels import BodyChooserPanel
from ...bodies.snippet_filters import CommitteeFilter
from ...bodies.tables import WIDE, YesNoColumn
from ...bodies.viewsets import CommitteeSnippetViewSet
from ...menu import ORDER
from ..models import Response, ResponseStatus
from .choosers import ResponseStatusChooserViewSet


class ResponseStatusFilterSet(WagtailFilterSet):
    committee = CommitteeFilter()

    class Meta:
        model = ResponseStatus
        fields: list[str] = []


class ResponseStatusViewSet(CommitteeSnippetViewSet):
    model = ResponseStatus
    chooser_viewset_class = ResponseStatusChooserViewSet
    add_label = _("Add a status of answers")
    icon = "tag"
    menu_order = ORDER["response_statuses"]
    related = ("committee",)
    search_fields = ["name"]
    list_display = [
        "name",
        Column("committee", label=_("Committee"), sort_key="committee__title", classname=WIDE),
        Column("meaning", label=_("Comes to"), accessor="get_meaning_display", sort_key="meaning"),
        YesNoColumn("must_give_reasons", label=_("Needs reasons"), classname=WIDE),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
        Column("answers_count", label=_("Answers"), sort_key="answers_count"),
    ]
    filterset_class = ResponseStatusFilterSet
    inspect_view_fields = ["name", "committee", "meaning", "needs_reasons"]
    panels = [
        BodyChooserPanel("committee", mixin="CommitteePageMixin"),
        FieldPanel(
            "name",
            help_text=_(
                "E.g. “not accepted”, in small letters. The public reads it beside each remark."
            ),
        ),
        FieldPanel("meaning"),
        FieldPanel(
            "needs_reasons",
            help_text=_(
                "Without reasons such an answer holds the report back. A rejection, also a "
                "partial one, always needs them."
            ),
        ),
        FieldPanel(
            "sort_order",
            help_text=_("Place in lists to choose from: 0 stands before 1, 1 before 2."),
        ),
    ]

    def get_queryset(self, request):
        """Answers are in no index of references: personal data are never read from one."""
        rows = Response.objects.filter(status=OuterRef("pk")).order_by().values("status")
        count = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return super().get_queryset(request).annotate(answers_count=Coalesce(count, 0))
