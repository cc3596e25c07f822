"""What the history of a consultation says of its document."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "version_create": (
        gettext_lazy("Make a version of the document"),
        gettext_lazy("Version %(version)s of the document made"),
    ),
    "version_edit": (
        gettext_lazy("Describe a version of the document"),
        gettext_lazy("Description of version %(version)s changed"),
    ),
    "version_publish": (
        gettext_lazy("Publish a version of the document"),
        gettext_lazy("Version %(version)s of the document published"),
    ),
    "version_delete": (
        gettext_lazy("Delete a draft of the document"),
        gettext_lazy("Version %(version)s of the document, a draft, deleted"),
    ),
    "section_add": (
        gettext_lazy("Add a section"),
        gettext_lazy("Version %(version)s: section “%(heading)s” added"),
    ),
    "section_edit": (
        gettext_lazy("Change a section"),
        gettext_lazy("Version %(version)s: section “%(heading)s” changed"),
    ),
    "section_move": (
        gettext_lazy("Move a section"),
        gettext_lazy("Version %(version)s: section “%(heading)s” moved"),
    ),
    "section_split": (
        gettext_lazy("Split a section"),
        gettext_lazy("Version %(version)s: “%(other)s” split off section “%(heading)s”"),
    ),
    "section_merge": (
        gettext_lazy("Merge sections"),
        gettext_lazy("Version %(version)s: section “%(heading)s” merged into “%(other)s”"),
    ),
    "section_remove": (
        gettext_lazy("Remove a section"),
        gettext_lazy("Version %(version)s: section “%(heading)s” removed"),
    ),
    "section_restore": (
        gettext_lazy("Bring back a section"),
        gettext_lazy("Version %(version)s: section “%(heading)s” brought back"),
    ),
    "section_renumber": (
        gettext_lazy("Number sections"),
        gettext_lazy("Version %(version)s: sections numbered"),
    ),
    "file_add": (
        gettext_lazy("Add a file of the document"),
        gettext_lazy("Version %(version)s: file “%(file)s” added"),
    ),
    "file_edit": (
        gettext_lazy("Change a file of the document"),
        gettext_lazy("Version %(version)s: file “%(file)s” changed"),
    ),
    "file_remove": (
        gettext_lazy("Remove a file of the document"),
        gettext_lazy("Version %(version)s: file “%(file)s” removed"),
    ),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, message) in _ACTIONS.items():
        _register(actions, f"rkres_wagtail.{name}", label, message)


def _register(actions, name: str, action_label, message) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            try:
                return str(message) % log_entry.data
            except KeyError:
                return _("Document of the consultation")
