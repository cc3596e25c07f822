"""Filters of the register: what the address may ask, and what it finds."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...consultations.models import SectionText
from ..choices import AuthorKind, Channel, FormalReason, Moderation
from ..models import Remark, ResponseStatus
from ..querysets import gap_condition
from .keepers import keepers, name_of
from .searching import search

_ANYTHING = [("", pgettext_lazy("filter of remarks", "any"))]

_STANDS = Q(withdrawn_at=None, erased_at=None)
_UNCONFIRMED = Q(submission__needs_confirmation=True, submission__confirmed_at=None)


class FilterForm(forms.Form):
    """All of them may be empty; what is no choice is left out, never an error of the page."""

    q = forms.CharField(
        label=_("Words, author or number"), required=False, max_length=200, strip=True
    )
    section = forms.ChoiceField(label=_("Part of the document"), required=False)
    channel = forms.ChoiceField(label=_("Way it came in"), required=False)
    author = forms.ChoiceField(label=_("Author"), required=False)
    moderation = forms.ChoiceField(label=_("Publication"), required=False)
    answer = forms.ChoiceField(label=_("Position"), required=False)
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    defect = forms.ChoiceField(label=_("Formal defects"), required=False)
    standing = forms.ChoiceField(label=_("Which remarks"), required=False)

    def __init__(self, data, *, page, user):
        super().__init__(data)
        self.page, self.user = page, user
        for name in self.fields:
            if name != "q":
                self.fields[name].choices = [*_ANYTHING, *getattr(self, f"_{name}_choices")()]
        self.fields["standing"].choices = [
            ("", _("those that count")),
            *self._standing_choices(),
        ]

    # How they stand --------------------------------------------------------------------------

    #: Those that are used daily; the others are behind "More filters".
    FIRST = ("q", "moderation", "answer", "assigned")

    @property
    def first(self) -> list:
        return [self[name] for name in self.FIRST]

    @property
    def others(self) -> list:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def uses_others(self) -> bool:
        return any(name not in self.FIRST for name in self.chosen)

    # Choices ---------------------------------------------------------------------------------

    def _section_choices(self):
        names = names_of_sections(self.page)
        return [
            ("none", _("without a part")),
            *((str(pk), text) for pk, text in names.items()),
        ]

    def _channel_choices(self):
        return Channel.choices

    def _author_choices(self):
        return AuthorKind.choices

    def _moderation_choices(self):
        return Moderation.choices

    def _answer_choices(self):
        statuses = ResponseStatus.objects.filter(
            pk__in=Remark.objects.of(self.page).order_by().values("response__status")
        )
        return [
            ("gap", _("missing or incomplete")),
            ("complete", _("complete")),
            ("none", _("no position yet")),
            *((f"status-{each.pk}", each.name) for each in statuses),
        ]

    def _assigned_choices(self):
        return [
            ("me", _("to me")),
            ("nobody", _("to nobody")),
            *((str(each.pk), name_of(each)) for each in self.keepers),
        ]

    @cached_property
    def keepers(self) -> list:
        return list(keepers(self.page))

    def _defect_choices(self):
        return [("any", _("any defect")), ("no", _("no defect")), *FormalReason.choices]

    def _standing_choices(self):
        return [
            ("all", _("everything that came in")),
            ("unconfirmed", _("not confirmed by the author")),
            ("withdrawn", _("withdrawn")),
            ("erased", _("erased at the author's request")),
        ]

    # What it finds ---------------------------------------------------------------------------

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be chosen."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    def find(self):
        """Remarks of the consultation, by number."""
        rows = Remark.objects.of(self.page)
        chosen = self.chosen
        rows = self._of_standing(rows, chosen.get("standing", ""), chosen.get("moderation", ""))
        for name in ("section", "channel", "author", "moderation", "answer", "assigned", "defect"):
            if name in chosen:
                rows = rows.filter(getattr(self, f"_{name}_is")(chosen[name]))
        if "q" in chosen:
            rows = search(rows, chosen["q"])
        return rows.order_by("number")

    @staticmethod
    def _of_standing(rows, standing: str, moderation: str):
        if standing == "unconfirmed":
            return rows.filter(_UNCONFIRMED)
        if standing == "withdrawn":
            return rows.exclude(withdrawn_at=None)
        if standing == "erased":
            return rows.exclude(erased_at=None)
        if standing == "all" or moderation == Moderation.JUNK:
            return rows
        return rows.counted()

    def _section_is(self, value: str) -> Q:
        return Q(section=None) if value == "none" else Q(section=value)

    def _channel_is(self, value: str) -> Q:
        return Q(submission__channel=value)

    def _author_is(self, value: str) -> Q:
        return Q(submission__author_kind=value)

    def _moderation_is(self, value: str) -> Q:
        return Q(moderation=value)

    def _answer_is(self, value: str) -> Q:
        if value == "gap":
            return _STANDS & gap_condition()
        if value == "complete":
            return _STANDS & ~Q(pk__in=Remark.objects.of(self.page).with_gap().values("pk"))
        if value == "none":
            return _STANDS & Q(response=None)
        return Q(response__status=value.removeprefix("status-"))

    def _assigned_is(self, value: str) -> Q:
        if value == "nobody":
            return Q(assigned_to=None)
        return Q(assigned_to=self.user.pk if value == "me" else value)

    def _defect_is(self, value: str) -> Q:
        everyone = Q()
        for reason in FormalReason.values:
            everyone |= Q(**{f"submission__is_{reason}": True})
        if value in ("any", "no"):
            return everyone if value == "any" else ~everyone
        return Q(**{f"submission__is_{value}": True})


def names_of_sections(page) -> dict[int, str]:
    """Key of each section that has remarks -> its newest heading, in the order of reading."""
    used = Remark.objects.of(page).exclude(section=None).order_by().values("section")
    texts = SectionText.objects.filter(identity__in=used).order_by("version__number", "position")
    found: dict[int, str] = {}
    # A later version puts its heading, and its place, in the stead of an earlier one.
    for pk, number, title in texts.values_list("identity", "number", "title"):
        found.pop(pk, None)
        found[pk] = SectionText(number=number, title=title).heading
    return found
