"""StreamField blocks that show parts of a committee on an adopter's own pages.

Add all of them at once::

    body = StreamField([("text", RichTextBlock()), *RKRES_BLOCKS])

and our stylesheet to the head of those pages: ``{% load rkres_embeds %}{% rkres_stylesheet %}``.
Everything comes through the public gate when the page is shown: of a body that has been hidden
since it was chosen, nothing is left, and an editor's preview says why.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from ..bodies.blocks import BodyChooserBlock
from .parts.base import MOST, USUAL
from .showing import Shown, Wanted, show

_LEVELS = [
    ("2", _("main heading of a section (h2)")),
    ("3", _("heading inside a section (h3)")),
]
_TELL, _HIDE = "tell", "hide"
_WHEN_EMPTY = [(_TELL, _("say so in a sentence")), (_HIDE, _("show nothing at all"))]


class PartBlock(blocks.StructBlock):
    """A part of one body; ``Meta.kind`` is its kind (``parts.kinds``).

    In the API: ``kind``, ``title``, ``body`` (``id``, ``type``, ``title``, ``html_url``; null
    where the public may not see it), ``more_url`` and ``items``, the flat facts of what is shown.
    """

    body = BodyChooserBlock(
        label=_("Whose"),
        help_text=_("A committee shows what all its tiers and groups have, too."),
    )
    heading = blocks.CharBlock(
        label=pgettext_lazy("block", "Heading"),
        max_length=120,
        required=False,
        help_text=_("Left empty: our own words."),
    )
    level = blocks.ChoiceBlock(
        label=_("Kind of heading"),
        choices=_LEVELS,
        default="2",
        help_text=_("So that the outline of the page stays right for screen readers."),
    )
    limit = blocks.IntegerBlock(
        label=_("How many at most"), min_value=1, max_value=MOST, default=USUAL
    )
    shows_more = blocks.BooleanBlock(
        label=_("With the link to all of them"), default=True, required=False
    )
    when_empty = blocks.ChoiceBlock(
        label=_("When there is nothing"), choices=_WHEN_EMPTY, default=_TELL
    )

    class Meta:
        kind = ""
        group = _("Committee")
        preview_template = "rkres_wagtail/embeds/block_preview.html"

    def render(self, value, context=None):
        request = context.get("request") if context else None
        shown = self.shown(value, request)
        if shown is not None:
            return shown.html
        if request is not None and getattr(request, "is_preview", False):
            return render_to_string("rkres_wagtail/embeds/hint.html", {"label": self.label})
        return ""

    def shown(self, value, request) -> Shown | None:
        """What the public sees of ``value``; None for a body that it may not see."""
        body = value.get("body")
        if body is None:
            return None
        language = translation.get_language() or ""
        return show(self.meta.kind, body.pk, request, self.wanted(value), language=language)

    def wanted(self, value) -> Wanted:
        return Wanted(
            limit=value.get("limit") or USUAL,
            level=int(value.get("level") or 2),
            heading=value.get("heading") or "",
            text=value.get("text") or "",
            shows_more=value.get("shows_more", True),
            tells_empty=value.get("when_empty") != _HIDE,
        )

    def get_api_representation(self, value, context=None):
        request = (context or {}).get("request")
        shown = self.shown(value, request)
        if shown is None:
            return {
                "kind": self.meta.kind, "title": "", "text": "", "body": None,
                "more_url": "", "items": [],
            }  # fmt: skip
        page = shown.scope.page
        return {
            "kind": self.meta.kind,
            "title": shown.title,
            "text": value.get("text") or "",
            "body": {
                "id": page.pk,
                "type": page._meta.label,
                "title": page.title,
                "html_url": shown.scope.url,
            },
            "more_url": shown.part.more_url,
            "items": shown.part.facts,
        }

    def get_preview_value(self):
        return self.get_default()

    def get_preview_context(self, value, parent_context=None):
        """The first public committee's own part, or an invented one where there is none."""
        from .samples import preview

        context = dict(parent_context or {})
        return context | {"html": preview(self.meta.kind, context.get("request"), self.wanted({}))}


class UpcomingMeetingsBlock(PartBlock):
    class Meta:
        kind = "posiedzenia"
        icon = "date"
        label = _("Upcoming meetings")
        description = _("Meetings that are announced, the soonest first, each with a link.")


class OpenConsultationsBlock(PartBlock):
    class Meta:
        kind = "konsultacje"
        icon = "comment"
        label = _("Open consultations")
        description = _("What may be commented on now, and until when.")


class TiersPictureBlock(PartBlock):
    limit = None
    shows_more = None

    class Meta:
        kind = "struktura"
        icon = "group"
        label = _("Picture of tiers and groups")
        description = _("How the committee is built: a picture, and the same as a list.")


class MembersBlock(PartBlock):
    limit = blocks.IntegerBlock(
        label=_("How many at most"),
        min_value=1,
        max_value=MOST,
        default=MOST,
        help_text=_("Of a body with seats, all are shown."),
    )

    class Meta:
        kind = "sklad"
        icon = "user"
        label = _("Members")
        description = _("Who sits in a body today, as far as it publishes that.")


class LatestDecisionsBlock(PartBlock):
    class Meta:
        kind = "decyzje"
        icon = "doc-full-inverse"
        label = _("Latest decisions")
        description = _("Resolutions, positions and opinions, and what became of them.")


class TakePartBlock(PartBlock):
    limit = None
    shows_more = None
    text = blocks.TextBlock(
        label=_("Text"), max_length=600, required=False, help_text=_("Stands under the heading.")
    )

    class Meta:
        kind = "wlacz-sie"
        icon = "plus-inverse"
        label = _("Call to take part")
        description = _("What each tier asks, how to join it and whom to ask.")


#: Name and block of each, for the list of a StreamField.
RKRES_BLOCKS = (
    ("rkres_upcoming_meetings", UpcomingMeetingsBlock()),
    ("rkres_open_consultations", OpenConsultationsBlock()),
    ("rkres_tiers_picture", TiersPictureBlock()),
    ("rkres_members", MembersBlock()),
    ("rkres_latest_decisions", LatestDecisionsBlock()),
    ("rkres_take_part", TakePartBlock()),
)
