"""Who sits in the bodies: persons and organisations, shared by all committees of a site."""

from __future__ import annotations

import re
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from localflavor.pl.pl_administrativeunits import ADMINISTRATIVE_UNIT_CHOICES
from wagtail.images import get_image_model_string
from wagtail.search import index

from ...compat import api_field
from ...fields import ChoiceField, DayField
from ...representations import DisplayField, PublicImageField
from ...search import PolishIndexed
from ...text import plain_slug, polish_sort_key, save_with_slug, without_directions
from ..choices import OrganisationKind


class Organisation(PolishIndexed, models.Model):
    """A represented or member institution."""

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    kind = ChoiceField(_("kind"), choices=OrganisationKind, default=OrganisationKind.OTHER)
    website = models.URLField(_("website"), blank=True)
    county = ChoiceField(_("county"), blank=True, choices=ADMINISTRATIVE_UNIT_CHOICES)
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sort_key = models.CharField(max_length=255, editable=False, db_index=True)

    search_fields = [
        *PolishIndexed.search_fields,
        index.AutocompleteField("name"),
        index.FilterField("kind"),
    ]
    polish_search_fields = polish_autocomplete_fields = ["name", "short_name"]
    api_fields = [
        api_field("name", writable=True),
        api_field("short_name", writable=True),
        api_field("kind", writable=True),
        api_field("kind_label", serializer=DisplayField(source="get_kind_display")),
        api_field("website", writable=True),
        api_field("county", writable=True),
        api_field("county_label", serializer=DisplayField(source="get_county_display")),
        api_field("logo", serializer=PublicImageField("max-400x200")),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.name = without_directions(self.name)
        self.sort_key = polish_sort_key(self.name)
        super().save(*args, **kwargs)


class Person(PolishIndexed, models.Model):
    """A person known by name and public function only.

    Holds no contact data (``PersonContact`` does) and has no drafts or revisions, so that
    anonymising really removes. A page of their own only for those who consented
    (requirement 23).
    """

    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=150)
    academic_title = models.CharField(
        _("academic title"), max_length=60, blank=True, help_text=_("E.g. dr, dr hab., prof.")
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True, editable=False)
    has_public_profile = models.BooleanField(
        _("has a public page"),
        default=False,
        help_text=_("Tick only when the person agreed to a page of their own."),
    )
    consented_on = DayField(_("consent given on"), null=True, blank=True)
    about = models.TextField(
        _("about"), blank=True, help_text=_("Shown on the person's public page only.")
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown on the person's public page only."),
    )
    sort_key = models.CharField(max_length=255, editable=False, db_index=True)

    search_fields = [
        *PolishIndexed.search_fields,
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
        index.FilterField("has_public_profile"),
    ]
    polish_search_fields = polish_autocomplete_fields = ["first_name", "last_name"]
    api_fields = [
        api_field("full_name"),
        api_field("first_name", writable=True),
        api_field("last_name", writable=True),
        api_field("academic_title", writable=True),
        api_field("slug"),
        api_field("about", writable=True),
        api_field("photo", serializer=PublicImageField("fill-400x400")),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"

    def save(self, *args, **kwargs):
        self.first_name = without_directions(self.first_name)
        self.last_name = without_directions(self.last_name)
        self.sort_key = polish_sort_key(f"{self.last_name} {self.first_name}")
        save = partial(super().save, *args, **kwargs)
        if self.slug and self._keeps_slug():
            save()
        else:
            save_with_slug(self, save, self._name, "osoba")

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude=exclude)
        # Forms without the date (the chooser's, API v3's) cannot show an error at it.
        if (
            self.has_public_profile
            and not self.consented_on
            and "consented_on" not in (exclude or ())
        ):
            message = _("Give the day of the consent: without it there is no public page.")
            raise ValidationError({"consented_on": message})

    @property
    def _name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def _keeps_slug(self) -> bool:
        """An address that the public knows stays when the person is renamed; no other one does."""
        plain = re.escape(plain_slug(self._name, "osoba"))
        if self.pk is None or re.fullmatch(rf"{plain}(-\d+)?", self.slug):
            return True
        return type(self).objects.filter(pk=self.pk, has_public_profile=True).exists()

    @property
    def full_name(self) -> str:
        """Name as the public reads it: title, first name, last name."""
        parts = (self.academic_title, self.first_name, self.last_name)
        return " ".join(part for part in parts if part)
