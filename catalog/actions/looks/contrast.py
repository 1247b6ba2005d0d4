"""The contrast of two colours, as WCAG 2.2 defines it."""

from __future__ import annotations

from typing import Final

LEAST: Final = 4.5
"""For text of usual size (WCAG 2.2, 1.4.3)."""
WHITE, GROUND, INK = "#ffffff", "#f7f6f2", "#17212b"
_LINEAR_BELOW = 0.04045


def contrast(one: str, other: str) -> float:
    """From 1 to 21. Both are written `#rrggbb`."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tint(colour: str, share: float) -> str:
    """White with that share of the colour."""
    return "#" + "".join(
        f"{round(255 - (255 - channel) * share):02x}" for channel in _channels(colour)
    )


def least_of_accent(accent: str) -> float:
    """Of text in the accent on what pages put behind it, and of white on the accent."""
    return min(contrast(accent, ground) for ground in (WHITE, GROUND, tint(accent, 0.1)))


def ink_on(band: str) -> tuple[str, float]:
    """White or dark, whichever is read best on the band; and its contrast."""
    return max(((ink, contrast(ink, band)) for ink in (WHITE, INK)), key=lambda pair: pair[1])


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
