"""What follows from changing an offer: the index learns its words, caches forget the page."""

from __future__ import annotations

from functools import partial

import swapper
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.search import index

from ... import front_caches
from ..models import JoiningOffer

_UID = "rkres_wagtail.joining"


def connect() -> None:
    """Called from the part's ``wiring.ready``."""
    for signal in (post_save, post_delete):
        signal.connect(_on_offer, sender=JoiningOffer, dispatch_uid=_UID)


def _on_offer(sender, instance, raw=False, **kwargs) -> None:
    if not raw:
        transaction.on_commit(partial(_tell_pages, instance.target_id))


def _tell_pages(target_id: int) -> None:
    """In each language; a page above (the committee's list of ways in) changes, too."""
    Page = swapper.load_model("wagtailcore", "Page")
    target = Page.objects.filter(pk=target_id).first()
    if target is None:
        return
    for page in Page.objects.filter(translation_key=target.translation_key).specific():
        index.insert_or_update_object(page)
        front_caches.forget(page, and_parent=True)
