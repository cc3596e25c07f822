"""The last of the three places where deletion is refused: whoever asks, code or commands.

Where a foreign key is PROTECT, Django refuses before any signal; what is left are records of
other rooms that keep no such key.
"""

from __future__ import annotations

from django.db.models.signals import pre_delete

from . import deletion


def refuse_deletion(sender, instance, **kwargs) -> None:
    """Raise ``RecordsProtected``; fires for every page of a subtree, also under a parent."""
    if any(not record.is_kept_by_django for record in deletion.records_of(sender)):
        deletion.refuse([instance])


def connect() -> None:
    """Listen to every target of a protected record; the base page stands for all pages."""
    for target in {record.target for record in deletion.all_records()}:
        pre_delete.connect(
            refuse_deletion, sender=target, dispatch_uid=f"rkres_wagtail.{target._meta.label}"
        )
