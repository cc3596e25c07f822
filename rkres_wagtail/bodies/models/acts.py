"""Acts that found, appoint and amend, and notices about funding."""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images.blocks import ImageBlock
from wagtail.search import index

from ...compat import api_field
from ...fields import ChoiceField, DayField, StreamField
from ...representations import (
    DisplayField,
    LogosField,
    NamedField,
    PublicDocumentField,
    PublicPageField,
)
from ...search import PolishIndexed
from ..choices import ActKind, ActPurpose


class LegalAct(PolishIndexed, models.Model):
    """An act that founds, appoints or amends (requirements 11, 13); the number is free text."""

    body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("concerns"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The committee, tier or group that the act concerns."),
    )
    term = models.ForeignKey(
        "rkres_wagtail.Term",
        verbose_name=_("term"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acts",
    )
    kind = ChoiceField(_("kind"), choices=ActKind, default=ActKind.RESOLUTION)
    purpose = ChoiceField(_("what it does"), choices=ActPurpose, default=ActPurpose.FOUNDS)
    number = models.CharField(
        _("number"), max_length=100, blank=True, help_text=_("As written on the act.")
    )
    issuer = models.CharField(_("issuer"), max_length=255, blank=True)
    issued_on = DayField(_("date"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    url = models.URLField(
        _("link"), blank=True, max_length=500, help_text=_("E.g. the copy in BIP.")
    )

    search_fields = [
        *PolishIndexed.search_fields,
        index.AutocompleteField("title"),
        index.AutocompleteField("number"),
    ]
    polish_search_fields = ["citation", "title"]
    polish_autocomplete_fields = ["citation", "title"]
    api_fields = [
        api_field("citation"),
        api_field("kind", writable=True),
        api_field("kind_label", serializer=DisplayField(source="get_kind_display")),
        api_field("purpose", writable=True),
        api_field("purpose_label", serializer=DisplayField(source="get_purpose_display")),
        api_field("number", writable=True),
        api_field("issuer", writable=True),
        api_field("issued_on", writable=True),
        api_field("title", writable=True),
        api_field("body", serializer=PublicPageField()),
        api_field("term", serializer=NamedField(name="label")),
        api_field("document", serializer=PublicDocumentField()),
        api_field("url", writable=True),
    ]

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["issued_on", "pk"]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        """E.g. ``"Uchwała nr 23/278/15 Zarządu Województwa Lubuskiego z 17.03.2015"``."""
        kind = self.title if self.kind == ActKind.OTHER and self.title else self.get_kind_display()
        parts = [str(kind)[:1].upper() + str(kind)[1:]]
        if self.number:
            parts.append(_("no. %(number)s") % {"number": self.number})
        if self.issuer:
            parts.append(self.issuer)
        if self.issued_on:
            parts.append(_("of %(date)s") % {"date": date_format(self.issued_on, "j E Y")})
        return " ".join(str(part) for part in parts)

    def clean_fields(self, exclude=None):
        from ..rules import check_belongs_to_committee

        super().clean_fields(exclude=exclude)
        # A form without the field (API v3's) cannot show an error at it.
        if "term" not in (exclude or ()):
            check_belongs_to_committee(self, ("term",))

    def clean(self):
        super().clean()
        from ..rules import check_is_body

        if not self.body_id:
            # Not tied to the field: API v3 makes forms without it, and saves what they let pass.
            raise ValidationError(_("Choose a committee, a tier or a group."))
        check_is_body(self, "body")
        if not (self.number or self.title):
            raise ValidationError({"number": _("Give the number or the title of the act.")})


class FundingNotice(models.Model):
    """A sentence about funding with its logos, reused on many pages (requirement 71)."""

    name = models.CharField(
        _("name"), max_length=150, help_text=_("For the office, not shown to the public.")
    )
    text = RichTextField(_("text"), features=["bold", "italic", "link"])
    logos = StreamField(
        [("logo", ImageBlock(label=_("Logo")))],
        verbose_name=_("logos"),
        blank=True,
        use_json_field=True,
    )

    api_fields = [
        api_field("text", writable=True),
        api_field("logos", serializer=LogosField()),
    ]

    class Meta:
        verbose_name = _("funding notice")
        verbose_name_plural = _("funding notices")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
