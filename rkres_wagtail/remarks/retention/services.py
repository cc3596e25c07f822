"""Verbs of retention: remove names in time, and those of people who never confirmed.

Permissions are the callers' matter; ``user`` is who is named in the log (None: a program).
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from ...consultations.querysets import consultations
from ...consultations.report.upkeep import tell_pages
from ..models import RemarkRules, Submission
from ..services import locked_rules
from . import chores, due, emptying

#: How long after its round a sending that nobody confirmed keeps its name and address.
UNCONFIRMED = timedelta(days=30)


def anonymise(
    page, *, user=None, now: datetime | None = None, dry_run: bool = False, is_early: bool = False
) -> dict[str, int]:
    """Remove names and addresses of a consultation for good; return what went, by kind.

    Totals, the published table, seals and numbers of entities stay as they were; of private
    persons who agreed to be named the table then says “private person”. All of it or nothing;
    the same again changes nothing. Raises ``ValidationError`` before it is due, unless
    ``is_early`` says that somebody wants it nevertheless, and always while a round is open.
    """
    now = now or timezone.now()
    plan = due.plan_of(page, now)
    if plan.refusal:
        raise ValidationError(plan.refusal)
    if not (plan.is_due or is_early):
        raise ValidationError(plan.reason)
    if dry_run or plan.is_empty:
        return plan.counts
    with transaction.atomic():
        rules = locked_rules(plan.page)
        consented = Submission.objects.of(page).filter(is_name_public=True).exclude(name="")
        is_shown = consented.exists()
        counts = emptying.empty(emptying.left_over(page), now=now, user=user)
        counts["imports"] = emptying.empty_imports(page)
        if not any(counts.values()):
            # Another process was quicker.
            return _whole(counts)
        if is_shown:
            emptying.forget_files(page)
        RemarkRules.objects.filter(pk=rules.pk).update(anonymised_at=now)
        data = {**_whole(counts), "is_early": not plan.is_due}
        finish(plan.page, "remarks_anonymise", user, data)
    return _whole(counts)


def forget_unconfirmed(*, now: datetime | None = None, dry_run: bool = False) -> int:
    """Remove who sent what was never confirmed, thirty days after its round; say how many."""
    now = now or timezone.now()
    limit = now - UNCONFIRMED
    found = Submission.objects.unconfirmed().with_personal_data()
    found = found.filter(
        Q(round__ends_at__lte=limit) | Q(round=None, received_at__lte=limit)
    ).order_by()
    if dry_run:
        return found.count()
    total = 0
    for key in sorted(set(found.values_list("consultation_id", flat=True))):
        page = consultations().filter(pk=key).first()
        if page is None:
            continue
        with transaction.atomic():
            locked_rules(page)
            rows = found.filter(consultation_id=key)
            counts = emptying.empty(rows, now=now)
            if counts["submissions"]:
                finish(page, "unconfirmed_forget", None, {"submissions": counts["submissions"]})
        total += counts["submissions"]
    return total


def consultations_with_data() -> list:
    """Canonical pages of consultations of whose remarks something personal is left."""
    keys = Submission.objects.with_personal_data().order_by().values("consultation")
    done = RemarkRules.objects.exclude(anonymised_at=None).order_by().values("consultation")
    return list(consultations().filter(Q(pk__in=keys) | Q(pk__in=done)).order_by("pk"))


def finish(page, action: str, user, data: dict) -> None:
    """Say it in the page's history; lists, caches and the index follow after the commit."""
    user = user if getattr(user, "pk", None) else None
    log(instance=page, action=f"rkres_wagtail.{action}", user=user, data=data)
    transaction.on_commit(partial(tell_pages, page.translation_key))
    transaction.on_commit(partial(chores.run_after, page))


def _whole(counts: Counter) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in emptying.COUNTED}
