"""The colours of every picture, each with a pattern of its own.

Five tones for states and five shades for rates. They stay apart for readers who do not tell red
from green (protanopia, deuteranopia) or blue from yellow (tritanopia), and printed in grey: a test
computes the distances. None of them changes with a platform's own look.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

from papers.pictures.markup import Drawn, element

Marks: TypeAlias = Literal["plain", "dots", "rules", "slopes", "grid", "hatch"]
PAPER = "#ffffff"
INK = "#1b2430"
SOFT_INK = "#4a5768"
RULE = "#d5dbe4"
PALE_EDGE = "#b9d3c9"


@dataclass(frozen=True, slots=True)
class Ink:
    """A fill and the marks over it; `name` is also its CSS class."""

    name: str
    fill: str
    marks: Marks = "plain"
    mark_colour: str = PAPER
    edge: str = SOFT_INK
    """Of the border between two areas of this ink: it must be seen on the fill."""

    def pattern(self, of: str) -> Drawn | None:
        """Its definition, for a drawing whose identifiers begin with `of`."""
        if self.marks == "plain":
            return None
        side = 14
        return element(
            "pattern",
            element("rect", width=side, height=side, fill=self.fill),
            element("path", d=_MARKS[self.marks], **_STROKES[self.marks], stroke=self.mark_colour),
            id=f"{of}-{self.name}",
            width=side,
            height=side,
            patternUnits="userSpaceOnUse",
        )

    def paint(self, of: str) -> str:
        return self.fill if self.marks == "plain" else f"url(#{of}-{self.name})"


# A dot is a stroke of no length with round ends; slopes and hatch go on over the tile's corners.
_MARKS: dict[Marks, str] = {
    "dots": "M3.5 3.5h0M10.5 10.5h0",
    "rules": "M0 3.5h14M0 10.5h14",
    "slopes": "M-2 16L16-2M-2 2L2-2M12 16L16 12",
    "grid": "M0 3.5h14M0 10.5h14M3.5 0v14M10.5 0v14",
    "hatch": "M-2-2L16 16M-2 12L2 16M12-2L16 2",
}
_STROKES: dict[Marks, dict[str, str | float]] = {
    "dots": {"stroke_width": 3.5, "stroke_linecap": "round"},
    "rules": {"stroke_width": 1.5},
    "slopes": {"stroke_width": 2},
    "grid": {"stroke_width": 1.2},
    "hatch": {"stroke_width": 1.6},
}
NO_DATA = Ink("ink-none", "#fbfcfd", "hatch", "#8b97a8")


class Tone(Enum):
    """The meaning of a state to the reader, with the shape that says it again in a table."""

    GOOD = Ink("ink-good", "#1f6f5c", edge=PALE_EDGE), "\u25cf"
    WAITING = Ink("ink-waiting", "#f2c14e", "dots", "#8a6400"), "\u25d0"
    MISSING = Ink("ink-missing", "#d1603d", "slopes", "#f7d9cd"), "\u25b2"
    REFUSED = Ink("ink-refused", "#4a2c5e", "grid", "#8468a0", PALE_EDGE), "\u25a0"
    OUTSIDE = Ink("ink-outside", "#e4e8ee"), "\u25cb"

    @property
    def ink(self) -> Ink:
        return self.value[0]

    @property
    def shape(self) -> str:
        return self.value[1]


SHADES = (
    Ink("ink-1", "#e4f1ec"),
    Ink("ink-2", "#b5d9cb", "dots", "#6fa893"),
    Ink("ink-3", "#7dbba6", "rules", "#4d907a"),
    Ink("ink-4", "#3f9079", "grid", "#2b6b58", PALE_EDGE),
    Ink("ink-5", "#14513f", edge=PALE_EDGE),
)
"""Of rates, from the lowest to the highest fifth."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line among others: its colour, its dashes and the marker of its points."""

    colour: str
    dashes: str | None
    marker: Literal["disc", "square", "triangle", "diamond", "ring"]


STROKES = (
    Stroke("#1f6f5c", None, "disc"),
    Stroke("#b8472a", "10 5", "square"),
    Stroke("#4a2c5e", "2 5", "triangle"),
    Stroke("#7a5b00", "12 4 2 4", "diamond"),
    Stroke("#5a6675", "4 4", "ring"),
)
"""Of years, from the one that matters most."""
