"""Whether a file of the public table would be another one: a digest of all it is made of."""

from __future__ import annotations

from hashlib import sha256

from django.db.models import Count, Max, Q, Sum

from .sections import Headings


def digest_of(rows, headings: Headings, *parts) -> str:
    """One query, whatever the length of the register.

    ``edits`` and moments of change rise with every change by a service; what else a row shows is
    counted, so that a change in the database without one is seen, too.
    """
    groups = rows.order_by().values_list(
        "moderation", "block_reason", "submission__channel", "submission__author_kind",
        "response__status__name",
    )  # fmt: skip
    counted = groups.annotate(
        Count("pk"),
        Sum("number"),
        Sum("edits"),
        Max("changed_at"),
        Sum("response"),
        Sum("response__edits"),
        Max("response__changed_at"),
        Sum("submission__edits"),
        Max("submission__anonymised_at"),
        Count("withdrawn_at"),
        Count("erased_at"),
        named=Count("pk", filter=Q(submission__is_name_public=True)),
    )
    said = sorted(repr(group) for group in counted)
    return sha256(repr((said, headings.fingerprint(), parts)).encode()).hexdigest()
