"""States of remarks as adjectives; every output and every total asks here.

* ``counted``: what the law counts: confirmed where that is asked for, and no junk. Withdrawn and
  blocked remarks came in, so they count; rows of every table are counted remarks.
* ``readable``: of these, the ones whose words an editor approved.
* ``public``: rows of consultations that the public may see now (``publication.scope``).
"""

from __future__ import annotations

from django.db.models import Q

from ..consultations.querysets import OfConsultationQuerySet
from .choices import REASONED, Meaning, Moderation

#: What an answer may lack, as ``Response.gap`` says of one.
GAPS = ("response", "status", "formal_reason", "position", "reasons")

_COUNTED = Q(submission__needs_confirmation=False) | Q(submission__confirmed_at__isnull=False)


class SubmissionQuerySet(OfConsultationQuerySet):
    def counted(self):
        """Those that count: confirmed, where that is asked for."""
        return self.filter(Q(needs_confirmation=False) | Q(confirmed_at__isnull=False))

    def unconfirmed(self):
        return self.filter(needs_confirmation=True, confirmed_at=None)

    def with_personal_data(self):
        """Those that still say who sent them."""
        return self.filter(anonymised_at=None)


class RemarkQuerySet(OfConsultationQuerySet):
    def counted(self):
        return self.filter(_COUNTED).exclude(moderation=Moderation.JUNK)

    def readable(self):
        """Counted ones whose words may be read; withdrawn, blocked and erased ones are not."""
        return self.counted().filter(
            moderation=Moderation.APPROVED, withdrawn_at=None, erased_at=None
        )

    def pending(self):
        """Counted ones of which nobody has said whether the public may read them."""
        return self.counted().filter(
            moderation=Moderation.PENDING, withdrawn_at=None, erased_at=None
        )

    def to_answer(self):
        """Counted ones that need a position: all but the withdrawn and the erased."""
        return self.counted().filter(withdrawn_at=None, erased_at=None)

    def with_gap(self):
        """Of those to answer, the ones whose answer is not fit to be published."""
        return self.to_answer().filter(gap_condition())

    def answered(self):
        """Of those to answer, the ones whose answer is complete."""
        return self.to_answer().exclude(pk__in=self.with_gap().order_by().values("pk"))

    def for_table(self):
        """Everything that a row of a table shows, in a constant number of queries."""
        return self.select_related("submission", "response__status", "version").order_by("number")


class ResponseStatusQuerySet(OfConsultationQuerySet):
    def of(self, committee):
        """Statuses of a committee, whichever language of its page is given."""
        return self.filter(committee__translation_key=committee.translation_key)


def gap_condition() -> Q:
    """As ``Response.gap``, said of remarks; a test holds the two together."""
    status = "response__status__"
    examined = ~Q(**{f"{status}meaning": Meaning.NOT_EXAMINED})
    needs = Q(**{f"{status}needs_reasons": True}) | Q(**{f"{status}meaning__in": REASONED})
    blank = r"^\s*$"
    return (
        Q(response=None)
        | Q(response__status=None)
        | Q(**{f"{status}meaning": Meaning.NOT_EXAMINED, "response__formal_reason": ""})
        | (examined & Q(response__position__regex=blank))
        | (examined & needs & Q(response__reasons__regex=blank))
    )
