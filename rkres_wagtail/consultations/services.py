"""Verbs of the consultations' own pages: usual kinds of documents, days of all languages.

Those of rounds and outcomes are in ``rounds/``, those of texts in ``document/services.py``.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from wagtail.log_actions import log
from wagtail.signals import page_published

from ..bodies.rules import canonical_body
from . import caching
from .models import ConsultationKind
from .presets import PRESETS
from .querysets import consultation_model
from .rules import SHARED_DAYS


def add_usual_kinds(committee, *, user=None) -> list[ConsultationKind]:
    """Give a committee that has no kinds of documents the usual ones; else nothing."""
    committee = canonical_body(committee)
    if ConsultationKind.objects.of(committee).exists():
        return []
    made = []
    with transaction.atomic(), translation.override(committee.locale.language_code):
        for order, preset in enumerate(PRESETS, start=1):
            kind = ConsultationKind(
                committee=committee,
                name=str(preset.name),
                minimum_days=preset.minimum_days,
                description=str(preset.description),
                sort_order=order,
            )
            kind.full_clean()
            kind.save()
            log(instance=kind, action="wagtail.create", user=user, content_changed=True)
            made.append(kind)
    return made


def bring_in_line(page, *, user=None) -> None:
    """Give the other languages of a published consultation its days.

    Each page has the fields; what the public reads and the lists count is to be one day. A draft
    that still has the old day gets the new one, too, or it would bring the old one back; a day
    that somebody has changed in it stays.
    """
    days = {name: getattr(page, name) for name in SHARED_DAYS}
    with transaction.atomic():
        twins = consultation_model()._default_manager.filter(translation_key=page.translation_key)
        for twin in twins.exclude(pk=page.pk):
            old = {name: getattr(twin, name) for name in SHARED_DAYS}
            changed = [name for name in SHARED_DAYS if old[name] != days[name]]
            if not changed:
                continue
            for name in changed:
                setattr(twin, name, days[name])
            # Not checked as a whole: what else does not hold any more is for its own editor.
            twin.save(clean=False, update_fields=changed)
            _bring_draft_in_line(twin, old, {name: days[name] for name in changed})
            log(instance=twin, action="wagtail.edit", user=user, content_changed=True)


def _bring_draft_in_line(twin, old: dict, days: dict) -> None:
    revision = twin.latest_revision
    if revision is None:
        return
    found = {
        name: _stored(day)
        for name, day in days.items()
        if revision.content.get(name) == _stored(old[name])
    }
    if found:
        revision.content = {**revision.content, **found}
        revision.save(update_fields=["content"])


def _stored(day) -> str | None:
    return day.isoformat() if day else None


def on_consultation_published(sender, instance, revision=None, **kwargs) -> None:
    """Receiver of ``page_published``: scheduled publishing and the API send it, too."""
    from .pages import ConsultationPageMixin

    if isinstance(instance, ConsultationPageMixin) and instance.alias_of_id is None:
        bring_in_line(instance, user=getattr(revision, "user", None))
        caching.forget(instance.translation_key)


def on_index_published(sender, instance, revision=None, **kwargs) -> None:
    """Receiver of ``page_published``: a list without kinds would have nothing to choose."""
    from .pages import ConsultationIndexPageMixin

    if isinstance(instance, ConsultationIndexPageMixin) and instance.committee is not None:
        add_usual_kinds(instance.committee, user=getattr(revision, "user", None))


def connect() -> None:
    page_published.connect(
        on_consultation_published, dispatch_uid="rkres_wagtail.consultation_published"
    )
    page_published.connect(
        on_index_published, dispatch_uid="rkres_wagtail.consultation_index_published"
    )
