"""Admin of the kinds of decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from ..bodies.panels import BodyChooserPanel
from ..bodies.tables import WIDE, UsageColumn
from ..bodies.viewsets import CommitteeSnippetViewSet
from ..menu import ORDER
from .choosers import DecisionKindChooserViewSet
from .filters import DecisionKindFilterSet
from .models import DecisionKind


class DecisionKindViewSet(CommitteeSnippetViewSet):
    model = DecisionKind
    chooser_viewset_class = DecisionKindChooserViewSet
    add_label = _("Add a kind of decision")
    icon = "tag"
    menu_order = ORDER["decision_kinds"]
    related = ("committee",)
    search_fields = ["name"]
    list_display = [
        "name",
        Column("committee", label=_("Committee"), sort_key="committee__title", classname=WIDE),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
        UsageColumn(),
    ]
    filterset_class = DecisionKindFilterSet
    inspect_view_fields = ["name", "name_plural", "committee", "description"]
    panels = [
        BodyChooserPanel("committee", mixin="CommitteePageMixin"),
        FieldRowPanel(
            [
                FieldPanel(
                    "name",
                    help_text=_(
                        "E.g. “resolution”, in small letters. The public reads it before the "
                        "number."
                    ),
                ),
                FieldPanel("name_plural"),
            ]
        ),
        FieldPanel("description"),
        FieldPanel(
            "sort_order",
            help_text=_("Place in lists to choose from: 0 stands before 1, 1 before 2."),
        ),
    ]


SNIPPETS = (DecisionKindViewSet,)
