"""Texts of an ods whose spans are not all meant alike: raised calls of notes, signs of a font,
parts that are crossed out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intake.file_reading.symbol_fonts import drawn, symbol_font
from intake.file_reading.text_runs import PLAIN, TextStyle, read_runs


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
        self.runs.append((text, self.spans[-1] if self.spans else PLAIN))

    def read(self) -> tuple[str, bool] | None:
        """(what a person reads there, True where crossed-out parts are left out); None where that
        is the text as it stands.
        """
        if self.style.symbols is not None and not any(style.symbols for _, style in self.runs):
            text = "".join(run for run, _ in self.runs)
            whole = drawn(text, self.style.symbols)
            return None if whole == text else (whole, False)
        if self.style.is_struck:
            # The cell is crossed out whole, and stays.
            return read_runs([(run, replace(style, is_struck=False)) for run, style in self.runs])
        return read_runs(self.runs)
