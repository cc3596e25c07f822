"""The forms of the meetings' page editors."""

from __future__ import annotations

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..bodies.forms import BodyPageForm
from ..bodies.tree import committee_of, is_body, pages_of
from ..text import plain_slug
from . import rules
from .choices import DatePrecision, MeetingStatus
from .defaults import HOURS, defaults_for
from .rules import dated_slug, fixing_change
from .when import WHEN_FIELDS, When

#: What only “Move” and “Cancel” change once it is settled.
SETTLED_FIELDS = (*WHEN_FIELDS, "status")


class BodiesChoiceField(forms.ModelMultipleChoiceField):
    """Bodies of one committee as in the tree below it; those that ended their work say so."""

    def label_from_instance(self, page) -> str:
        names = [body.title for body in page.get_ancestors(inclusive=True) if is_body(body)]
        # All of them are of the committee, which stands first in the list.
        label = " › ".join(names[1:] or names)
        if not page.is_former:
            return label
        return _("%(name)s (until %(day)s)") % {
            "name": label,
            "day": date_format(page.active_to, "d.m.Y"),
        }


class MeetingIndexPageForm(BodyPageForm):
    pass


class MeetingPageForm(BodyPageForm):
    """Needs a title only; what the public must know is asked for on publishing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.settled = fixing_change(self.instance)
        self._limit_bodies()
        self._limit_status()
        if "access_hours" in self.fields:
            self.fields["access_hours"].required = False
        if self.settled is not None:
            for name in SETTLED_FIELDS:
                if name in self.fields:
                    self.fields[name].disabled = True
        elif not self.is_bound and self.instance.pk is None and self.parent_page is not None:
            self.initial.update(defaults_for(self.parent_page))

    def _limit_bodies(self) -> None:
        if "bodies" not in self.fields:
            return
        from ..bodies.pages import BodyPageMixin

        committee = committee_of(self.parent_page) if self.parent_page else None
        bodies = pages_of(BodyPageMixin)
        bodies = bodies.descendant_of(committee, inclusive=True) if committee else bodies.none()
        self.fields["bodies"] = BodiesChoiceField(
            queryset=bodies.order_by("path").specific(),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=self.fields["bodies"].label,
            help_text=self.fields["bodies"].help_text,
        )

    def _limit_status(self) -> None:
        """Cancelling is a verb of its own."""
        field = self.fields.get("status")
        if field is not None and self.settled is None:
            field.choices = [
                choice for choice in field.choices if choice[0] != MeetingStatus.CANCELLED
            ]

    def clean_access_hours(self):
        hours = self.cleaned_data.get("access_hours")
        default = self._meta.model._meta.get_field("access_hours").get_default()
        return default if hours is None else hours

    def clean(self):
        self.instance.parent_for_rules = self.parent_page
        cleaned = super().clean()
        self._drop_usual_hours(cleaned)
        if "bodies" in cleaned:
            self.instance.chosen_bodies = cleaned["bodies"]
            if not self.is_deferred_validation and not cleaned["bodies"]:
                self.add_error("bodies", rules.no_bodies())
        self._refuse_settled()
        self._check_rows()
        if self.settled is None and not self.is_deferred_validation:
            self._ask_for_date(cleaned)
        return cleaned

    def _drop_usual_hours(self, cleaned) -> None:
        """Clear the hours with which a new form began, where its date has none.

        Nobody typed them: whoever chooses “month only” would be told to clear them. Other hours
        are a contradiction that the rules name.
        """
        is_new = self.instance.pk is None and self.parent_page is not None
        if not is_new or cleaned.get("date_precision") in (None, DatePrecision.MINUTE):
            return
        usual = defaults_for(self.parent_page)
        if all(cleaned.get(name) == usual.get(name) for name in HOURS):
            cleaned.update(dict.fromkeys(HOURS))

    def _check_rows(self) -> None:
        agenda = self.formsets.get("agenda_items")
        if agenda is None:
            return
        # The formset itself says that there are too many.
        self.instance.posted_agenda_length = min(agenda.kept_number, agenda.max_num)
        if "materials" in self.formsets:
            self.formsets["materials"].refuse_unknown_items(agenda.uuids().values())

    def _refuse_settled(self) -> None:
        """Say so where a form that was opened earlier, or the API, sends another date or state.

        A disabled field takes its value from the page and would drop what was sent in silence.
        """
        if self.settled is None:
            return
        for name in SETTLED_FIELDS:
            field = self.fields.get(name)
            key = self.add_prefix(name)
            if field is None or key not in self.data:
                continue
            try:
                sent = field.to_python(self.data.get(key))
            except forms.ValidationError:
                sent = object()
            current = field.to_python(field.prepare_value(getattr(self.instance, name)))
            if (sent or None) != (current or None):
                # At no field: they are not shown any more.
                self.add_error(
                    None,
                    _(
                        "The date is settled: %(date)s (%(state)s). Somebody may have changed it "
                        "since you opened this form. Change it with “Move” or “Cancel the "
                        "meeting”, which ask for a reason."
                    )
                    % {
                        "date": self.settled.when.text(),
                        "state": self.settled.get_status_display(),
                    },
                )
                return

    def get_field_updates_for_resave(self):
        """Tell a form that stays open the uuid of every item, too: it has no other name yet."""
        updates = super().get_field_updates_for_resave()
        agenda = self.formsets.get("agenda_items")
        for form in agenda.kept_forms if agenda is not None else ():
            updates.append((form.add_prefix("uuid"), str(form.instance.uuid)))
        return updates

    def _ask_for_date(self, cleaned) -> None:
        values = [cleaned.get(name) for name in WHEN_FIELDS]
        if values[0] is None or any(name in self.errors for name in WHEN_FIELDS):
            return
        for name, message in When(*values).missing().items():
            if name in self.fields:
                self.add_error(name, message)

    def _slug_base(self) -> str:
        values = [self.cleaned_data.get(name) for name in WHEN_FIELDS]
        when = When(*values).normalised() if values[0] else When()
        title = plain_slug(self.cleaned_data.get("title") or "", "posiedzenie")
        return dated_slug(title, when)


class MeetingPageAPIForm(MeetingPageForm):
    """Over API v3: of the fields that were sent; a new meeting begins with who usually meets.

    What the public must know is asked of the whole page, whichever fields came.
    """

    def clean(self):
        from ..bodies.pages import BodyPageMixin

        is_new = self.instance.pk is None and self.parent_page is not None
        if is_new and "bodies" not in self.fields:
            keys = defaults_for(self.parent_page).get("bodies", [])
            self.instance.bodies = list(pages_of(BodyPageMixin).filter(pk__in=keys))
        return super().clean()

    def _post_clean(self):
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for name, message in rules.publishing_errors(self.instance).items():
            self.add_error(name if name in self.fields else None, message)
