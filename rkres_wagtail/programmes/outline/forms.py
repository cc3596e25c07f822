"""Forms of the screens of the tree; the services check what they say."""

from __future__ import annotations

from itertools import groupby

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from ...consultations.document.forms import EditsForm
from ..models import ProgrammeNode
from .pointing import candidates

_TEXTS = ("number", "title", "kind", "description")


class PointsWidget(forms.CheckboxSelectMultiple):
    """Boxes to tick, programme by programme; those of one are folded until one is ticked.

    One template for all of them: Django's own would render one a box.
    """

    template_name = "rkres_wagtail/programmes/outline/_points_widget.html"

    def get_context(self, name, value, attrs):
        chosen = {str(each) for each in value or ()}
        groups = [
            {
                "label": label,
                "options": [(str(key), text, str(key) in chosen) for key, text in options],
                "chosen": sum(str(key) in chosen for key, _text in options),
            }
            for label, options in self.choices
        ]
        return {
            "widget": {
                "name": name,
                "id": (attrs or {}).get("id", f"id_{name}"),
                "described_by": (attrs or {}).get("aria-describedby", ""),
                "groups": groups,
                "template_name": self.template_name,
            }
        }

    def id_for_label(self, id_, index=None):
        return id_


class NodeForm(WagtailAdminModelForm):
    """One element; ``state`` is what it was when the editor opened it."""

    state = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    page = forms.IntegerField(widget=forms.HiddenInput, required=False)
    points_to = forms.TypedMultipleChoiceField(
        label=_("Contributes to"),
        required=False,
        coerce=int,
        widget=PointsWidget,
        help_text=_("Elements of another programme, e.g. an area of the national one."),
        error_messages={
            "invalid_choice": _("One of the chosen elements has been removed in the meantime.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.attrs["list"] = "rkres-tree-kinds"
        self.points = {row.pk: row for row in self._points()}
        self.fields["points_to"].choices = [
            (page.title, [(row.pk, _indented(row)) for row in rows])
            for page, rows in groupby(self.points.values(), key=lambda row: row.programme)
        ]
        if self.instance.pk:
            self.initial["points_to"] = [row.pk for row in self.initial.get("points_to", ())]

    def _points(self):
        if not self.instance.programme_id:
            return ()
        rows = candidates(self.instance.programme).defer("description")
        return rows.select_related("programme")

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""

    @cached_property
    def values(self) -> dict:
        data = self.cleaned_data
        keys = data["points_to"] or ()
        return {
            **{name: data[name] for name in _TEXTS},
            "points_to": [self.points[key] for key in keys],
        }


def _indented(row: ProgrammeNode) -> str:
    return "\u2003" * (row.level - 1) + row.heading


def form_panels():
    """The small form of one element, as Wagtail makes those of its own pages."""
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("kind")]),
        FieldPanel("description", help_text=_("The public reads it on the element's own page.")),
        FieldPanel("points_to"),
    ]
    return ObjectList(panels, base_form_class=NodeForm).bind_to_model(ProgrammeNode)


class PlaceForm(EditsForm):
    """Where an element moves with what stands under it."""

    UNDER, FIRST, AFTER = "under", "first", "after"

    way = forms.ChoiceField(
        label=_("How it shall stand"),
        widget=forms.RadioSelect,
        choices=[
            (UNDER, _("under the chosen element, as the last one")),
            (FIRST, _("under the chosen element, as the first one")),
            (AFTER, _("after the chosen element and what stands under it, at its level")),
        ],
        initial=UNDER,
    )
    place = forms.TypedChoiceField(
        label=_("Chosen element"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("What stands under the element that moves is not offered."),
        error_messages={
            "invalid_choice": _(
                "Choose an element of the list: not the one that moves, nor what stands under it."
            )
        },
    )

    def __init__(self, *args, places: list[ProgrammeNode], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {row.pk: row for row in places}
        self.fields["place"].choices = [
            ("", capfirst(_("the programme itself (the highest level)"))),
            *((row.pk, _indented(row)) for row in places),
        ]

    @property
    def chosen(self) -> ProgrammeNode | None:
        return self.places.get(self.cleaned_data["place"])
