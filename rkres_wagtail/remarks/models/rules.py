"""How remarks on one consultation are collected and shown."""

from __future__ import annotations

import swapper
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from ...bodies.pages import TEXT_FEATURES
from ...consultations.querysets import OfConsultationQuerySet
from ...fields import ChoiceField
from ..choices import Asked


class RemarkRules(models.Model):
    """Switches of one consultation (requirements 54–55, 63); they hold as soon as they are saved.

    Also the row that is locked while numbers are given out. Get it with
    ``services.rules_of(page)``, which makes it where there is none.
    """

    consultation = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    is_online = models.BooleanField(
        _("form on this site"),
        default=False,
        help_text=_("People send remarks here, without an account, while a round is open."),
    )
    must_confirm = models.BooleanField(
        _("a remark counts once its author has confirmed it"),
        default=False,
        help_text=_("The author then has to give an e-mail address and to follow a link in it."),
    )
    shows_at_once = models.BooleanField(
        _("show approved remarks at once"),
        default=False,
        help_text=_("Otherwise the public reads them with the report."),
    )
    place = ChoiceField(_("part of the document"), choices=Asked, default=Asked.OPTIONAL)
    quote = ChoiceField(_("present wording"), choices=Asked, default=Asked.OPTIONAL)
    proposed = ChoiceField(_("proposed wording"), choices=Asked, default=Asked.OPTIONAL)
    justification = ChoiceField(_("justification"), choices=Asked, default=Asked.OPTIONAL)
    privacy_clause = RichTextField(
        _("privacy clause"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_(
            "Who keeps the data, why, on which legal basis and for how long; people read it "
            "where they give their data (GDPR, art. 13)."
        ),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("names and addresses are removed after (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Counted from the outcome. Empty: as many as the settings of the site say."),
    )
    #: The last number given to a remark, and to an entity.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    last_entity = models.PositiveIntegerField(default=0, editable=False)
    #: Rises when the columns change: forms say of which edition they are.
    form_edition = models.PositiveIntegerField(default=1, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfConsultationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rules of remarks")
        verbose_name_plural = _("rules of remarks")

    def __str__(self) -> str:
        return str(self.consultation)

    def clean(self):
        from ..rules import check_rules

        super().clean()
        check_rules(self)
