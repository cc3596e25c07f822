"""What applying a profile did, object by object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


class Outcome(models.TextChoices):
    """What became of an object; the labels head the report's sections."""

    CREATED = "created", pgettext_lazy("region profile", "Created")
    UPDATED = "updated", pgettext_lazy("region profile", "Updated")
    KEPT = "kept", gettext_lazy("Kept, because an editor changed it")
    SKIPPED = "skipped", gettext_lazy("Skipped, because a draft waits or the page is locked")
    DELETED = "deleted", gettext_lazy("Deleted by an editor, not made again (--recreate makes it)")
    GONE = "gone", gettext_lazy("No longer in the profile, left as it is")
    UNCHANGED = "unchanged", pgettext_lazy("region profile", "Unchanged")


@dataclass(frozen=True)
class Entry:
    """One line of the report; ``fields`` are keys of the profile, none means the whole object."""

    outcome: Outcome
    key: str
    label: str
    fields: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        text = _("%(key)s “%(label)s”") % {"key": self.key, "label": self.label}
        if self.fields:
            text += f": {', '.join(self.fields)}"
        return f"{text} ({self.note})" if self.note else text


@dataclass
class Report:
    """Returned by ``apply_profile``; ``committee`` is the page, None when it is missing."""

    profile: str
    dry_run: bool
    entries: list[Entry] = field(default_factory=list)
    committee: Any = None

    def add(self, outcome: Outcome, key: str, label: str, fields=(), note: str = "") -> None:
        self.entries.append(Entry(outcome, key, label, tuple(fields), note))

    def of(self, outcome: Outcome) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome == outcome]

    def keys(self, outcome: Outcome) -> list[str]:
        return [entry.key for entry in self.of(outcome)]

    @property
    def has_changes(self) -> bool:
        """Whether anything was written, or would be without ``dry_run``."""
        return any(entry.outcome in (Outcome.CREATED, Outcome.UPDATED) for entry in self.entries)

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
            if verbose or outcome != Outcome.UNCHANGED:
                yield from (f"  {entry}" for entry in self.of(outcome))
        if self.dry_run:
            yield _("This was a dry run: nothing was written.")
        elif not self.has_changes:
            yield _("Nothing was changed.")
