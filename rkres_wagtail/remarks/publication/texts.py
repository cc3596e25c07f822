"""What of a remark's words the public reads."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..choices import BlockReason, Moderation

#: What stands in the place of a hidden passage.
HIDDEN = "[…]"


def public_text(remark, name: str) -> str:
    """The text ``name`` (``place`` or one of ``Remark.TEXTS``) without its hidden passages.

    Empty where the remark is not readable: then ``trace_of`` stands in its place.
    """
    if not remark.is_readable:
        return ""
    text = getattr(remark, name)
    passages = sorted(filter(None, map(str.strip, remark.hidden_passages.splitlines())), key=len)
    for passage in reversed(passages):
        text = text.replace(passage, HIDDEN)
    return text


def trace_of(remark) -> str:
    """The neutral words that stand for a remark that nobody may read; empty of a readable one."""
    if remark.erased_at is not None:
        return _("Erased at its author's request.")
    if remark.is_withdrawn:
        return _("Withdrawn by its author.")
    if remark.moderation == Moderation.BLOCKED:
        reason = BlockReason(remark.block_reason).label if remark.block_reason else ""
        return _("Not shown: %(reason)s.") % {"reason": reason} if reason else _("Not shown.")
    if remark.moderation == Moderation.PENDING:
        return _("Not yet approved for publication.")
    return ""
