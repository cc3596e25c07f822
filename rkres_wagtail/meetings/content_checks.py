"""Editor checks (requirement 70) in Wagtail's panel "Checks", beside those it has.

Wagtail runs axe on the preview. What axe cannot see by itself, the preview tells with hidden
elements (``_checks.html``); a rule of ours finds each of them. No script of ours is needed: the
rules ask a check that axe has and that such an element never passes.
"""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

from ..public import PublicPageMixin
from .cautions import NO_AGENDA, SCAN_ONLY, missing

NO_ALT = "no-alt"

#: Key of a marker -> what the editor reads, and what to do.
MESSAGES = {
    NO_AGENDA: (
        _("The meeting has no agenda"),
        _("Add items on the tab “Agenda”, so that people know what it will be about."),
    ),
    SCAN_ONLY: (
        _("A file is not accessible"),
        _(
            "A scan cannot be read aloud. Add an accessible version on the tab “After the "
            "meeting”, or say until when it will be replaced."
        ),
    ),
    NO_ALT: (
        _("A photograph has no alternative text"),
        _("Say in a sentence what it shows, for those who cannot see it."),
    ),
}
#: Rules of axe itself that Wagtail leaves out or a site may have left out.
_OF_AXE = {
    "image-alt": (
        _("A picture has no alternative text"),
        _("Say in a sentence what it shows, for those who cannot see it."),
    ),
    "link-name": (
        _("A link has no text"),
        _("Write where it leads; without a text nobody can follow it by ear."),
    ),
}


def found_on(page) -> list[str]:
    """Keys of what a meeting's page lacks, as it stands in its preview."""
    lacking = missing(
        page, has_agenda=bool(page.public_agenda()), materials=page.public_materials()
    )
    found = [key for key in lacking if key in MESSAGES]
    if any(not photo.value.get("alt_text") for photo in page.photos):
        found.append(NO_ALT)
    return found


def rule_id(key: str) -> str:
    return f"rkres-{key}"


def _rule(key: str) -> dict:
    return {
        "id": rule_id(key),
        "impact": "serious",
        "selector": f'[data-rkres-check="{key}"]',
        "excludeHidden": False,
        "tags": ["best-practice"],
        # An empty element without a label never passes it.
        "any": ["aria-label"],
        "enabled": True,
    }


class _Checks:
    """Adds our rules to those of the item that it is mixed into."""

    def get_axe_run_only(self, request):
        """A site may run rules by tag, or all: then nothing is to be added."""
        chosen = super().get_axe_run_only(request)
        if not chosen or any(one in _TAGS for one in chosen):
            return chosen
        ours = [*map(rule_id, MESSAGES), *_OF_AXE]
        return [*chosen, *(one for one in ours if one not in chosen)]

    def get_axe_custom_rules(self, request):
        return [*super().get_axe_custom_rules(request), *map(_rule, MESSAGES)]

    def get_axe_messages(self, request):
        """Ours in place of Wagtail's; words that the site has chosen stay."""
        found = super().get_axe_messages(request)
        ours = {**{rule_id(key): words for key, words in MESSAGES.items()}, **_OF_AXE}
        ours = {key: {"error_name": name, "help_text": text} for key, (name, text) in ours.items()}
        usual = ContentCheckerItem.axe_messages
        chosen = {key: words for key, words in found.items() if usual.get(key) != words}
        return {**found, **ours, **chosen}


#: axe takes either names of rules or tags, never both.
_TAGS = {"best-practice", "experimental", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}


@cache
def _extended(kind: type) -> type:
    # Wagtail's own comes under its old name, of whose subclasses it warns.
    base = ContentCheckerItem if kind.__module__ == ContentCheckerItem.__module__ else kind
    return type("CheckerItem", (_Checks, base), {"__module__": __name__})


def construct_wagtail_userbar(request, items, page):
    """Hook: put ours in the place of the site's own item, which it extends."""
    if not isinstance(page, PublicPageMixin):
        return
    for index, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            kind = _extended(type(item))
            extended = kind.__new__(kind)
            extended.__dict__.update(item.__dict__)
            items[index] = extended
