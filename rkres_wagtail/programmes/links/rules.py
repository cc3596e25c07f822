"""What may be linked to a programme, whoever asks: form, import, another part."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...bodies.tree import committee_of
from ..models import ProgrammeLink
from .ends import kind_of_class

#: Characters of a note.
NOTE_LENGTH = ProgrammeLink._meta.get_field("note").max_length


def checked(page, *, node, target_page, section, remark, note: str) -> dict:
    """Fields of a link that may be; ``ValidationError`` says what may not."""
    if sum(each is not None for each in (target_page, section, remark)) != 1:
        raise ValidationError(_("Choose one thing to link."))
    if node is not None and node.programme.translation_key != page.translation_key:
        raise ValidationError({"node": _("This element belongs to another programme.")})
    if len(note) > NOTE_LENGTH:
        raise ValidationError(
            {"note": _("At most %(count)d characters, please.") % {"count": NOTE_LENGTH}}
        )
    if target_page is not None:
        target_page = _checked_page(page, target_page)
    else:
        _check_consultation(page, (section or remark).consultation)
        if remark is not None and _is_junk(remark):
            raise ValidationError({"remark": _("This is not a remark: it was put aside as junk.")})
    found = {"node": node, "target_page": target_page, "section": section, "remark": remark}
    found["note"] = note
    _check_single(page, found)
    return found


def _checked_page(page, target):
    model = target.specific_class
    if model is None or not kind_of_class(model):
        raise ValidationError({"target_page": _("Choose a decision, a meeting or a consultation.")})
    target = canonical_body(target)
    _check_committee(page, target, "target_page")
    return target


def _check_consultation(page, consultation) -> None:
    _check_committee(page, consultation, "section")


def _check_committee(page, other, field: str) -> None:
    own, others = committee_of(page), committee_of(other)
    if own is None or others is None or own.translation_key != others.translation_key:
        raise ValidationError({field: _("This one belongs to another committee.")})


def _is_junk(remark) -> bool:
    return not type(remark).objects.counted().filter(pk=remark.pk).exists()


def _check_single(page, fields: dict) -> None:
    rows = ProgrammeLink.objects.of(page).filter(
        node=fields["node"], section=fields["section"], remark=fields["remark"]
    )
    if fields["target_page"] is None:
        rows = rows.filter(target_page=None)
    else:
        key = fields["target_page"].translation_key
        rows = rows.filter(target_page__translation_key=key)
    if rows.exists():
        raise ValidationError(_("This is linked already."), code="double")
