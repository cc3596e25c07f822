"""Template tags of the public pages: ``{% load rkres_tags %}``.

Documented in ``docs/reference/templates.md``; hosts may use them in templates of their own.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import conditional_escape, escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .. import dates, slots
from ..bodies.structure import svg as structure_svg
from ..bodies.structure.picture import Structure, from_family, kind_label, label_of_tier
from ..meetings.choices import AccessibilityService
from ..typography import NBSP, bind_between_tags, bind_short_words

register = template.Library()

_NOT_DIALLED = re.compile(r"[^\d+]")
_HEADING = re.compile(r'<h2 id="([\w-]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_EXTENSION = re.compile(r"\s*(?:wewn\.?|ext\.?|w\.)\s*(\d+)\s*$", re.IGNORECASE)


@register.filter
def bound(value: object) -> str:
    """Keep one-letter words with the word behind them: ``{{ page.title|bound }}``."""
    return bind_short_words(str(value or ""))


@register.filter
def bound_html(value: object) -> SafeString:
    """The same between the tags of safe HTML: ``{{ text|richtext|bound_html }}``."""
    return mark_safe(bind_between_tags(str(value or "")))  # noqa: S308


@register.filter
def phone_link(value: str) -> SafeString:
    """A telephone number as a ``tel:`` link that shows what the editor typed.

    Plain text where there is nothing to dial: fewer than three digits, or several numbers.
    """
    text = str(value or "").strip()
    extension = _EXTENSION.search(text)
    number = _NOT_DIALLED.sub("", text[: extension.start()] if extension else text)
    if not 3 <= len(number) <= 15 or number.count("+") > 1:
        return conditional_escape(text)
    suffix = f";ext={extension[1]}" if extension else ""
    return format_html('<a href="tel:{}{}">{}</a>', number, suffix, text.replace(" ", NBSP))


@register.filter
def email_link(value: str) -> SafeString:
    """An e-mail address as a ``mailto:`` link, in the open: tricks against harvesters also
    keep screen readers out (requirement 22). It may break after its dots and its @."""
    text = str(value or "").strip()
    shown = re.sub(r"(@|\.)", r"\1<wbr>", escape(text))
    return mark_safe(f'<a href="mailto:{escape(text)}">{shown}</a>')  # noqa: S308


@register.filter
def file_info(document) -> str:
    """Kind and size of a document, for its link's text: ``"PDF, 120 KB"``."""
    if not document:
        return ""
    kind = PurePath(document.filename or "").suffix.lstrip(".").upper()
    size = document.get_file_size()
    parts = [kind, filesizeformat(size) if size else ""]
    return ", ".join(part for part in parts if part)


@register.filter
def outside(url: str, request=None) -> bool:
    """Whether an address leads to another site."""
    host = request.get_host() if request else ""
    return bool(re.match(r"(?i)https?://", url or "")) and not (
        host and re.match(rf"(?i)https?://{re.escape(host)}(?:/|$)", url)
    )


@register.filter
def time_tag(value) -> SafeString:
    """A date in words inside ``<time>``."""
    if not value:
        return mark_safe("")
    day = dates.as_date(value)
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), dates.long_date(day))


@register.simple_tag(takes_context=True)
def subpage_url(context, body, name: str, **kwargs) -> str:
    """Address of a section below a body: ``{% subpage_url committee "person" slug=… %}``."""
    return (
        f"{body.get_url(context.get('request')) or ''}{body.reverse_subpage(name, kwargs=kwargs)}"
    )


@register.simple_tag(takes_context=True)
def page_link(context, number: int, parameter: str = "strona") -> str:
    """Query string of another page of a list, which keeps what else the reader chose."""
    parameters = context["request"].GET.copy()
    parameters[parameter] = number
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def structure_of(context, family) -> Structure:
    """What the picture of a committee's structure shows; ``family`` is in the page's context."""
    request = context.get("request")
    return from_family(family, lambda page: page.get_url(request))


@register.simple_tag
def structure_picture(structure: Structure) -> SafeString:
    """Both layouts of the picture; the container's width decides which one is seen."""
    wide = structure_svg.draw(structure, structure_svg.WIDE)
    return mark_safe(wide + structure_svg.draw(structure, structure_svg.NARROW))  # noqa: S308


@register.simple_tag
def supervises_text(structure: Structure, group) -> str:
    """``"supervises: A; B"`` for a group that does; empty for others."""
    names = structure.names_of(key for key in group.supervises if key != group.key)
    return _("supervises: %(names)s") % {"names": "; ".join(names)} if names else ""


@register.simple_tag
def tier_label(committee, tier) -> str:
    """``"Szczebel 2"``, in the committee's own word for a tier."""
    return label_of_tier(committee, tier)


@register.simple_tag
def kind_of(group, committee=None) -> str:
    """Kind of a group, unless its name already says it, in our word or the committee's."""
    word = committee.group_label if committee else ""
    return kind_label(group.title, group.get_kind_display(), word)


@register.simple_tag(takes_context=True)
def rkres_slot(context, name: str, classes: str = "") -> SafeString:
    """What other rooms put here (``slots.py``); nothing at all when they have nothing."""
    html = "".join(conditional_escape(part) for part in slots.parts(name, context))
    if not html:
        return mark_safe("")
    return format_html('<div class="{}">{}</div>', classes, mark_safe(html))  # noqa: S308


@register.simple_tag(takes_context=True)
def rkres_head_slot(context) -> SafeString:
    """What rooms put into ``head``: data and links, without anything around them."""
    return mark_safe("".join(conditional_escape(each) for each in slots.parts("head", context)))  # noqa: S308


@register.simple_tag
def service_line(value) -> str:
    """``"pętla indukcyjna: sala 12"``: an accessibility service of a meeting with its details."""
    kind, note = value["kind"], bind_short_words(value["note"] or "")
    if kind == AccessibilityService.OTHER and note:
        return note
    label = AccessibilityService(kind).label if kind in AccessibilityService.values else kind
    label = capfirst(str(label))
    return f"{label}: {note}" if note else label


class ContentsNode(template.Node):
    """Puts a list of the headings of its sections before them."""

    #: Fewer sections are seen at a glance.
    LEAST = 5

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context) -> str:
        html = self.nodelist.render(context)
        found = [
            {"id": key, "title": mark_safe(strip_tags(title).strip())}  # noqa: S308
            for key, title in _HEADING.findall(html)
        ]
        if len(found) < self.LEAST:
            return html
        piece = context.template.engine.get_template("rkres_wagtail/pieces/contents.html")
        with context.push(headings=found):
            return mark_safe(piece.render(context) + html)  # noqa: S308


@register.tag
def contents(parser, token) -> ContentsNode:
    """``{% contents %}…{% endcontents %}``: "On this page", for five sections and more.

    A section counts when it has ``<h2 id="…">``; so what other rooms and hosts add is listed,
    and what has nothing to say is not.
    """
    nodelist = parser.parse(("endcontents",))
    parser.delete_first_token()
    return ContentsNode(nodelist)


class ScopeNode(template.Node):
    """Puts the page's own context back on top."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context) -> str:
        own = next((layer for layer in context.dicts if "rkres_layout" in layer), {})
        with context.push(own):
            return self.nodelist.render(context)


@register.tag
def rkres_scope(parser, token) -> ScopeNode:
    """Shields our blocks from names that the host's base template sets around them.

    ``{% with contact=settings… %}`` around the content block would otherwise replace our
    ``contact``. Used once, in the layout between the host's base and our templates.
    """
    nodelist = parser.parse(("endrkres_scope",))
    parser.delete_first_token()
    return ScopeNode(nodelist)
