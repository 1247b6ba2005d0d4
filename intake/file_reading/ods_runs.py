"""Texts of an ods whose spans are not all meant alike: raised calls of notes, signs of a font,
parts that are crossed out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.file_reading.superscripts import raised
from intake.file_reading.symbol_fonts import drawn, symbol_font


@dataclass(frozen=True, slots=True)
class TextStyle:
    symbols: str | None = None
    is_raised: bool = False
    is_struck: bool = False


_PLAIN = TextStyle()


def style_of(at: Mapping[str, str]) -> TextStyle:
    """Of the attributes of `style:text-properties`."""
    name = at.get("style:font-name", "") or at.get("fo:font-family", "")
    position = at.get("style:text-position", "").split(" ")[0]
    share = position.removesuffix("%")
    return TextStyle(
        symbol_font(name),
        position == "super" or (share.isdecimal() and int(share) > 0),
        at.get("style:text-line-through-style", "none") != "none",
    )


@dataclass(slots=True)
class CellRuns:
    """The text of one cell, a run at a time."""

    style: TextStyle
    runs: list[tuple[str, TextStyle]] = field(default_factory=list)
    spans: list[TextStyle] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.runs.append((text, self.spans[-1] if self.spans else _PLAIN))

    def read(self) -> tuple[str, bool] | None:
        """(what a person reads there, True where crossed-out parts are left out); None where that
        is the text as it stands.
        """
        whole, is_left_out = "", False
        text = "".join(run for run, _ in self.runs)
        if self.style.symbols is not None and not any(style.symbols for _, style in self.runs):
            whole = drawn(text, self.style.symbols)
            return None if whole == text else (whole, False)
        for run, style in self.runs:
            if style.is_struck and not self.style.is_struck:
                is_left_out = is_left_out or bool(run.strip())
            elif style.symbols is not None:
                whole += drawn(run, style.symbols)
            else:
                whole += raised(run, whole) if style.is_raised else run
        whole = whole.strip() if is_left_out else whole
        return None if whole == text or not whole.strip() else (whole, is_left_out)
