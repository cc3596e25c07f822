"""Model fields of our own."""

from __future__ import annotations

from django.db import models
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


class DayField(models.DateField):
    """A day; the admin's forms write and read it as Polish offices do (``widgets.DayInput``)."""

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
