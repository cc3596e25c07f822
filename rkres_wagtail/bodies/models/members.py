"""Seats and who holds them: plain models, changed only by the register and the services."""

from __future__ import annotations

from datetime import date

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...compat import api_field
from ...fields import ChoiceField, DayField
from ..choices import SINGLE_ROLES, EndReason, Role
from ..querysets import MembershipQuerySet, SeatQuerySet


class Seat(models.Model):
    """A place that a statute gives in a body: for a sector, an institution, or both.

    A seat stays when its holder changes (requirement 17); it is vacant when no membership
    in it is current.
    """

    body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("body"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    term = models.ForeignKey(
        "rkres_wagtail.Term",
        verbose_name=_("term"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        help_text=_("Left empty: the seat stays from term to term."),
    )
    sector = models.ForeignKey(
        "rkres_wagtail.Sector",
        verbose_name=_("sector"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    institution = models.ForeignKey(
        "rkres_wagtail.Organisation",
        verbose_name=_("institution"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        help_text=_("The institution to which the seat belongs, if it does."),
    )
    name = models.CharField(
        _("name"),
        max_length=255,
        blank=True,
        help_text=_("What the public reads, e.g. “representative of the voivode”."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        if self.name:
            return self.name
        if self.institution:
            return self.institution.name
        if self.sector:
            return self.sector.name
        return _("seat %(number)s") % {"number": self.sort_order or self.pk or ""}

    def clean(self):
        super().clean()
        from ..rules import check_seat

        check_seat(self)


class Membership(models.Model):
    """Who, or which institution, sits in a body, in what role, for whom, from–to.

    A change of role is a new row that starts on the day of the election, so that the
    history of roles is kept (requirement 19). ``end_reason`` and ``office_note`` are never
    public. A deputy is a membership that names whom it deputises for (requirement 18).
    """

    body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("body"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    term = models.ForeignKey(
        "rkres_wagtail.Term",
        verbose_name=_("term"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    seat = models.ForeignKey(
        Seat,
        verbose_name=_("seat"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    person = models.ForeignKey(
        "rkres_wagtail.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text=_("Left empty when the institution itself is the member."),
    )
    position = models.CharField(
        _("own post"),
        max_length=255,
        blank=True,
        help_text=_("The person's post in their own organisation, e.g. “deputy mayor”."),
    )
    organisation = models.ForeignKey(
        "rkres_wagtail.Organisation",
        verbose_name=_("own organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    represents = models.ForeignKey(
        "rkres_wagtail.Organisation",
        verbose_name=_("represents"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations",
        help_text=_("Who delegated the person, when it is not their own organisation."),
    )
    sector = models.ForeignKey(
        "rkres_wagtail.Sector",
        verbose_name=_("sector"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text=_("Left empty: the sector of the seat."),
    )
    role = ChoiceField(_("role"), choices=Role, default=Role.MEMBER)
    role_label = models.CharField(
        _("role as shown"),
        max_length=150,
        blank=True,
        help_text=_(
            "Left empty: the usual name of the role. Fill in to use one form, e.g. the feminine."
        ),
    )
    starts_on = DayField(_("from"), null=True, blank=True)
    ends_on = DayField(_("to"), null=True, blank=True, help_text=_("The last day."))
    end_reason = ChoiceField(
        _("reason of end"),
        choices=EndReason,
        blank=True,
        help_text=_("For the office only, never shown to the public."),
    )
    deputy_for = models.ForeignKey(
        "self",
        verbose_name=_("deputy of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputies",
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    is_public = models.BooleanField(
        _("shown to the public"),
        default=True,
        help_text=_("Unticked: counted, but without name, organisation and dates."),
    )
    office_note = models.TextField(
        _("office note"), blank=True, help_text=_("For the office only, never shown to the public.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MembershipQuerySet.as_manager()

    api_fields = [
        api_field("position"),
        api_field("role"),
        api_field("starts_on"),
        api_field("ends_on"),
    ]

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return _("%(who)s – %(body)s") % {"who": self.holder_name, "body": self.body}

    @property
    def holder_name(self) -> str:
        """The person, or the institution when it sits without naming one."""
        if self.person:
            return str(self.person)
        return str(self.organisation) if self.organisation else str(_("not named"))

    @property
    def starts(self) -> date | None:
        """First day: the row's own, else the term's."""
        return self.starts_on or (self.term.starts_on if self.term else None)

    @property
    def ends(self) -> date | None:
        """Last day: the row's own, else the term's; None while it is open."""
        return self.ends_on or (self.term.ends_on if self.term else None)

    def is_current(self, on: date) -> bool:
        starts, ends = self.starts, self.ends
        return (starts is None or starts <= on) and (ends is None or on <= ends)

    @property
    def effective_sector(self):
        return self.sector or (self.seat.sector if self.seat else None)

    @property
    def has_single_role(self) -> bool:
        return self.role in SINGLE_ROLES

    def clean(self):
        super().clean()
        from ..rules import check_membership

        check_membership(self)


class PersonContact(models.Model):
    """Contact data of a person, for the office only; never in any public output or revision."""

    person = models.OneToOneField(
        "rkres_wagtail.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="contact",
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    note = models.TextField(_("note"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contact data")
        verbose_name_plural = _("contact data of members")

    def __str__(self) -> str:
        return str(self.person)

    def clean(self):
        super().clean()
        if not (self.email or self.phone or self.address):
            raise ValidationError(_("Give at least an e-mail, a telephone or an address."))
