"""The host's colours in an embedded page: read strictly, kept readable, written as a stylesheet.

Contrast is that of WCAG 2.2 (relative luminance): 4.5 for text and links, on the ground and
on the tinted one of boxes and tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST_CONTRAST = 4.5
#: Parts of the text's colour in secondary text, and of the accent in the ground of boxes; they
#: are those of ``rkres.css``.
_MUTED, _SURFACE = 0.78, 0.07
MOST_RADIUS = 40

_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_Rgb = tuple[int, int, int]

LIGHT, DARK, AUTO = "jasny", "ciemny", "auto"
THEMES = (LIGHT, DARK, AUTO)
#: Ground, text, accent where the host names none.
_USUAL = {
    LIGHT: ((255, 255, 255), (27, 27, 27), (29, 79, 145)),
    DARK: ((24, 26, 30), (240, 240, 240), (163, 196, 245)),
}
_SCHEMES = {LIGHT: "light", DARK: "dark"}


def parse(text: str) -> _Rgb:
    """``1d4f91``, ``#1d4f91`` or ``abc``; ``ValueError`` for everything else."""
    match = _HEX.fullmatch(text)
    if match is None:
        raise ValueError(text)
    digits = match[1]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return tuple(int(digits[place : place + 2], 16) for place in (0, 2, 4))


def luminance(colour: _Rgb) -> float:
    def linear(value: float) -> float:
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: _Rgb, other: _Rgb) -> float:
    """From 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: _Rgb, other: _Rgb, part: float) -> _Rgb:
    return tuple(round(a * part + b * (1 - part)) for a, b in zip(one, other, strict=True))


def to_hex(colour: _Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


@dataclass(frozen=True)
class Palette:
    """Colours of one scheme in which everything can be read."""

    scheme: str
    ground: _Rgb
    ink: _Rgb
    accent: _Rgb
    muted: _Rgb
    surface: _Rgb

    @classmethod
    def of(cls, theme: str, ground: _Rgb | None, ink: _Rgb | None, accent: _Rgb | None) -> Palette:
        usual_ground, usual_ink, usual_accent = _USUAL[theme]
        ground = ground or usual_ground
        accent = accent or usual_accent
        # One of black and white can be read on any ground.
        ink = _readable((ink or usual_ink, usual_ink, (0, 0, 0), (255, 255, 255)), ground)
        accent = _readable((accent, usual_accent, ink), ground)
        muted = _readable((mix(ink, ground, _MUTED), ink), ground)
        tint = mix(accent, ground, _SURFACE)
        is_tint_good = all(contrast(each, tint) >= LEAST_CONTRAST for each in (ink, accent, muted))
        return cls(_SCHEMES[theme], ground, ink, accent, muted, tint if is_tint_good else ground)

    def rules(self, radius: int | None) -> str:
        lines = [
            f"color-scheme: {self.scheme}",
            *(
                f"--rkres-{name}: {to_hex(getattr(self, name))}"
                for name in ("ground", "ink", "accent", "muted", "surface")
            ),
        ]
        if radius is not None:
            lines.append(f"--rkres-radius: {radius}px")
        return f":root {{ {'; '.join(lines)}; }}"


def _readable(wanted, ground: _Rgb) -> _Rgb:
    """The first of ``wanted`` that can be read on ``ground``."""
    return next(each for each in wanted if contrast(each, ground) >= LEAST_CONTRAST)


@dataclass(frozen=True)
class Colours:
    """What a host asked for; None is ours. A ground decides whether the page is light or dark."""

    ground: _Rgb | None = None
    ink: _Rgb | None = None
    accent: _Rgb | None = None
    radius: int | None = None
    theme: str = LIGHT

    def stylesheet(self) -> str:
        """Rules for ``:root``: the tokens of ``rkres.css`` and the ``color-scheme``."""
        if self.ground is not None:
            is_dark = contrast(self.ground, (255, 255, 255)) > contrast(self.ground, (0, 0, 0))
            return self._palette(DARK if is_dark else LIGHT).rules(self.radius) + "\n"
        if self.theme != AUTO:
            return self._palette(self.theme).rules(self.radius) + "\n"
        light, dark = (self._palette(theme).rules(self.radius) for theme in (LIGHT, DARK))
        return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n"

    def _palette(self, theme: str) -> Palette:
        return Palette.of(theme, self.ground, self.ink, self.accent)

    def query(self) -> dict[str, str]:
        """The same as parameters of an address, without what nobody asked for."""
        named = {"tlo": self.ground, "tekst": self.ink, "akcent": self.accent}
        found = {name: to_hex(value)[1:] for name, value in named.items() if value is not None}
        if self.radius is not None:
            found["zaokraglenie"] = str(self.radius)
        if self.theme != LIGHT:
            found["motyw"] = self.theme
        return found
