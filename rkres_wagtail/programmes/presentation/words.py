"""What pages and lists say of a programme in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import choices

_SHAPES = {
    choices.ProgrammeState.CONSULTED: "planned",
    choices.ProgrammeState.ADOPTED: "confirmed",
    choices.ProgrammeState.AMENDED: "confirmed",
    choices.ProgrammeState.CLOSED: "held",
}
_SCOPES = {
    choices.ProgrammeScope.NATIONAL: lambda: _("national programme"),
    choices.ProgrammeScope.REGIONAL: lambda: _("regional programme"),
    choices.ProgrammeScope.LOCAL: lambda: _("local programme"),
}


@dataclass(frozen=True)
class StateTag:
    """A state in a word; ``shape`` names the mark before it."""

    state: str
    label: str

    @property
    def shape(self) -> str:
        return _SHAPES.get(self.state, "")

    @property
    def is_quiet(self) -> bool:
        return self.state in (choices.ProgrammeState.CLOSED, choices.ProgrammeState.DRAFT)


def state_tag(page) -> StateTag:
    state = choices.ProgrammeState(page.current_state)
    return StateTag(state, str(state.label))


def scope_label(page) -> str:
    """``program krajowy``."""
    said = _SCOPES.get(page.scope)
    return said() if said else ""


def result_line(page) -> str:
    """E.g. ``"przyjęty, 2021–2023"``."""
    return ", ".join(filter(None, [state_tag(page).label, page.years]))


def nodes_count(count: int) -> str:
    return ngettext("%(count)d element", "%(count)d elements", count) % {"count": count}


def changed_at(page):
    """When the page or what stands beside it last changed; None of what was never published."""
    from ..models import ProgrammeTree

    tree = ProgrammeTree.objects.of(page).filter(edits__gt=0).first()
    moments = [page.last_published_at, tree.changed_at if tree is not None else None]
    return max((each for each in moments if each is not None), default=None)
