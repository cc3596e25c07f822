"""What a tier, group or call offers to whom wants to join, and who declared that they do."""

from __future__ import annotations

import uuid

import swapper
from django.conf import settings as django_settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import RichTextField

from ...bodies.pages import TEXT_FEATURES
from ...fields import ChoiceField
from ...remarks.choices import Asked
from ...secret_links import new_nonce
from ..choices import DeclarationState, DeclarationWay
from ..querysets import DeclarationQuerySet

_PAGE = swapper.get_model_name("wagtailcore", "Page")


class OfferQuerySet(models.QuerySet):
    def of(self, page):
        """That of a body or call, whichever language of its page is given."""
        return self.filter(target__translation_key=page.translation_key)


class JoiningOffer(models.Model):
    """“I want to take part”: what it asks, what it gives, how to leave (requirement 43).

    One row for a body or a call (``target``, the canonical page). Texts are public as soon as
    they are saved. The form on the site is off by default, and cannot be on without a consent.
    """

    target = models.OneToOneField(
        _PAGE, verbose_name=_("body or call"), on_delete=models.CASCADE, related_name="+"
    )
    asks = RichTextField(
        _("what it asks of you"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Time, meetings, reading. In plain words; the public reads it first."),
    )
    gives = RichTextField(
        _("what you get"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("E.g. a say in documents, reimbursed travel, contacts."),
    )
    leaving = RichTextField(_("how to leave"), blank=True, features=TEXT_FEATURES)
    how = RichTextField(
        _("how to declare"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Without the form on this site: to whom to write, which form to fill in."),
    )
    is_online = models.BooleanField(
        _("form on this site"),
        default=False,
        help_text=_("People declare here, without an account; for a call while it is open."),
    )
    organisation = ChoiceField(
        _("organisation"), choices=Asked, default=Asked.OPTIONAL, max_length=16
    )
    sector = ChoiceField(
        pgettext_lazy("asked of who joins", "sector"),
        choices=Asked,
        default=Asked.NO,
        max_length=16,
    )
    position = ChoiceField(_("own post"), choices=Asked, default=Asked.NO, max_length=16)
    motivation = ChoiceField(
        _("why they want to take part"), choices=Asked, default=Asked.OPTIONAL, max_length=16
    )
    attachment = ChoiceField(
        pgettext_lazy("asked of who joins", "file"),
        choices=Asked,
        default=Asked.NO,
        max_length=16,
        help_text=_("E.g. the signed form of candidates."),
    )
    attachment_label = models.CharField(
        _("what the file is"),
        max_length=255,
        blank=True,
        help_text=_("E.g. “Recommendation of your organisation, PDF”."),
    )
    contact_email = models.EmailField(
        _("e-mail of the office"),
        blank=True,
        help_text=_("Empty: that of the body. Answers to our messages go there."),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("names and addresses are removed after (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_(
            "Counted from the decision or the withdrawal. Empty: as many as the settings of the "
            "site say. What became of an accepted person stays in the register of members."
        ),
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfferQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("offer to take part")
        verbose_name_plural = _("offers to take part")

    def __str__(self) -> str:
        return str(self.target)


class ConsentText(models.Model):
    """One version of what people agree to; never changed, so that it stays what they read."""

    offer = models.ForeignKey(JoiningOffer, on_delete=models.PROTECT, related_name="consents")
    number = models.PositiveIntegerField(_("version"))
    clause = RichTextField(
        _("privacy clause"),
        features=TEXT_FEATURES,
        help_text=_(
            "Who keeps the data, why, on which legal basis and for how long; people read it "
            "where they give their data (GDPR, art. 13)."
        ),
    )
    statement = models.TextField(
        _("statement"),
        help_text=_("What people tick, in the first person: “I declare that I want to …”."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["offer", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "number"], name="rkres_wagtail_one_consent_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer} ({self.number})"


class Declaration(models.Model):
    """Somebody who wants to join a body, by itself or in answer to a call (requirement 43).

    Whatever is personal is in the fields that ``PERSONAL`` names and in the files; anonymising
    empties them. An online one counts once its address is confirmed.
    """

    PERSONAL = (
        "first_name", "last_name", "email", "organisation_name", "position", "motivation",
        "reason", "office_note", "address_key",
    )  # fmt: skip

    target = models.ForeignKey(
        _PAGE,
        verbose_name=_("body or call"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    consent = models.ForeignKey(
        ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    way = ChoiceField(
        _("way it came in"), choices=DeclarationWay, default=DeclarationWay.ONLINE, max_length=16
    )
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=255, blank=True)
    position = models.CharField(_("own post"), max_length=255, blank=True)
    sector = models.ForeignKey(
        "rkres_wagtail.Sector",
        verbose_name=_("sector"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    motivation = models.TextField(_("why they want to take part"), blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_accepted = models.BooleanField(default=False, editable=False)
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Of a rejection; the person is told it.")
    )
    membership = models.ForeignKey(
        "rkres_wagtail.Membership",
        verbose_name=_("membership"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        # wagtail-modeladmin asks for it before it deletes.
        related_name="declarations",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    #: Whether the office withdrew it, e.g. asked by telephone.
    withdrawn_by_office = models.BooleanField(default=False, editable=False)
    office_note = models.TextField(
        _("note of the office"), blank=True, help_text=_("Never shown to the public.")
    )
    #: Keyed hash of target and address, by which a second declaration is known; empty once done.
    address_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    #: Set by whoever makes the form; the same one makes no second declaration.
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=43, default=new_nonce, editable=False)
    language = models.CharField(max_length=16, blank=True, editable=False)
    entered_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edits = models.PositiveIntegerField(default=0, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    objects = DeclarationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.name or str(_("declaration %(number)s") % {"number": self.pk or ""})

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.last_name]))

    @property
    def state(self) -> str:
        if self.withdrawn_at is not None:
            return DeclarationState.WITHDRAWN
        if self.decided_at is not None:
            return DeclarationState.ACCEPTED if self.is_accepted else DeclarationState.REJECTED
        if self.confirmed_at is None:
            return DeclarationState.UNCONFIRMED
        return DeclarationState.NEW


class DeclarationFile(models.Model):
    """A file that came with a declaration; kept in the database, read by the office only."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a declaration")
        verbose_name_plural = _("files of declarations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
