"""What applying a profile did, object by object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from .problems import inside_quotes


class Outcome(models.TextChoices):
    """What became of an object; the labels head the report's sections."""

    CREATED = "created", pgettext_lazy("region profile", "Created")
    UPDATED = "updated", pgettext_lazy("region profile", "Updated")
    KEPT = "kept", gettext_lazy("Kept, because an editor changed it")
    SKIPPED = "skipped", gettext_lazy("Skipped, for the reason in brackets")
    DELETED = "deleted", gettext_lazy("Deleted by an editor, not made again (--recreate makes it)")
    GONE = "gone", gettext_lazy("No longer in the profile, left as it is")
    UNCHANGED = "unchanged", pgettext_lazy("region profile", "Unchanged")


@dataclass(frozen=True)
class Entry:
    """One line of the report; ``fields`` are keys of the profile, none means the whole object.

    ``names`` are what editors call the fields.
    """

    outcome: Outcome
    key: str
    label: str
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        text = _("%(key)s “%(label)s”") % {"key": self.key, "label": inside_quotes(self.label)}
        if self.names:
            text += f": {', '.join(self.names)}"
        return f"{text} ({self.note})" if self.note else text


@dataclass
class Report:
    """Returned by ``apply_profile``; ``committee`` is the page, None when it is missing."""

    profile: str
    dry_run: bool
    entries: list[Entry] = field(default_factory=list)
    committee: Any = None
    #: Names of the groups of users that were made, or would be.
    groups: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome, key: str, label: str, fields=None, note: str = "") -> None:
        """``fields``: key of the profile -> what editors call it."""
        fields = fields or {}
        names = tuple(fields.values())
        self.entries.append(Entry(outcome, key, label, tuple(fields), names, note))

    def of(self, outcome: Outcome) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome == outcome]

    def keys(self, outcome: Outcome) -> list[str]:
        return [entry.key for entry in self.of(outcome)]

    @property
    def has_changes(self) -> bool:
        """Whether anything was written, or would be without ``dry_run``."""
        changes = (Outcome.CREATED, Outcome.UPDATED)
        return bool(self.groups) or any(entry.outcome in changes for entry in self.entries)

    def lines(self, *, verbose: bool = False) -> Iterator[str]:
        """The report as text; what did not change is only counted unless ``verbose``."""
        counts = Counter(entry.outcome for entry in self.entries)
        for outcome in Outcome:
            if not counts[outcome]:
                continue
            yield _("%(heading)s: %(count)d") % {
                "heading": outcome.label,
                "count": counts[outcome],
            }
            if verbose:
                yield from (f"  {entry}" for entry in self.of(outcome))
            elif outcome != Outcome.UNCHANGED:
                yield from self._short(outcome)
        if self.groups:
            yield _("Groups of users created: %(names)s") % {"names": ", ".join(self.groups)}
        yield from self.warnings
        if self.dry_run:
            yield _("This was a dry run: nothing was written.")
        elif not self.has_changes:
            yield _("Nothing was changed.")

    def _short(self, outcome: Outcome) -> Iterator[str]:
        """Entries of one section. What only moved up or down a list is counted, not listed."""
        moved = [entry for entry in self.of(outcome) if entry.fields == ("order",)]
        yield from (f"  {entry}" for entry in self.of(outcome) if entry not in moved)
        if moved:
            count = len(moved)
            text = ngettext(
                "%(count)d item whose place in a list changed",
                "%(count)d items whose place in a list changed",
                count,
            )
            yield "  " + text % {"count": count}
