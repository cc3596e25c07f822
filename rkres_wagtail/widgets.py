"""Widgets of the admin's forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

#: Ways in which a clerk may type a day, whatever the language of the admin.
DAY_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


class DayInput(AdminDateInput):
    """A day as Polish offices write it, that takes a typed day as it is.

    Wagtail's calendar puts *today* in place of what it cannot read when the field is left, so
    that "31.01.2026" typed into a field of the form 2026-01-31 was silently another day. Here
    the server reads what was typed and says if it is no day.
    """

    def __init__(self, attrs=None, format="%d.%m.%Y"):
        super().__init__(attrs=attrs, format=format)

    def get_config(self):
        return {**super().get_config(), "validateOnBlur": False}


class StatedOrNot(forms.NullBooleanSelect):
    """Yes, no, or nothing said about it."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices = [("unknown", _("not stated")), ("true", _("yes")), ("false", _("no"))]
