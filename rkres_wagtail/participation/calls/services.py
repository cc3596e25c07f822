"""Verbs of calls: one set of dates for all languages of a page; caches in front of the site."""

from __future__ import annotations

import json

import swapper
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.log_actions import log
from wagtail.signals import page_published, page_unpublished

from ... import front_caches
from ...bodies.tree import committee_of
from ..querysets import call_model
from ..rules import SHARED_FACTS


def bring_in_line(page, *, user=None) -> None:
    """Give the other languages of a published call its dates and numbers.

    Each page has the fields; what the public reads and lists count is to be one call. A draft
    that still has the old value gets the new one, too, or it would bring the old one back; what
    somebody has changed in it stays.
    """
    stored = _stored(page)
    with transaction.atomic():
        twins = call_model()._default_manager.filter(translation_key=page.translation_key)
        for twin in twins.exclude(pk=page.pk).filter(alias_of=None):
            changed = [n for n in SHARED_FACTS if getattr(twin, n) != getattr(page, n)]
            if not changed:
                continue
            old = _stored(twin)
            for name in changed:
                setattr(twin, name, getattr(page, name))
            # Not checked as a whole: what else does not hold any more is for its own editor.
            twin.save(clean=False, update_fields=changed)
            _bring_draft_in_line(twin, old, {name: stored[name] for name in changed})
            log(instance=twin, action="wagtail.edit", user=user, content_changed=True)


def _stored(page) -> dict:
    """The shared facts as a revision has them."""
    data = page.serializable_data()
    return json.loads(json.dumps({n: data[n] for n in SHARED_FACTS}, cls=DjangoJSONEncoder))


def _bring_draft_in_line(twin, old: dict, new: dict) -> None:
    revision = twin.latest_revision
    if revision is None:
        return
    found = {name: value for name, value in new.items() if revision.content.get(name) == old[name]}
    if found:
        revision.content = {**revision.content, **found}
        revision.save(update_fields=["content"])


def forget(page) -> None:
    """Let a cache in front of the site forget the pages that show the call.

    Those of its body and of the committee, in every language; the number of queries depends on
    languages only.
    """
    if not front_caches.is_used():
        return
    Page = swapper.load_model("wagtailcore", "Page")
    twins = list(call_model()._default_manager.filter(translation_key=page.translation_key))
    shown = {twin.body_id for twin in twins} - {None}
    shown |= {committee.pk for twin in twins if (committee := committee_of(twin)) is not None}
    keys = Page.objects.filter(pk__in=shown).order_by().values("translation_key")
    bodies = Page.objects.filter(translation_key__in=keys, live=True).order_by("pk").specific()
    for each in (*twins, *bodies):
        front_caches.forget(each)


def on_published(sender, instance, revision=None, **kwargs) -> None:
    """Receiver of ``page_published``: scheduled publishing and the API send it, too."""
    from ..pages import CallPageMixin

    if isinstance(instance, CallPageMixin) and instance.alias_of_id is None:
        bring_in_line(instance, user=getattr(revision, "user", None))
        forget(instance)


def on_unpublished(sender, instance, **kwargs) -> None:
    from ..pages import CallPageMixin

    if isinstance(instance, CallPageMixin):
        forget(instance)


def connect() -> None:
    page_published.connect(on_published, dispatch_uid="rkres_wagtail.call_published")
    page_unpublished.connect(on_unpublished, dispatch_uid="rkres_wagtail.call_unpublished")
