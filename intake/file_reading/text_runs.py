"""Texts of cells whose runs are not all meant alike: raised calls of notes, signs of a font, parts
that are crossed out. A file's reader gives them as one text: 248 and the call of a note as 2481.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.file_reading.superscripts import raised
from intake.file_reading.symbol_fonts import drawn


@dataclass(frozen=True, slots=True)
class TextStyle:
    """`symbols` is a font that draws signs, as `symbol_font` names it."""

    symbols: str | None = None
    is_raised: bool = False
    is_struck: bool = False


PLAIN = TextStyle()


def read_runs(runs: Sequence[tuple[str, TextStyle]]) -> tuple[str, bool] | None:
    """(what a person reads there, True where crossed-out runs are left out); None where that is
    the text as it stands, or where all of it is crossed out.
    """
    whole, is_left_out = "", False
    for run, style in runs:
        if style.is_struck:
            is_left_out = is_left_out or bool(run.strip())
        elif style.symbols is not None:
            whole += drawn(run, style.symbols)
        else:
            whole += raised(run, whole) if style.is_raised else run
    whole = whole.strip() if is_left_out else whole
    is_as_it_stands = whole == "".join(run for run, _ in runs)
    return None if is_as_it_stands or not whole.strip() else (whole, is_left_out)
