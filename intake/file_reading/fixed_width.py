"""A text whose columns stand at fixed places, parted by nothing but blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.file_reading.number_text import parts_of
from intake.file_reading.values import Cell, Row

_SAMPLE = 400
_LEAST_LINES, _SOME_LINES, _MANY_LINES = 3, 8, 20
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}[:h]\d\d(?::\d\d)?")
_CODE, _FEW_ODD = re.compile(r"[A-Z]?\d{4,12}"), 2
_BLANK, _NARROW_BLANK, _APART = 0.92, 0.99, 0.8
_MARKS = (";", "\t", "|")
_RULE = re.compile(r"[-=_+*\s]*")
_CHUNK = re.compile(r"\S+(?: \S+)*")
_PARTS = re.compile(r",(?!\d)|(?<!\d),")
"""A comma that parts no decimals."""
_MOST_WIDE = 4_000
_RULER = re.compile(r"\s*(?:-{2,}|={2,})(?: +(?:-{1,}|={1,}))+\s*")
_LEADERS = re.compile(r"(?<=[^\s.;])(?: ?\.){5,}(?=\s|\d|$)", re.MULTILINE)
_LINE = re.compile(r"\s*[-=_+*]{3,}\s*")
_HEAD = 12


@dataclass(frozen=True, slots=True)
class Places:
    """The beginning and the end of each column, in letters from 0."""

    spans: tuple[tuple[int, int], ...]


def places_of(text: str) -> Places | None:
    """None for a text that has a delimiter, or no columns."""
    begin = without_leaders(text[: 1 << 18])
    lines = [line for line in begin.splitlines() if line.strip()][:_SAMPLE]
    return _ruled(lines) or _places_between_blanks(lines)


def without_leaders(text: str) -> str:
    """Blanks where dots lead the eye from a name to its figure: `Écoles ....... 7 532,30`."""
    return _LEADERS.sub(lambda dots: " " * len(dots[0]), text)


def _places_between_blanks(lines: Sequence[str]) -> Places | None:
    body = [line for line in lines if not _RULE.fullmatch(line)]
    if len(body) < _LEAST_LINES or max(map(len, body)) > _MOST_WIDE:
        return None
    for mark in _MARKS:
        if sum(mark in line for line in body) >= 0.6 * len(body):
            return None
    if sum(_PARTS.search(line) is not None for line in body) >= 0.6 * len(body):
        return None
    # Titles and pages are shorter or fuller than what stands in columns.
    usual = [line for line in body if "  " in line.strip()] or body
    if len(usual) < 0.6 * len(body):
        return None
    spans = _spans(usual)
    if len(spans) < 2:
        return None
    several = sum(sum(bool(line[a:b].strip()) for a, b in spans) > 1 for line in usual)
    return Places(tuple(spans)) if several >= 0.9 * len(usual) else None


def _ruled(lines: Sequence[str]) -> Places | None:
    """The columns that a line of dashes under the header draws, as SQL*Plus and sqlcmd print it."""
    for line in lines[1:_HEAD]:
        if _RULER.fullmatch(line) is not None:
            return Places(tuple(rule.span() for rule in re.finditer(r"-+|=+", line)))
    return None


def _spans(lines: Sequence[str]) -> list[tuple[int, int]]:
    width = max(map(len, lines))
    blank = [0] * width
    for line in lines:
        for at in range(width):
            blank[at] += at >= len(line) or line[at] == " "
    share = _BLANK * len(lines)
    is_gap = [count >= share for count in blank]
    spans: list[tuple[int, int]] = []
    begin = None
    for at in range(width + 1):
        inside = at < width and not is_gap[at]
        if inside and begin is None:
            begin = at
        elif not inside and begin is not None:
            spans.append((begin, at))
            begin = None
    return _joined(spans, blank, lines)


def _joined(
    spans: Sequence[tuple[int, int]], blank: Sequence[int], lines: Sequence[str]
) -> list[tuple[int, int]]:
    """One blank alone parts two columns only where it is blank in very many lines, or in all of
    them between a column of days or hours and another.
    """
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin - joined[-1][1] == 1:
            gap = joined[-1][1]
            count = len(lines)
            is_certain = count >= _MANY_LINES and blank[gap] >= _NARROW_BLANK * count
            is_whole = count >= _SOME_LINES and blank[gap] == count
            is_nearly = count >= _SOME_LINES and blank[gap] >= count - _FEW_ODD
            are_apart = (is_whole and _holds_days(lines, joined[-1], (begin, end))) or (
                is_nearly and _are_of_two_sorts(lines, joined[-1], (begin, end))
            )
            if not (is_certain or are_apart):
                joined[-1] = joined[-1][0], end
                continue
        joined.append((begin, end))
    # What is left of a column begins where the one before it ends.
    return joined


def _are_of_two_sorts(
    lines: Sequence[str], before: tuple[int, int], after: tuple[int, int]
) -> bool:
    """Numbers of one length beside words, or figures that make no one figure: `10037 DURAND Léa`,
    `9,0 351,99`; no number of a house.
    """
    left = [text for line in lines if (text := line[slice(*before)].strip())]
    right = [text for line in lines if (text := line[slice(*after)].strip())]
    if min(len(left), len(right)) < _SOME_LINES - 2:
        return False
    codes = [text for text in left if _CODE.fullmatch(text)]
    are_codes = len(codes) >= len(left) - _FEW_ODD and len({len(text) for text in codes}) == 1
    words = sum(text[0].isalpha() for text in right)
    if are_codes and words >= len(right) - _FEW_ODD:
        return True
    pairs = [
        (first, second)
        for line in lines
        if (first := line[slice(*before)].strip()) and (second := line[slice(*after)].strip())
    ]
    are_figures = (
        sum(parts_of(first) is not None and parts_of(second) is not None for first, second in pairs)
        >= len(pairs) - _FEW_ODD
    )
    # `1 234,50` is one figure.
    as_one = sum(parts_of(f"{first} {second}") is not None for first, second in pairs)
    return len(pairs) >= _SOME_LINES - 2 and are_figures and 2 * as_one < len(pairs)


def _holds_days(lines: Sequence[str], before: tuple[int, int], after: tuple[int, int]) -> bool:
    """One of both is of days or hours, and the other is not: `873 10/04/2025`."""
    are_days = []
    for begin, end in (before, after):
        texts = [text for line in lines if (text := line[begin:end].strip())]
        # The header is among the lines.
        fits = sum(_DAY.fullmatch(text) is not None for text in texts)
        are_days.append(len(texts) > _SOME_LINES - 2 and fits >= len(texts) - 2)
    return are_days[0] is not are_days[1]


def rows_at(text: str, places: Places) -> list[Row]:
    """Each line as a row; words that reach over two places stand in the one they cover most."""
    kept: dict[str, str] = {}
    rows: list[Row] = []
    lines = without_leaders(text).splitlines()
    filled = [line for line in lines if line.strip()]
    parted = sum(len(_CHUNK.findall(line)) > 1 for line in filled)
    are_apart = parted >= _APART * len(filled)
    for line in lines:
        row: Row = [None] * len(places.spans)
        if _RULER.fullmatch(line) or _LINE.fullmatch(line):
            line = ""  # noqa: PLW2901 - it draws the columns, and is no row
        chunks = [*_CHUNK.finditer(line)]
        # `FIN DE L'EDITION` alone on its line is no row of two columns.
        is_title = are_apart and len(chunks) == 1
        for chunk in chunks:
            for begin, end, word in _whole(chunk) if is_title else _pieces(chunk, places):
                at = _place(begin, end, places)
                before = row[at]
                whole = str(word) if before is None else f"{before} {word}"
                row[at] = kept.setdefault(whole, whole)
        rows.append(row if any(cell is not None for cell in row) else _blank(row))
    return rows


def _blank(row: Row) -> Row:
    return [None for _ in row]


def _whole(chunk: re.Match[str]) -> list[tuple[int, int, Cell]]:
    return [(*chunk.span(), chunk[0])]


def _pieces(chunk: re.Match[str], places: Places) -> list[tuple[int, int, Cell]]:
    """The chunk, or its words where it reaches over two columns and no word does."""
    begin, end = chunk.span()
    covered = [span for span in places.spans if span[0] < end and begin < span[1]]
    if len(covered) < 2:
        return _whole(chunk)
    words = [
        (begin + word.start(), begin + word.end(), word[0])
        for word in re.finditer(r"\S+", chunk[0])
    ]
    parted = all(
        sum(span[0] < last and first < span[1] for span in covered) < 2 for first, last, _ in words
    )
    return list(words) if parted else [(begin, end, chunk[0])]


def _place(begin: int, end: int, places: Places) -> int:
    def overlap(at: int) -> tuple[int, int]:
        first, last = places.spans[at]
        return min(end, last) - max(begin, first), -at

    return max(range(len(places.spans)), key=overlap)
