"""Draws a ``Structure`` as SVG: bands for tiers, chips for groups.

No ``style`` attribute and no ``<style>`` element, because of strict Content-Security-Policies:
presentation attributes make the file complete on its own (it brings a light ground, so that it
is readable on a dark page), classes let ``rkres.css`` take over where it is inlined.

A picture inside a page is hidden from assistive technology and its links are for the mouse
only: the nested list after it says the same, with the same links, once. (``role="img"`` may
hold no links at all, and links in both would be read and tabbed through twice.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .glyphs import BOLD, clean, wrap
from .picture import Body, Cluster, Structure, clusters

_FONT = "'Segoe UI', Arial, 'Liberation Sans', 'Noto Sans', sans-serif"
_INK, _MUTED, _LINE, _ACCENT, _GROUND = "#1f2933", "#4b5563", "#b6c2cf", "#1d4f91", "#ffffff"
#: Grounds of the bands, closest engagement first.
_TINTS = ("#d5e0ef", "#e2eaf4", "#ecf1f8", "#f3f6fb", "#f8fafc")

#: Lines of a tier's name that still stand beside its groups.
_LINES_BESIDE = 5


@dataclass(frozen=True)
class Layout:
    """Measures of one layout in the picture's own units (about one CSS pixel each)."""

    name: str
    width: int
    pad: int
    columns: int
    aside: int  # width of the column with a tier's name; 0: the name stands above its groups
    title: int
    size: int
    small: int


WIDE = Layout("wide", 820, 18, 2, 220, 19, 16, 14)
NARROW = Layout("narrow", 340, 12, 1, 0, 18, 16, 14)


@dataclass(frozen=True)
class _Block:
    """A piece whose height is known before it is drawn."""

    height: float
    draw: Callable[[float, float], list[str]]


def draw(structure: Structure, layout: Layout = WIDE, *, standalone: bool = False) -> SafeString:
    """Return the picture as an ``<svg>`` element.

    ``standalone``: as a file of its own, with namespaces, focusable links and a title.
    """
    inner = layout.width - 2
    blocks = [_committee(structure, layout, inner - 2 * layout.pad)]
    for index, tier in enumerate(structure.tiers):
        blocks.append(_band(tier, index, structure, layout, inner - 2 * layout.pad))
    gap = layout.pad * 0.75
    height = round(2 + 2 * layout.pad + sum(b.height for b in blocks) + gap * (len(blocks) - 1))
    parts = [_rect("frame", 1, 1, inner, height - 2, fill=_GROUND, stroke=_LINE, radius=10)]
    y = 1 + layout.pad
    for block in blocks:
        parts += block.draw(1 + layout.pad, y)
        y += block.height + gap
    if not standalone:
        parts = [part.replace("<a ", '<a tabindex="-1" ') for part in parts]
    opening = _opening(structure, layout, height, standalone)
    return mark_safe("".join([*opening, *parts, "</svg>"]))  # noqa: S308


def _opening(structure: Structure, layout: Layout, height: int, standalone: bool) -> list[str]:
    box = f'viewBox="0 0 {layout.width} {height}" font-family="{_FONT}"'
    if not standalone:
        cls = f"rkres-structure-svg rkres-structure-svg--{layout.name}"
        return [f'<svg class="{cls}" aria-hidden="true" focusable="false" {box}>']
    name = _("Structure: %(name)s") % {"name": clean(structure.committee.name)}
    described = structure.describe()
    lang = escape(get_language() or "pl")
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width}" height="{height}" '
        f'xml:lang="{lang}" aria-labelledby="title desc" {box}>',
        f'<title id="title">{escape(name)}</title><desc id="desc">{escape(described)}</desc>',
    ]


def _committee(structure: Structure, layout: Layout, limit: float) -> _Block:
    """The head of the picture, with the groups that stand under no tier."""
    body = structure.committee
    head = _heading(body, layout, limit)
    # Side by side would leave the name alone in a corner: without tiers chips take the width.
    chips = _chips(body, structure, replace(layout, columns=_columns(layout, body)), limit)
    return _stack([head, chips] if chips else [head], 12)


def _columns(layout: Layout, body: Body) -> int:
    return layout.columns + 1 if layout.columns > 1 and len(body.groups) > 2 else layout.columns


def _band(tier: Body, index: int, structure: Structure, layout: Layout, limit: float) -> _Block:
    """One tier: its name, and its groups beside it or, when there are many, below."""
    pad = layout.pad
    inside = limit - 2 * pad
    beside = layout.aside and 0 < len(tier.groups) <= 6 and _fits_beside(tier, layout)
    if beside:
        head = _heading(tier, layout, layout.aside)
        chips = _chips(tier, structure, layout, inside - layout.aside - pad)
        height = max(head.height, chips.height)
    else:
        head = _heading(tier, layout, inside)
        wider = replace(layout, columns=_columns(layout, tier))
        chips = _chips(tier, structure, wider, inside)
        stacked = _stack([head, chips] if chips else [head], 14)
        height = stacked.height

    def paint(x: float, y: float) -> list[str]:
        tint = _TINTS[min(index, len(_TINTS) - 1)]
        cls = f"band rkres-structure-band--{min(index, len(_TINTS) - 1) + 1}"
        parts = [_rect(cls, x, y, limit, height + 2 * pad, fill=tint, stroke=_LINE, radius=8)]
        if beside:
            parts += head.draw(x + pad, y + pad)
            return parts + chips.draw(x + pad + layout.aside + pad, y + pad)
        return parts + stacked.draw(x + pad, y + pad)

    return _Block(height + 2 * pad, paint)


def _fits_beside(tier: Body, layout: Layout) -> bool:
    """A long name is a tower in the column beside the groups, and is cut; above them it fits."""
    lines = wrap(tier.name, layout.title * BOLD, layout.aside, lines=_LINES_BESIDE + 1)
    return len(lines) <= _LINES_BESIDE


def _heading(body: Body, layout: Layout, limit: float) -> _Block:
    """Label, name and note of a committee or a tier, the name being its link."""
    label = _lines("label", body.label, layout.small, limit, lines=2, fill=_MUTED)
    name = _lines("name", body.name, layout.title, limit, lines=7, bold=True, fill=_INK)
    note = _lines("note", body.note, layout.small, limit, lines=4, fill=_MUTED)
    return _stack([block for block in (label, _linked(name, body), note) if block.height], 4)


def _chips(body: Body, structure: Structure, layout: Layout, limit: float) -> _Block | None:
    if not body.groups:
        return None
    blocks = [_cluster(cluster, structure, layout, limit) for cluster in clusters(body)]
    return _stack(blocks, 14)


def _cluster(cluster: Cluster, structure: Structure, layout: Layout, limit: float) -> _Block:
    if cluster.head is None:
        return _grid(cluster.members, structure, layout, limit)
    shown = {member.key for member in cluster.members}
    head = _chip(cluster.head, structure, layout, limit, shown=shown)
    if not cluster.members:
        return head
    pad = 12
    inside = _grid(cluster.members, structure, layout, limit - 2 * pad)
    word, stem = _("supervises"), 30
    height = head.height + stem + inside.height + 2 * pad

    def paint(x: float, y: float) -> list[str]:
        top = y + head.height + stem
        x0 = x + 28
        return [
            _rect("oversight", x, top, limit, inside.height + 2 * pad, stroke=_ACCENT, radius=8),
            f'<path class="rkres-structure-arrow" fill="none" stroke="{_ACCENT}" '
            f'stroke-width="2" d="M{_n(x0)} {_n(y + head.height)}V{_n(top)}'
            f'm-6 -8l6 8l6 -8"/>',
            _text("note", word, x0 + 14, y + head.height + 20, layout.small, fill=_MUTED),
            *head.draw(x, y),
            *inside.draw(x + pad, top + pad),
        ]

    return _Block(height, paint)


def _grid(groups: tuple[Body, ...], structure: Structure, layout: Layout, limit: float) -> _Block:
    """Chips in rows of equal height; a last row of fewer chips takes the whole width."""
    gap = 12
    rows = [groups[i : i + layout.columns] for i in range(0, len(groups), layout.columns)]
    blocks = []
    for row in rows:
        cell = (limit - gap * (len(row) - 1)) / len(row)
        measured = [_chip(group, structure, layout, cell) for group in row]
        tallest = max(chip.height for chip in measured)
        chips = [_chip(group, structure, layout, cell, height=tallest) for group in row]
        blocks.append(_Block(tallest, _side_by_side(chips, cell + gap)))
    return _stack(blocks, gap)


def _chip(
    group: Body,
    structure: Structure,
    layout: Layout,
    limit: float,
    *,
    height: float = 0,
    shown: set | frozenset = frozenset(),
) -> _Block:
    """One group. What it supervises outside its own frame is said in words."""
    pad = 13
    far = structure.names_of(k for k in group.supervises if k != group.key and k not in shown)
    note = _("supervises: %(names)s") % {"names": "; ".join(far)} if far else group.note
    inside = limit - 2 * pad
    blocks = [
        _lines("label", group.label, layout.small, inside, lines=1, fill=_MUTED),
        _lines("name", group.name, layout.size, inside, lines=6, fill=_ACCENT),
        _lines("note", note, layout.small, inside, lines=4, fill=_MUTED),
    ]
    content = _stack([block for block in blocks if block.height], 3)
    height = max(height, content.height + 2 * pad - 4)

    def paint(x: float, y: float) -> list[str]:
        box = _rect("chip", x, y, limit, height, fill=_GROUND, stroke=_ACCENT, radius=6)
        return [box, *content.draw(x + pad, y + pad - 2)]

    return _linked(_Block(height, paint), group)


def _linked(block: _Block, body: Body) -> _Block:
    """Make a block the link to its body; the tooltip has the name in full."""
    if not body.url:
        return block
    name, url = escape(clean(body.name)), escape(clean(body.url))

    def paint(x: float, y: float) -> list[str]:
        inner = "".join(block.draw(x, y))
        return [f'<a class="rkres-structure-link" href="{url}">{inner}<title>{name}</title></a>']

    return _Block(block.height, paint)


def _stack(blocks: list[_Block], gap: float) -> _Block:
    def paint(x: float, y: float) -> list[str]:
        parts = []
        for block in blocks:
            parts += block.draw(x, y)
            y += block.height + gap
        return parts

    return _Block(sum(b.height for b in blocks) + gap * max(0, len(blocks) - 1), paint)


def _side_by_side(blocks: list[_Block], step: float) -> Callable[[float, float], list[str]]:
    def paint(x: float, y: float) -> list[str]:
        return [part for i, block in enumerate(blocks) for part in block.draw(x + i * step, y)]

    return paint


def _lines(
    cls: str, text: str, size: int, limit: float, *, lines: int, bold: bool = False, fill: str
) -> _Block:
    """A paragraph of at most ``lines`` lines; of no height when there is no text."""
    wrapped = wrap(text, size * BOLD if bold else size, limit, lines=lines)
    leading = round(size * 1.3)

    def paint(x: float, y: float) -> list[str]:
        baseline = y + size * 0.98
        return [
            _text(cls, line, x, baseline + i * leading, size, bold=bold, fill=fill)
            for i, line in enumerate(wrapped)
        ]

    return _Block(leading * len(wrapped), paint)


def _text(
    cls: str, text: str, x: float, y: float, size: int, *, bold: bool = False, fill: str
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text class="rkres-structure-{cls}" x="{_n(x)}" y="{_n(y)}" font-size="{size}"'
        f'{weight} fill="{fill}">{escape(text)}</text>'
    )


def _rect(
    cls: str,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    fill: str = "none",
    stroke: str = _LINE,
    radius: int = 6,
) -> str:
    return (
        f'<rect class="rkres-structure-{cls}" x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" '
        f'height="{_n(h)}" rx="{radius}" fill="{fill}" stroke="{stroke}"/>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
