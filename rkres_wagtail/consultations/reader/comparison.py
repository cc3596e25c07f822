"""The page that compares two published versions, section by section."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from . import published, words
from .changes import Change, changes_of
from .comparing import ADDED, REMOVED
from .context import frame

#: Longest number of a version that is read.
_DIGITS = 5


@dataclass(frozen=True)
class Row:
    """A section of the comparison: its heading, the words for what became of it, its lines."""

    change: Change
    labels: list[str]
    url: str

    @property
    def anchor(self) -> str:
        return self.change.text.identity.anchor

    @property
    def heading(self) -> str:
        return self.change.text.heading


def comparison_context(page, versions: list, request) -> dict:
    """``?od=`` and ``?do=`` are numbers of published versions; usual: the last two."""
    old, new, problem = _chosen(versions, request.GET)
    source = page.source
    url = source.get_full_url(request)
    context = {
        **frame(page, request),
        "versions": [{"version": v, "name": words.version_name(v)} for v in reversed(versions)],
        "old": old,
        "new": new,
        "problem": problem,
        "is_single": len(versions) < 2,
        "document_url": published.address_of(page, request=request),
        "canonical_url": f"{url}{source.reverse_subpage('document_comparison')}" if url else "",
    }
    if not (old and new) or problem:
        return context
    changes = changes_of(published.texts_of(old), published.texts_of(new))
    rows = _rows(page, changes, old, new, request)
    return {
        **context,
        "old_name": words.version_name(old),
        "new_name": words.version_name(new),
        "old_url": published.address_of(page, old, request=request),
        "new_url": published.address_of(page, new, request=request),
        "groups": _groups(rows),
        "summary": summary(changes),
        "added": ADDED,
        "removed": REMOVED,
    }


def _chosen(versions: list, query):
    """The two versions, the older first, and what is wrong with the choice."""
    typed_old, typed_new = query.get("od", "").strip(), query.get("do", "").strip()
    usual = (versions[-2] if len(versions) > 1 else None, versions[-1])
    old = _version(versions, typed_old) if typed_old else usual[0]
    new = _version(versions, typed_new) if typed_new else usual[1]
    if len(versions) < 2:
        return None, new, ""
    if old is None or new is None:
        return old, new, _("There is no such version. Choose two from the lists.")
    if old.pk == new.pk:
        if not (typed_old and typed_new):
            # One was chosen; the other becomes its neighbour.
            at = versions.index(new)
            return (*((versions[at - 1], new) if at else (new, versions[1])), "")
        return old, new, _("These are the same version. Choose two different ones.")
    if old.number > new.number:
        old, new = new, old
    return old, new, ""


def _version(versions: list, typed: str):
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS):
        return None
    return published.by_number(versions, int(typed))


def _rows(page, changes: list[Change], old, new, request) -> list[Row]:
    addresses = {
        version.pk: published.address_of(page, version, request=request) for version in (old, new)
    }
    return [
        Row(
            change,
            labels_of(change),
            f"{addresses[change.text.version_id]}#{change.text.identity.anchor}",
        )
        for change in changes
    ]


def labels_of(change: Change) -> list[str]:
    """What became of a section, in words; several may be true."""
    if change.is_new:
        return [_("new section")]
    if change.is_removed:
        return [_("section removed")]
    named = (
        (change.is_changed, _("text changed")),
        (change.has_other_figures, _("figure changed")),
        (change.is_retitled, _("heading changed")),
        (change.is_renumbered, _("number changed")),
        (change.is_moved, pgettext("section", "moved")),
    )
    return [label for holds, label in named if holds] or [_("no change")]


def _groups(rows: list[Row]) -> list[dict]:
    """Runs of sections that did not change are folded into one; the others stand alone."""
    groups: list[dict] = []
    for row in rows:
        if row.change.is_same and groups and groups[-1]["is_same"]:
            groups[-1]["rows"].append(row)
        else:
            groups.append({"is_same": row.change.is_same, "rows": [row]})
    return [
        {**group, "label": _unchanged(len(group["rows"]))} if group["is_same"] else group
        for group in groups
    ]


def _unchanged(count: int) -> str:
    text = ngettext("%(count)d section without change", "%(count)d sections without change", count)
    return text % {"count": count}


def summary(changes: list[Change]) -> list[str]:
    """``3 changed``, ``1 new``, ``1 removed``: only what there is."""
    both = [change for change in changes if not (change.is_new or change.is_removed)]
    counted = (
        (
            sum(c.is_changed or c.has_other_figures for c in both),
            lambda n: npgettext("sections", "%(count)d changed", "%(count)d changed", n),
        ),
        (
            sum(c.is_new for c in changes),
            lambda n: npgettext("sections", "%(count)d new", "%(count)d new", n),
        ),
        (
            sum(c.is_removed for c in changes),
            lambda n: npgettext("sections", "%(count)d removed", "%(count)d removed", n),
        ),
        (
            sum(c.is_moved for c in both),
            lambda n: npgettext("sections", "%(count)d moved", "%(count)d moved", n),
        ),
        (
            sum(c.is_retitled or c.is_renumbered for c in both),
            lambda n: npgettext(
                "sections",
                "%(count)d with another heading or number",
                "%(count)d with another heading or number",
                n,
            ),
        ),
        (
            sum(c.is_same for c in both),
            lambda n: npgettext(
                "sections", "%(count)d without change", "%(count)d without change", n
            ),
        ),
    )
    return [text(count) % {"count": count} for count, text in counted if count]
