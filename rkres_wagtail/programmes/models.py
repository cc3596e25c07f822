"""What a programme holds beside its page: the tree, indicators with readings, what fed it.

Plain rows, changed by the services of ``outline/``, ``indicators/`` and ``links/`` only. The tree
is the list of its nodes in the order of ``position``; ``level`` says how deep each stands, as in
the sections of a consulted document, so that there is no loop and any tree is read by one query.
"""

from __future__ import annotations

import uuid

import swapper
from django.conf import settings as django_settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import RichTextField

from ..bodies.pages import TEXT_FEATURES
from ..fields import YEARS, ChoiceField
from .choices import MAX_LEVEL, ReadingState
from .querysets import IndicatorQuerySet, OfProgrammeQuerySet

_YEAR = [MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[-1])]
_PAGE = swapper.get_model_name("wagtailcore", "Page")


class ProgrammeTree(models.Model):
    """One row a programme: locked while its tree changes, and counting the changes.

    Get it with ``outline.locking.tree_of(page)``, which makes it where there is none. ``edits``
    rises with every change of nodes, indicators, readings or links, so that two editors do not
    overwrite each other; ``changed_at`` dates what the public reads of them.
    """

    programme = models.OneToOneField(_PAGE, on_delete=models.CASCADE, related_name="+")
    edits = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfProgrammeQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tree of a programme")
        verbose_name_plural = _("trees of programmes")

    def __str__(self) -> str:
        return str(self.programme)


class ProgrammeNode(models.Model):
    """An element of a programme: a goal, a priority, a measure (requirement 65).

    ``points_to`` are nodes of other programmes, such as an area of KPRES (requirement 67).
    """

    programme = models.ForeignKey(
        _PAGE, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="+"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveIntegerField(editable=False)
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("depth in a tree", "level"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_LEVEL)],
    )
    number = models.CharField(
        _("number"), max_length=30, blank=True, help_text=_("As in the programme, e.g. “1.2.3”.")
    )
    title = models.CharField(_("title"), max_length=500)
    kind = models.CharField(
        _("what it is"),
        max_length=100,
        blank=True,
        help_text=_("Empty: the programme's own name for this level, e.g. “priority”."),
    )
    description = RichTextField(_("description"), blank=True, features=TEXT_FEATURES)
    points_to = models.ManyToManyField(
        "self",
        verbose_name=_("contributes to"),
        symmetrical=False,
        blank=True,
        related_name="pointed_from",
        help_text=_("Elements of another programme, e.g. an area of the national one."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfProgrammeQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("element of a programme")
        verbose_name_plural = _("elements of programmes")
        ordering = ["programme", "position", "pk"]
        indexes = [models.Index(fields=["programme", "position"], name="rkres_wagtail_node_order")]

    def __str__(self) -> str:
        return self.heading

    @property
    def key(self) -> str:
        """What stands in the address of its page: 12 letters of the ``uuid``."""
        return self.uuid.hex[:12]

    @property
    def anchor(self) -> str:
        """The element's ``id`` in the public page."""
        return f"cel-{self.key}"

    @property
    def heading(self) -> str:
        """``1.2. Zatrudnienie``: the number as written, then the title."""
        number = self.number
        if number and not number.endswith((".", ")", ":")):
            number = f"{number}."
        return f"{number} {self.title}".strip()


class Indicator(models.Model):
    """What is measured at a node; values are texts with units, as programmes print them."""

    node = models.ForeignKey(
        ProgrammeNode,
        verbose_name=_("element of a programme"),
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    number = models.CharField(_("number"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=500)
    unit = models.CharField(
        _("unit"), max_length=60, blank=True, help_text=_("E.g. “%”, “zł”, “jobs”.")
    )
    base_value = models.CharField(
        _("base value"), max_length=100, blank=True, help_text=_("As written, e.g. “1.2 thousand”.")
    )
    base_year = models.PositiveSmallIntegerField(
        _("year of the base value"), null=True, blank=True, validators=_YEAR
    )
    target_value = models.CharField(_("target value"), max_length=100, blank=True)
    target_year = models.PositiveSmallIntegerField(
        _("year of the target"), null=True, blank=True, validators=_YEAR
    )
    source = models.CharField(
        _("source of data"), max_length=255, blank=True, help_text=_("Who measures it, e.g. “GUS”.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("The public reads it."))
    changed_at = models.DateTimeField(auto_now=True)

    objects = IndicatorQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["node", "sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class Reading(models.Model):
    """What an indicator was in one year, or that nobody knows."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    year = models.PositiveSmallIntegerField(_("year"), validators=_YEAR)
    state = ChoiceField(
        _("is there a value"), choices=ReadingState, default=ReadingState.VALUE, max_length=16
    )
    value = models.CharField(
        _("value"), max_length=100, blank=True, help_text=_("As written, e.g. “9016”.")
    )
    note = models.CharField(_("note"), max_length=255, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading of an indicator")
        verbose_name_plural = _("readings of indicators")
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"], name="rkres_wagtail_one_reading_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value or self.get_state_display()}"


class ProgrammeLink(models.Model):
    """What fed a programme or one of its nodes; stored here once, shown at both ends.

    ``target_page`` is a decision, a meeting or a consultation; or else ``section`` is a section
    of a consulted document (every remark on it counts), or ``remark`` is one remark.
    """

    programme = models.ForeignKey(
        _PAGE, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="+"
    )
    node = models.ForeignKey(
        ProgrammeNode,
        verbose_name=_("element of a programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="links",
    )
    target_page = models.ForeignKey(
        _PAGE, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    section = models.ForeignKey(
        "rkres_wagtail.SectionIdentity",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    remark = models.ForeignKey(
        "rkres_wagtail.Remark", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    note = models.CharField(
        _("in what way"), max_length=255, blank=True, help_text=_("The public reads it.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OfProgrammeQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link of a programme")
        verbose_name_plural = _("links of programmes")
        ordering = ["programme", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rkres_wagtail_programme_link_has_one_end",
                condition=(
                    Q(target_page__isnull=False, section__isnull=True, remark__isnull=True)
                    | Q(target_page__isnull=True, section__isnull=False, remark__isnull=True)
                    | Q(target_page__isnull=True, section__isnull=True, remark__isnull=False)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.node or self.programme} ← {self.target_page or self.section or self.remark}"
