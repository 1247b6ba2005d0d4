"""Facts of formats that values do not hold: `0.0" kg"`, thousands by `#,##0.0,`, struck text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

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


def struck_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Numbers of the styles of an xlsx whose font is crossed out."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    text = archive.read("xl/styles.xml")
    if b"<!DOCTYPE" in text[:1000] or b"strike" not in text:
        return frozenset()
    styles = ET.fromstring(text)  # noqa: S314 - without a document type there is nothing to expand
    fonts: list[ET.Element] = [font for at in styles if at.tag.endswith("}fonts") for font in at]
    struck = {str(number) for number, font in enumerate(fonts) if _is_struck(font)}
    cells = [style for at in styles if at.tag.endswith("}cellXfs") for style in at]
    return frozenset(
        str(number) for number, style in enumerate(cells) if style.get("fontId", "0") in struck
    )


def _is_struck(font: ET.Element) -> bool:
    return any(
        at.tag.endswith("}strike") and at.get("val", "1") not in {"0", "false"} for at in font
    )
