"""Statuses of answers: a committee gets the usual ones, and keeps them as it likes."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from wagtail.log_actions import log
from wagtail.signals import page_published

from ...bodies.rules import canonical_body
from ..models import ResponseStatus
from ..presets import PRESETS


def add_usual_statuses(committee, *, user=None) -> list[ResponseStatus]:
    """Give a committee that has no statuses of answers the usual six; else nothing."""
    committee = canonical_body(committee)
    if ResponseStatus.objects.of(committee).exists():
        return []
    made = []
    with transaction.atomic(), translation.override(committee.locale.language_code):
        for order, preset in enumerate(PRESETS, start=1):
            status = ResponseStatus(
                committee=committee,
                name=str(preset.name),
                meaning=preset.key,
                needs_reasons=preset.needs_reasons,
                sort_order=order,
            )
            status.full_clean()
            status.save()
            log(instance=status, action="wagtail.create", user=user, content_changed=True)
            made.append(status)
    return made


def statuses_of(page, *, user=None):
    """What an answer on the consultation ``page`` may choose from; made where there are none."""
    committee = page.specific.committee
    if committee is None:
        return ResponseStatus.objects.none()
    add_usual_statuses(committee, user=user)
    return ResponseStatus.objects.of(committee)


def on_index_published(sender, instance, revision=None, **kwargs) -> None:
    """Receiver of ``page_published``: answers would have nothing to choose from."""
    from ...consultations.pages import ConsultationIndexPageMixin

    if isinstance(instance, ConsultationIndexPageMixin) and instance.committee is not None:
        add_usual_statuses(instance.committee, user=getattr(revision, "user", None))


def connect() -> None:
    page_published.connect(on_index_published, dispatch_uid="rkres_wagtail.response_statuses")
