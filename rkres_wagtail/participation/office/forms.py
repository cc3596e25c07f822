"""Forms of the register of declarations; the services check what they say."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ... import desk
from ...bodies.models import Sector
from ...conf import settings
from ...remarks.office.attachments import EXTENSIONS
from ...remarks.office.entry_forms import FilesField, ManyFiles
from ..choices import DeclarationWay
from ..models import DeclarationFile
from .deciding import FACTS
from .keeping import kept_targets
from .retention import MAX_REASON

_WAYS = [choice for choice in DeclarationWay.choices if choice[0] != DeclarationWay.ONLINE]


class DeclarationFilesField(FilesField):
    """Files as remarks take them, by name and content; ``clean`` gives unsaved rows of ours."""

    def clean(self, data, initial=None):
        rows, limit = super().clean(data, initial), settings.DECLARATION_MAX_FILE_BYTES
        for row in rows:
            if row.size > limit:
                text = _("The file has %(size)s; the most is %(limit)s.")
                sizes = {"size": filesizeformat(row.size), "limit": filesizeformat(limit)}
                raise ValidationError(text % sizes)
        names = ("name", "size", "sha256", "content")
        return [DeclarationFile(**{name: getattr(row, name) for name in names}) for row in rows]


class _FactsForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "way" in self.fields:
            self.fields["way"].choices = [("", "---------"), *_WAYS]
        if "sector" in self.fields:
            self._limit_sectors(self.fields["sector"])

    def _limit_sectors(self, field) -> None:
        """Those of committees that the user keeps; named with it where there are several."""
        keys = kept_targets(self.for_user).order_by().values("translation_key")
        rows = Sector.objects.filter(committee__translation_key__in=keys)
        field.queryset = rows.select_related("committee").order_by("committee__path", "sort_order")
        several = len({row.committee_id for row in field.queryset}) > 1
        field.label_from_instance = lambda row: f"{row.committee}: {row}" if several else str(row)

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class EnterForm(_FactsForm):
    """A declaration on paper, by mail, or made in the office."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    attachments = DeclarationFilesField(
        label=_("Files"),
        required=False,
        widget=ManyFiles({"accept": ",".join(f".{end}" for end in EXTENSIONS)}),
        help_text=_("E.g. the scan of the letter. For the office only."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid.uuid4()
        field = self.fields["target"]
        field.queryset = desk.once(kept_targets(self.for_user)).order_by("path")
        field.label_from_instance = lambda page: page.get_admin_display_title()
        self.fields["way"].initial = ""
        for name in ("first_name", "last_name"):
            self.fields[name].required = True


class CorrectForm(_FactsForm):
    #: ``edits`` of the row that the form was opened with.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.edits


_NOTE = MultiFieldPanel(
    [FieldPanel("office_note", widget=AdminAutoHeightTextInput)],
    heading=_("For the office only"),
    help_text=_("The public never sees this; the person may ask for a copy of it."),
)
_PERSON = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
        FieldPanel("email"),
        FieldPanel("organisation_name"),
        FieldPanel("position"),
        FieldPanel("sector", widget=forms.Select),
        FieldPanel("motivation"),
    ],
    heading=_("Who declared"),
    help_text=_("With an e-mail address the person is told of the decision."),
)
_CAME = [FieldRowPanel([FieldPanel("way"), FieldPanel("received_at")])]

ENTER_HANDLER = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("target", widget=forms.Select), *_CAME, FieldPanel("attachments")],
            heading=_("What came in"),
            help_text=_("It counts as confirmed at once and waits for a decision."),
        ),
        _PERSON,
        _NOTE,
    ],
    base_form_class=EnterForm,
)
CORRECT_HANDLER = ObjectList(
    [MultiFieldPanel(_CAME, heading=_("What came in")), _PERSON, _NOTE],
    base_form_class=CorrectForm,
)
NOTE_HANDLER = ObjectList([_NOTE], base_form_class=CorrectForm)


class VerbForm(forms.Form):
    """``edits`` is that of the row which the user saw."""

    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RejectForm(VerbForm):
    reason = forms.CharField(
        label=capfirst(_("reason")),
        required=False,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
        help_text=_("The person reads it in our message and on their own page; nobody else does."),
    )


class WithdrawForm(VerbForm):
    note = forms.CharField(
        label=_("How the person asked for it"),
        required=False,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_("E.g. “by telephone on 3 March”. It joins the note of the office."),
    )


class DataForm(VerbForm):
    """For the copy nothing is needed; for erasing a reason."""

    reason = forms.CharField(
        label=capfirst(_("reason")),
        required=False,
        max_length=MAX_REASON,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_(
            "Needed for erasing; it stays in the history, so write no name. E.g. “request of "
            "3 March, case 12/2026”."
        ),
    )
