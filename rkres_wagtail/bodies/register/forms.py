"""Forms of the registers: panels in the order of a clerk's work, and the small verbs' forms."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from ...fields import check_day
from ...widgets import DAY_FORMATS, DayInput
from ..choices import EndReason, Role
from ..models import Membership
from ..panels import BodyChooserPanel
from ..rules import canonical_body
from ..tree import committee_of, is_body
from .tools import seat_names


class BodyForm(WagtailAdminModelForm):
    """Offers the terms, sectors and seats of the chosen body's committee only.

    What was posted is offered too, so that the rule says what is wrong with it, in words.
    """

    #: Field -> how its rows follow from a body and from a committee (``translation_key``).
    by_body: dict[str, str] = {}
    by_committee: dict[str, str] = {}
    related: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._without_nonsense()
        body = self.known_body
        committee = committee_of(body) if body else None
        keys = {name: (path, body) for name, path in self.by_body.items()}
        keys |= {name: (path, committee) for name, path in self.by_committee.items()}
        for name, (path, page) in keys.items():
            if name not in self.fields:
                continue
            queryset = self.fields[name].queryset
            if related := self.related.get(name):
                queryset = queryset.select_related(*related)
            if page is not None:
                chosen = [getattr(self.instance, f"{name}_id"), self._posted(name)]
                queryset = queryset.filter(
                    Q(**{f"{path}__translation_key": page.translation_key})
                    | Q(pk__in=[pk for pk in chosen if pk])
                )
            self.fields[name].queryset = queryset

    @cached_property
    def known_body(self):
        """The body posted or that of the row, if it is one at all."""
        field = self.fields.get("body")
        posted = self._posted("body")
        page = self.instance.body if self.instance.body_id else None
        if posted and field:
            page = field.queryset.filter(pk=posted).first()
        return canonical_body(page) if page is not None and is_body(page) else None

    def _without_nonsense(self) -> None:
        """Let a posted key that is no number be a key of nothing: choosers would be a 500."""
        if not self.is_bound:
            return
        data = self.data.copy()
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            if isinstance(field, forms.ModelChoiceField) and data.get(key):
                if self._posted(name) is None:
                    data[key] = "0"
        self.data = data

    def _posted(self, name: str) -> int | None:
        value = str(self.data.get(self.add_prefix(name), "")).strip() if self.is_bound else ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


class MembershipForm(BodyForm):
    by_body = {"seat": "body", "deputy_for": "body"}
    by_committee = {"term": "committee", "sector": "committee"}
    related = {
        "seat": ("body", "institution", "sector"),
        "deputy_for": ("person", "organisation", "body"),
    }

    #: When the row that the form was opened with was saved; an older form than the row would
    #: undo what was done meanwhile, e.g. an end.
    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["opened_at"].initial = self.instance.updated_at.isoformat()
        if "seat" in self.fields:
            self._name_seats(self.fields["seat"])
        if "deputy_for" in self.fields:
            field = self.fields["deputy_for"]
            field.queryset = field.queryset.holders().exclude(pk=self.instance.pk)

    def _name_seats(self, field) -> None:
        """Options that differ: seats of one kind have one label, in one body or several."""
        field.queryset = field.queryset.with_holders().order_by("body__path", "sort_order", "pk")
        names = seat_names(field.queryset, with_body=self.known_body is None)
        field.label_from_instance = lambda seat: names.get(seat.pk, seat.label)

    def clean(self):
        data = super().clean()
        if self.cleaned_data.get("opened_at") and "opened_at" in self.changed_data:
            raise forms.ValidationError(
                _(
                    "Somebody has changed this entry in the meantime. Nothing was saved: open it "
                    "again and enter your changes once more."
                )
            )
        return data


class SeatForm(BodyForm):
    by_committee = {"term": "committee", "sector": "committee"}


class SeatCreateForm(SeatForm):
    """Several seats of one kind at once."""

    count = forms.IntegerField(
        label=capfirst(_("how many")),
        min_value=1,
        max_value=50,
        initial=1,
        help_text=_("More than one: so many seats with the same data are added."),
    )


MEMBERSHIP_HANDLER = ObjectList(
    [
        MultiFieldPanel(
            [
                BodyChooserPanel("body"),
                FieldRowPanel([FieldPanel("term", widget=forms.Select), FieldPanel("seat")]),
            ],
            heading=_("Where"),
            help_text=_(
                "Choose the body first. After saving, the lists of terms, seats and sectors hold "
                "only those of its committee."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("person"),
                FieldPanel("position"),
                FieldPanel("organisation"),
                FieldPanel("represents"),
                FieldPanel("sector", widget=forms.Select),
            ],
            heading=_("Who and for whom"),
            help_text=_(
                "Choose a person, or only an organisation when the institution itself is the "
                "member. The public reads these data if the entry is shown."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("role"),
                FieldPanel("role_label"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("deputy_for"),
            ],
            heading=_("Role and time"),
            help_text=_(
                "Empty dates are those of the term. When the role changes use “Change role” in the "
                "list, so that the earlier one stays in the history."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("is_public"), FieldPanel("sort_order")],
            heading=_("On the public page"),
        ),
        MultiFieldPanel(
            [FieldPanel("end_reason"), FieldPanel("office_note")],
            heading=_("For the office only"),
            help_text=_("The public never sees this."),
            classname="collapsed",
        ),
    ],
    base_form_class=MembershipForm,
)

_SEAT_PANELS = [
    MultiFieldPanel(
        [
            BodyChooserPanel("body"),
            FieldRowPanel(
                [FieldPanel("term", widget=forms.Select), FieldPanel("sector", widget=forms.Select)]
            ),
        ],
        heading=_("Where"),
    ),
    MultiFieldPanel(
        [FieldPanel("institution"), FieldPanel("name"), FieldPanel("sort_order")],
        heading=_("The seat"),
        help_text=_("The public sees a vacant seat under this name."),
    ),
]
SEAT_HANDLER = ObjectList(_SEAT_PANELS, base_form_class=SeatForm)
SEAT_CREATE_HANDLER = ObjectList(
    [*_SEAT_PANELS, MultiFieldPanel([FieldPanel("count")], heading=_("Several at once"))],
    base_form_class=SeatCreateForm,
)
CONTACT_HANDLER = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("person"),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldPanel("address"),
                FieldPanel("note"),
            ],
            heading=_("Contact data"),
            help_text=_(
                "For the office only: they appear on no public page, in no export of members and "
                "in no open data."
            ),
        )
    ]
)


class EndMembershipForm(forms.Form):
    """Ends a membership; on request goes on to the successor."""

    ends_on = forms.DateField(
        label=capfirst(_("last day")),
        widget=DayInput,
        input_formats=DAY_FORMATS,
        validators=[check_day],
    )
    end_reason = forms.ChoiceField(
        label=capfirst(_("reason of end")),
        choices=[("", "---------"), *EndReason.choices],
        required=False,
        help_text=_("For the office only, never shown to the public."),
    )
    with_successor = forms.BooleanField(
        label=capfirst(_("then enter the successor")), required=False, initial=False
    )


class ChangeRoleForm(forms.Form):
    """A new role from the day of the election."""

    role = forms.ChoiceField(label=capfirst(_("new role")), choices=Role.choices)
    role_label = forms.CharField(
        label=capfirst(_("role as shown")),
        max_length=Membership._meta.get_field("role_label").max_length,
        required=False,
        help_text=Membership._meta.get_field("role_label").help_text,
    )
    starts_on = forms.DateField(
        label=capfirst(_("from")),
        widget=DayInput,
        input_formats=DAY_FORMATS,
        validators=[check_day],
        help_text=_("The day of the election. The present entry ends on the day before."),
    )


class UploadForm(forms.Form):
    """A filled list."""

    file = forms.FileField(
        label=capfirst(_("file")),
        help_text=_("XLSX or CSV, best the filled template."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    public = forms.BooleanField(
        label=capfirst(_("show these members to the public")),
        required=False,
        initial=True,
        help_text=_(
            "For rows whose column “shown to the public” is empty. Untick it for a list of people "
            "who did not agree to be named."
        ),
    )
