"""Admin of the kinds of consulted documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from ..bodies.panels import BodyChooserPanel
from ..bodies.tables import WIDE, UsageColumn
from ..bodies.viewsets import CommitteeSnippetViewSet
from ..menu import ORDER
from .choosers import ConsultationKindChooserViewSet
from .filters import ConsultationKindFilterSet
from .models import ConsultationKind


class ConsultationKindViewSet(CommitteeSnippetViewSet):
    model = ConsultationKind
    chooser_viewset_class = ConsultationKindChooserViewSet
    add_label = _("Add a kind of document")
    icon = "tag"
    menu_order = ORDER["consultation_kinds"]
    related = ("committee",)
    search_fields = ["name"]
    list_display = [
        "name",
        Column("committee", label=_("Committee"), sort_key="committee__title", classname=WIDE),
        Column("minimum_days", label=_("Shortest (days)"), sort_key="minimum_days"),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
        UsageColumn(),
    ]
    filterset_class = ConsultationKindFilterSet
    inspect_view_fields = ["name", "committee", "minimum_days", "description"]
    panels = [
        BodyChooserPanel("committee", mixin="CommitteePageMixin"),
        FieldPanel(
            "name",
            help_text=_(
                "E.g. “draft programme”, in small letters. The public reads it above the title."
            ),
        ),
        FieldPanel("minimum_days"),
        FieldPanel("description"),
        FieldPanel(
            "sort_order",
            help_text=_("Place in lists to choose from: 0 stands before 1, 1 before 2."),
        ),
    ]


SNIPPETS = (ConsultationKindViewSet,)
