"""What this part registers once the apps are loaded."""

from __future__ import annotations

_UID = "rkres_wagtail.open_data"


def ready() -> None:
    """Called by the room."""
    from ... import slots
    from .head import alternate

    slots.provider("head", order=60)(alternate)
    _listen()


def _listen() -> None:
    """To whatever is published, hidden, or saved in a register that is published here."""
    import swapper
    from django.db.models.signals import post_delete, post_save
    from wagtail import signals
    from wagtail.documents import get_document_model
    from wagtail.models import CollectionViewRestriction, PageViewRestriction, Site

    from ...bodies.models import Membership, Organisation, Person, Term
    from ...consultations.models import DocumentVersion, VersionFile
    from ...meetings.models import MeetingChange
    from .freshness import forget

    for name in (
        "page_published",
        "page_unpublished",
        "published",
        "unpublished",
        "post_page_move",
    ):
        getattr(signals, name).connect(forget, dispatch_uid=_UID)
    models = (
        Membership, Organisation, Person, Term, MeetingChange, DocumentVersion, VersionFile,
        PageViewRestriction, CollectionViewRestriction, Site, get_document_model(),
        # The base page stands for all pages.
        swapper.load_model("wagtailcore", "Page"),
    )  # fmt: skip
    for model in models:
        post_save.connect(forget, sender=model, dispatch_uid=_UID)
        post_delete.connect(forget, sender=model, dispatch_uid=_UID)
