"""Words of the editor of tables: its menu is English, and Wagtail's Polish lacks some labels."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

#: Asked for by Wagtail; here to be collected (as in ``editorial.wagtail_words``).
MISSING_IN_POLISH = (
    gettext_noop("Display the first row as a header"),
    gettext_noop("Display the first column as a header"),
    gettext_noop("Display the first row AND first column as headers"),
    gettext_noop("Which cells should be displayed as headers?"),
    gettext_noop(
        "A heading that identifies the overall topic of the table, and is useful for screen "
        "reader users."
    ),
    gettext_noop("Select a header option"),
)


def menu() -> dict[str, str]:
    """The items of the menu by the names that the editor gives its commands."""
    return {
        "row_above": gettext("Insert a row above"),
        "row_below": gettext("Insert a row below"),
        "col_left": gettext("Insert a column on the left"),
        "col_right": gettext("Insert a column on the right"),
        "remove_row": gettext("Remove the row"),
        "remove_col": gettext("Remove the column"),
        "mergeCells": gettext("Merge or unmerge cells"),
        "undo": gettext("Undo the last change"),
        "redo": gettext("Make the undone change again"),
    }
