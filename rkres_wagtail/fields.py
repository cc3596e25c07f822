"""Model fields of our own."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """A StreamField whose block definitions stay out of migrations.

    A relabelled block would otherwise ask every adopter for a migration inside the
    installed package.
    """

    def __init__(self, block_types=None, **kwargs):
        super().__init__(block_types if block_types is not None else [], **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


#: Years outside of these are slips of the keyboard ("0203", "20233").
YEARS = range(1900, 2201)


def check_day(value: date) -> None:
    """Refuse a day that nobody means, and that cannot be counted on from."""
    if value.year not in YEARS:
        raise ValidationError(
            _("Give a day between the years %(first)d and %(last)d.")
            % {"first": YEARS[0], "last": YEARS[-1]}
        )


class DayField(models.DateField):
    """A day; the admin's forms write and read it as Polish offices do (``widgets.DayInput``)."""

    # Of the class, not of an instance: so it stays out of migrations.
    default_validators = [check_day]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class ChoiceField(models.CharField):
    """A CharField whose choices stay out of migrations, as block definitions do."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        if isinstance(kwargs.get("default"), models.TextChoices):
            kwargs["default"] = kwargs["default"].value
        return name, path, args, kwargs
