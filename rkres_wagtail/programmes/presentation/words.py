"""What pages and lists say of a programme in words."""

from __future__ import annotations

from .. import choices


def result_line(page) -> str:
    """E.g. ``"przyjęty, 2021–2023"``."""
    state = choices.ProgrammeState(page.current_state).label
    return ", ".join(filter(None, [str(state), page.years]))
