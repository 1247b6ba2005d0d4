"""What a number's format shows and its value does not hold: `0.0" kg"`, thousands as `#,##0.0,`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|([€$£])|[_*].')
_DIGIT = re.compile(r"[0#?]")
_BY_THOUSAND = re.compile(r"[0#?](,+)(?![0#?,])")
_CONDITION = re.compile(r"\[[^\]$][^\]]*\]")


def shown_by(code: str) -> tuple[str, int] | None:
    """(the words behind the figure, by how many thousands it is divided); None for neither."""
    words: list[str] = []
    plain: list[str] = []
    last = 0
    code = _CONDITION.sub("", code)
    for match in _LITERAL.finditer(code):
        plain.append(code[last : match.start()])
        if ";" in plain[-1]:
            break
        last = match.end()
        if _DIGIT.search("".join(plain)):
            words.append(next((group for group in match.groups() if group), ""))
    else:
        plain.append(code[last:])
    figures = "".join(plain).partition(";")[0]
    if "%" in figures or not _DIGIT.search(figures):
        return None
    divided = _BY_THOUSAND.search(figures)
    text, thousands = "".join(words).strip(), len(divided[1]) if divided else 0
    return (text, thousands) if text or thousands else None


@dataclass(slots=True)
class Formats:
    """The formats of a sheet's numbers that show more than their values, as runs of rows."""

    by_style: list[tuple[str, int] | None]
    runs: dict[int, list[tuple[int, int, str, int]]] = field(default_factory=dict)
    """By column from 1: (first row, last row, words, thousands)."""

    def add(self, row: int, column: int, style: int) -> None:
        own = self.by_style[style] if style < len(self.by_style) else None
        if own is None:
            return
        runs = self.runs.setdefault(column, [])
        if runs and runs[-1][1] == row - 1 and runs[-1][2:] == own:
            runs[-1] = (runs[-1][0], row, *own)
        else:
            runs.append((row, row, *own))
