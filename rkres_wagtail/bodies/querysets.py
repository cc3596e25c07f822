"""States of terms and memberships as adjectives."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone


def today() -> date:
    """The calendar day in the current time zone (Europe/Warsaw by default)."""
    return timezone.localdate()


class TermQuerySet(models.QuerySet):
    def of(self, committee):
        """Terms of a committee, whichever language of its page is given."""
        return self.filter(committee__translation_key=committee.translation_key)

    def current(self, on: date | None = None):
        """Terms that run on the day ``on`` (today)."""
        on = on or today()
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


class SeatQuerySet(models.QuerySet):
    def of(self, body):
        """Seats of a body, whichever language of its page is given."""
        return self.filter(body__translation_key=body.translation_key)

    def current(self, on: date | None = None):
        """Seats that stay from term to term, and those of the term that runs on ``on``."""
        on = on or today()
        return self.filter(
            Q(term=None)
            | Q(term__starts_on__lte=on) & (Q(term__ends_on=None) | Q(term__ends_on__gte=on))
        )

    def with_holders(self):
        """Seats with ``holders_now``: the memberships of who sits there today, no deputies."""
        rows = self.model._meta.get_field("memberships").related_model.objects
        current = rows.current().holders().select_related("person", "organisation", "term")
        return self.prefetch_related(
            models.Prefetch("memberships", queryset=current, to_attr="holders_now")
        )


class MembershipQuerySet(models.QuerySet):
    """A row without dates of its own takes those of its term."""

    def of(self, body):
        """Memberships of a body, whichever language of its page is given."""
        return self.filter(body__translation_key=body.translation_key)

    def current(self, on: date | None = None):
        """Memberships that hold on the day ``on`` (today), first and last day included."""
        on = on or today()
        return self.started(on).filter(
            Q(ends_on__gte=on)
            | Q(ends_on=None) & (Q(term=None) | Q(term__ends_on=None) | Q(term__ends_on__gte=on))
        )

    def started(self, on: date | None = None):
        on = on or today()
        return self.filter(
            Q(starts_on__lte=on) | Q(starts_on=None) & (Q(term=None) | Q(term__starts_on__lte=on))
        )

    def past(self, on: date | None = None):
        """Memberships that ended before the day ``on`` (today)."""
        on = on or today()
        return self.filter(Q(ends_on__lt=on) | Q(ends_on=None, term__ends_on__lt=on))

    def named(self):
        """Memberships whose holder may be named in public."""
        return self.filter(is_public=True)

    def holders(self):
        """Members proper, without their deputies."""
        return self.filter(deputy_for=None)

    def with_related(self):
        """Everything that a list of members shows, in one query."""
        return self.select_related(
            "person",
            "organisation",
            "represents",
            "sector",
            "term",
            "seat__sector",
            "seat__institution",
            "deputy_for__person",
            "deputy_for__organisation",
            "deputy_for__term",
        )
