"""Telling authors of the published report: once each, whoever asked and left an address.

Publishing starts a task after the commit; ``rkres_remarks`` finds what a killed one left. The
outbox's key names consultation and address, so neither a second publication nor a second
submission of the same person makes a second message.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.signals import page_published, published

from ... import feeds
from ...bodies.rules import canonical_body
from ...consultations.models import ConsultationReport
from ...consultations.pages import ConsultationPageMixin
from ...consultations.querysets import consultations
from ...consultations.report.published import report_of
from ...outbox.kinds import register_kind
from ...outbox.rendering import render_message
from ...outbox.services import enqueue
from ...public import Gate
from ..links_out import secret_url
from ..models import Remark, Submission

logger = logging.getLogger(__name__)

KIND = register_kind("remark_report", pgettext_lazy("message", "report, to authors of remarks"))
#: Messages of one transaction.
BATCH = 100
#: Links of one message; more remarks than that are found in the report.
MOST_LINKS = 20
#: So long after its publication a report is news that must not have been missed.
_NEWS = timedelta(days=30)
_UID = "rkres_wagtail.remark_report"
_LONGEST_TITLE = 160


def connect() -> None:
    published.connect(_on_report, sender=ConsultationReport, dispatch_uid=_UID)
    page_published.connect(_on_page, dispatch_uid=_UID)


def _on_report(sender, instance, **kwargs) -> None:
    transaction.on_commit(partial(_start, instance.pk))


def _on_page(sender, instance, **kwargs) -> None:
    """A report may be published before the page under which it is read."""
    if isinstance(instance, ConsultationPageMixin):
        rows = ConsultationReport.objects.of(instance).filter(live=True)
        if key := rows.values_list("pk", flat=True).first():
            transaction.on_commit(partial(_start, key))


def _start(pk: int) -> None:
    """Start the task; whatever is wrong with tasks, ``rkres_remarks`` tells people later."""
    try:
        from .tasks import tell_report

        tell_report.enqueue(pk)
    except Exception:
        logger.exception("The task that tells of report %s could not be started", pk)


def tell(report_pk: int) -> int:
    """Write the messages on one report that are not written yet; return their number.

    None while the public cannot read it: the report, its time, its page, a password; and none of
    a report that is no news any more, whoever publishes its page again.
    """
    report = ConsultationReport.objects.select_related("consultation").filter(pk=report_pk).first()
    if report is None:
        return 0
    page = _public_page(report)
    if page is None or not _is_news(report, page, timezone.now()):
        return 0
    site, people = page.get_site(), _people(page)
    number = 0
    rows = list(people.items())
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            for address, submissions in rows[start : start + BATCH]:
                try:
                    number += _write(report, page, site, address, submissions) is not None
                except ValidationError:
                    # What is wrong with one address is no reason not to tell the others.
                    logger.exception("Submission %s is not told", submissions[0].pk)
    return number


def tell_missed(now=None) -> int:
    """Tell of reports that came out lately, whoever was not told; return how many messages."""
    now = now or timezone.now()
    found = ConsultationReport.objects.published(now).filter(last_published_at__gte=now - _NEWS)
    return sum(tell(pk) for pk in found.order_by("pk").values_list("pk", flat=True))


def key_of(consultation_id: int, address: str) -> str:
    """The outbox's key; nobody can read the address from it."""
    secret = salted_hmac("rkres_wagtail.remark_report", address, algorithm="sha256").hexdigest()
    return f"remark_report:{consultation_id}:{secret}"


def _is_news(report, page, now) -> bool:
    moments = (report.last_published_at, page.first_published_at)
    return any(each is not None and each >= now - _NEWS for each in moments)


def _public_page(report):
    """The page under which everybody reads the report now, or None."""
    base = report.consultation.specific
    twins = consultations().filter(translation_key=base.translation_key, alias_of=None)
    for page in [base, *twins.exclude(pk=base.pk).order_by("pk")]:
        site = page.get_site()
        if site is None:
            continue
        gate = Gate(site)
        if gate.allows(page) and report_of(page, gate.now) is not None:
            return page
    return None


def _people(page) -> dict[str, list[Submission]]:
    """Submissions by address; of spam and of what nobody confirmed there are none."""
    counted = Remark.objects.of(page).counted().order_by().values("submission")
    rows = Submission.objects.of(page).counted().with_personal_data()
    rows = rows.filter(wants_result=True, pk__in=counted).exclude(email="")
    found = defaultdict(list)
    for each in rows.order_by("received_at", "pk"):
        found[each.email.strip().lower()].append(each)
    return found


def _write(report, page, site, address: str, submissions: list[Submission]):
    first = submissions[0]
    language = first.language or page.locale.language_code
    title = feeds.one_line(page.title)
    links = [secret_url(each, site, language) for each in submissions]
    with translation.override(language):
        rendered = render_message(
            KIND,
            {
                "title": title,
                "report_url": report_address(page),
                "links": [each for each in links if each][:MOST_LINKS],
                "has_register": report.counted_from == "register",
            },
            site=site,
            why=_("You get this message because you sent a remark and asked to be told."),
            language=language,
        )
        return enqueue(
            kind=KIND,
            key=key_of(canonical_body(page).pk, address),
            site=site,
            recipient=first.email,
            recipient_name=first.name,
            subject=_("Report on the consultation: %(title)s")
            % {"title": Truncator(title).chars(_LONGEST_TITLE)},
            about=first,
            **rendered,
        )


def report_address(page) -> str:
    return f"{page.full_url}{page.reverse_subpage('report')}"
