"""One editor of a tree at a time, and none who writes over another's work."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...bodies.rules import canonical_body
from ...bodies.services import lock_body
from ..models import ProgrammeNode, ProgrammeTree
from ..presentation.upkeep import changed


def tree_of(page) -> ProgrammeTree:
    """The row of a programme, made where there is none; whichever language is given."""
    tree = ProgrammeTree.objects.of(page).first()
    return tree or ProgrammeTree.objects.get_or_create(programme_id=canonical_body(page).pk)[0]


def locked_tree(page, edits: int | None = None) -> ProgrammeTree:
    """Lock the programme until the transaction ends.

    ``edits`` is the number that the editor saw; ``ValidationError`` (``stale``) where somebody
    has changed the tree since.
    """
    lock_body(page)
    tree = tree_of(page)
    tree.refresh_from_db()
    if edits is not None and edits != tree.edits:
        raise ValidationError(
            _(
                "Somebody else has changed this programme in the meantime. Nothing was saved: look "
                "at it as it is now, and repeat your change."
            ),
            code="stale",
        )
    return tree


def touch(tree: ProgrammeTree) -> None:
    """Count a change, and renew index and caches after the commit; once in every verb."""
    ProgrammeTree.objects.filter(pk=tree.pk).update(edits=F("edits") + 1, changed_at=timezone.now())
    changed(tree.programme_id)


def finish(tree: ProgrammeTree, action: str, user, **data) -> None:
    """Count a change and log it in the history of the programme."""
    touch(tree)
    page = tree.programme.specific
    log(instance=page, action=f"rkres_wagtail.{action}", user=user, data=data)


def nodes_of(page) -> list[ProgrammeNode]:
    """All elements in the order of the tree; one query."""
    return list(ProgrammeNode.objects.of(page).order_by("position", "pk"))
