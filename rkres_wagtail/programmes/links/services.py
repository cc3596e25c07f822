"""Verbs on links: ``link``, ``unlink``, and many of them at once. Check, do, log."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ... import front_caches
from ...bodies.rules import canonical_body
from ..models import ProgrammeLink
from ..outline.locking import locked_tree, touch
from .rules import checked


@transaction.atomic
def link(
    *, page, node=None, target_page=None, section=None, remark=None, note="", user
) -> ProgrammeLink:
    """Say what fed a programme, or ``node`` of it.

    One of ``target_page`` (a decision, a meeting or a consultation of the same committee),
    ``section`` or ``remark`` (of a consultation of it). ``ValidationError`` otherwise, also for
    what is linked already (code ``double``).
    """
    tree = locked_tree(page)
    if node is not None:
        node = type(node).objects.filter(pk=node.pk).select_related("programme").first()
        if node is None:
            raise ValidationError({"node": _("This element has been removed in the meantime.")})
    fields = checked(
        page, node=node, target_page=target_page, section=section, remark=remark, note=note.strip()
    )
    row = ProgrammeLink.objects.create(
        programme_id=canonical_body(page).pk, created_by=user, **fields
    )
    touch(tree)
    log(page, "rkres_wagtail.programme_link", user=user, data={"what": what_of(row)})
    return row


@transaction.atomic
def link_many(*, page, links: Iterable[dict], user) -> list[ProgrammeLink]:
    """Several at once, or none; those that are linked already are passed over."""
    made = []
    for fields in links:
        try:
            with transaction.atomic():
                made.append(link(page=page, user=user, **fields))
        except ValidationError as error:
            if getattr(error, "code", "") != "double":
                raise
    return made


@transaction.atomic
def unlink(link: ProgrammeLink, *, user) -> None:
    """Take a link away; what was linked stays as it is. Gone already: nothing happens."""
    tree = locked_tree(link.programme)
    row = ProgrammeLink.objects.filter(pk=link.pk).select_related("programme", "node").first()
    if row is None:
        return
    what, other = what_of(row), other_end(row)
    programme = row.programme.specific
    row.delete()
    touch(tree)
    log(programme, "rkres_wagtail.programme_unlink", user=user, data={"what": what})
    front_caches.forget(other)


def other_end(row: ProgrammeLink):
    """The page on which the link is shown at its other end."""
    if row.target_page_id:
        return row.target_page
    return row.section.consultation if row.section_id else row.remark.consultation


def what_of(row: ProgrammeLink) -> str:
    """For the history: titles and numbers, never words of a remark."""
    if row.target_page_id:
        what = row.target_page.title
    elif row.remark_id:
        what = str(row.remark)
    else:
        what = _("a section of “%(title)s”") % {"title": row.section.consultation.title}
    return f"{row.node.heading}: {what}" if row.node_id else what
