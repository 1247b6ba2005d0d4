"""Facts of formats that values do not hold: `0.0" kg"`, thousands by `#,##0.0,`, struck text,
signs of a font.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from intake.file_reading.symbol_fonts import names_a_symbol_font, symbol_font

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
    scale = _BY_THOUSAND.search(figures)
    text, thousands = "".join(words).strip(), 0 if scale is None else len(scale[1])
    return (text, thousands) if text or thousands else None


@dataclass(frozen=True, slots=True)
class Mask:
    """Placeholders of figures and the words between them: `0"h"00` shows 830 as 8h30."""

    parts: tuple[tuple[bool, str], ...]
    """(is a placeholder, its sign or the words), in order."""

    def shows(self, value: float) -> str:
        digits = str(abs(int(value)))
        text = ""
        left = sum(is_place for is_place, _ in self.parts)
        for is_place, sign in reversed(self.parts):
            if not is_place:
                text = sign + text
                continue
            left -= 1
            # The first placeholder takes all figures that are left.
            taken = digits if not left else digits[-1:]
            text = (taken or ("0" if sign == "0" else "")) + text
            digits = digits[: len(digits) - len(taken)]
        return f"-{text}" if value < 0 else text


def mask_of(code: str) -> Mask | None:
    """None for a format whose words stand behind the figures alone, or that shows other things."""
    parts: list[tuple[bool, str]] = []
    last = 0
    code = _CONDITION.sub("", code)
    for match in re.finditer(r'"([^"]*)"|\\(.)|[_*].|.', code):
        words = match[1] or match[2]
        if words is not None:
            parts.append((False, words))
        elif match[0] in {"0", "#"}:
            parts.append((True, match[0]))
            last = len(parts)
        elif match[0] == ";":
            break
        elif match[0] in {" ", "-", "/"}:
            parts.append((False, match[0]))
        elif match[0][0] not in "_*":
            return None
    inside = "".join(words for is_place, words in parts[:last] if not is_place)
    first = next((at for at, (is_place, _) in enumerate(parts) if is_place), len(parts))
    before = "".join(words for _, words in parts[:first])
    is_code = bool(before) and (before[-1:] in "-/_." or any(map(str.isdigit, before)))
    is_between = bool(inside.removeprefix(before).strip())
    return Mask(tuple(parts)) if last and (is_code or is_between) else None


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


@dataclass(frozen=True, slots=True)
class CellFonts:
    """Numbers of styles of an xlsx: those whose font is crossed out, those that draw signs."""

    struck: frozenset[str] = frozenset()
    symbols: Mapping[str, str] = field(default_factory=dict)


def cell_fonts(archive: zipfile.ZipFile) -> CellFonts:
    if "xl/styles.xml" not in archive.namelist():
        return CellFonts()
    text = archive.read("xl/styles.xml")
    if b"<!DOCTYPE" in text[:1000] or not (b"strike" in text or names_a_symbol_font(text)):
        return CellFonts()
    styles = ET.fromstring(text)  # noqa: S314 - without a document type there is nothing to expand
    fonts: list[ET.Element] = [font for at in styles if at.tag.endswith("}fonts") for font in at]
    struck = {str(number) for number, font in enumerate(fonts) if _is_struck(font)}
    names = {str(number): _symbols_of(font) for number, font in enumerate(fonts)}
    cells = [style for at in styles if at.tag.endswith("}cellXfs") for style in at]
    of = {str(number): style.get("fontId", "0") for number, style in enumerate(cells)}
    return CellFonts(
        frozenset(number for number, font in of.items() if font in struck),
        {number: name for number, font in of.items() if (name := names.get(font)) is not None},
    )


def _is_struck(font: ET.Element) -> bool:
    return any(
        at.tag.endswith("}strike") and at.get("val", "1") not in {"0", "false"} for at in font
    )


def _symbols_of(font: ET.Element) -> str | None:
    names = [at.get("val", "") for at in font if at.tag.endswith("}name")]
    return symbol_font(names[0]) if names else None
