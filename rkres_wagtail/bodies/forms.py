"""The form of a body's page editor."""

from __future__ import annotations

import itertools

import swapper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import ParentChooserForm

from ..text import plain_slug
from .sections import RESERVED_SLUGS
from .tree import is_body


class BodyPageForm(WagtailAdminPageForm):
    """Needs a title only: an address left empty is made of it.

    Wagtail's script fills the address in as one types, but makes nothing of a title without
    letters, and then asks for it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        if "slug" in self.cleaned_data and not self.cleaned_data["slug"]:
            self.cleaned_data["slug"] = self._free_slug()
        return super().clean()

    def _update_errors(self, errors):
        """Let the error of a field that this form lacks stand above all of them.

        API v3 makes forms of the fields that were sent; a rule may speak of another one.
        """
        if hasattr(errors, "error_dict"):
            placed = {}
            for name, found in errors.error_dict.items():
                placed.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(
                    found
                )
            errors = forms.ValidationError(placed)
        super()._update_errors(errors)

    def _slug_base(self) -> str:
        """What the address is made of, before a number makes it unique."""
        fallback = plain_slug(str(self._meta.model._meta.verbose_name), "strona")
        return plain_slug(self.cleaned_data.get("title") or "", fallback)

    def _free_slug(self) -> str:
        Page = swapper.load_model("wagtailcore", "Page")
        base = self._slug_base()
        candidates = itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2)))
        return next(
            slug
            for slug in candidates
            if slug not in RESERVED_SLUGS
            and Page._slug_is_available(slug, self.parent_page, self.instance)
        )


class BodyChoiceField(forms.ModelChoiceField):
    """Bodies as in the tree: a tier is named with the committee above it."""

    def label_from_instance(self, page) -> str:
        names = [body.title for body in page.get_ancestors(inclusive=True) if is_body(body)]
        return " › ".join(names)


class ParentBodyForm(ParentChooserForm):
    """Where a tier or a group shall stand: a short list instead of a way through all pages."""

    def __init__(self, model, user, *args, parents, **kwargs):
        super().__init__(model, user, *args, **kwargs)
        self.fields["parent_page"] = BodyChoiceField(
            queryset=parents.order_by("path"),
            widget=forms.RadioSelect,
            empty_label=None,
            label=_("Body above"),
            help_text=_("The public finds the new page under this one."),
            error_messages={
                "required": _("Choose one. Where there is none, add a committee first.")
            },
        )
