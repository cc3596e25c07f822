"""Programme pages and the rows beside them, for querysets of any class of programme pages."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.utils import timezone

from ..conf import settings
from ..sub_addresses import keys_of
from .choices import IN_FORCE, ProgrammeState


def programme_model() -> type:
    """The page class of programmes: ``RKRES_WAGTAIL_PROGRAMME_PAGE``."""
    return apps.get_model(settings.PROGRAMME_PAGE)


def programmes():
    """All programme pages; nothing of it is public without the gate."""
    return programme_model()._default_manager.all()


def public_programmes(gate, **kwargs):
    """Programmes that the public may see; arguments as those of ``Gate.pages``."""
    return gate.pages(programmes(), **kwargs)


def in_state(state: str) -> models.Q:
    """Condition on programme pages: those whose ``current_state`` is ``state``."""
    over = models.Q(ends_year__lt=timezone.localdate().year, ends_year__isnull=False)
    if state == ProgrammeState.CLOSED:
        return models.Q(state=state) | (models.Q(state__in=IN_FORCE) & over)
    if state in IN_FORCE:
        return models.Q(state=state) & ~over
    return models.Q(state=state)


class OfProgrammeQuerySet(models.QuerySet):
    """Rows with a foreign key ``programme`` to the canonical page."""

    def of(self, page):
        """Those of a programme, whichever language of its page is given."""
        return self.filter(programme__translation_key=page.translation_key)

    def of_any(self, pages):
        return self.filter(programme__translation_key__in=keys_of(pages))


class IndicatorQuerySet(models.QuerySet):
    def of(self, page):
        """Those of a programme, in the order of its tree."""
        return self.filter(node__programme__translation_key=page.translation_key).order_by(
            "node__position", "sort_order", "pk"
        )

    def of_any(self, pages):
        return self.filter(node__programme__translation_key__in=keys_of(pages))
