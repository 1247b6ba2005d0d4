"""Rows that hold the highest, the lowest, the mean, the median, the spread or the number of the
rows beside them, known by arithmetic, whatever they are called.

Such a row stands at the end or at the head of its block, alone or with others of its kind. Its
label is of another sort than those of the rows of data (a word among days), or says it, or its
figures leave no doubt. A row that might be one by chance is asked about.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, pstdev, stdev

from catalog.fold import fold
from intake.file_reading.added_figures import LEAST_ROWS, SCALE, figures_of
from intake.file_reading.cell_text import is_day, is_label, is_number
from intake.file_reading.day_text import is_month_word
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Cell, Sheet

_MOST_ROWS, _AT_ENDS, _MOST_TOGETHER = 2_000, 6, 6
_MOST_BLOCKS = 200
_AGREEING, _AGREEING_OF_ODD = 0.8, 0.5
_SAYING, _LIKELY, _PROVEN = 0.7, 1.0, 3.0
_MOST_DIGITS, _LEAST_COLUMNS = 3.0, 2
_LONGEST_LABEL, _LARGEST = 60, 10**18
_FEW_LABELS, _MOST_ODD, _MOST_SAYING = 3, 0.6, 0.4
_OF_STATISTICS = re.compile(
    r"((valeurs?|niveau|debit|puissance) )?((max|min)(i|is|imum|imal\w*|imaux)?|pointes?|talon|pic|"
    r"creux|((la|le) )?plus (haut|bas|fort|faible|grand|petit|eleve)\w*|record|moyennes?|moy|"
    r"medianes?|ecarts?[ -]types?|variance|nb|nbre|nombre|effectifs?|average|mean|count|std|peak|"
    r"low|lowest|high|highest)( ?[(:].*| (de la|du|des|sur|of|hebdo|jour|mois|annuel|general)\b.*)?"
)
_WEEKDAYS = re.compile(r"(lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?")


@dataclass(slots=True)
class StatisticRows:
    """Indexes of rows from 0."""

    plain: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows that a statistic may be of, with their figures in order, by column."""

    rows: Sequence[int]
    columns: Mapping[int, Sequence[int]]


def find_statistic_rows(
    sheet: Sheet, header: Header, data: Sequence[int], groups: Sequence[str]
) -> StatisticRows:
    """Among the rows of `data`; `groups`: the label over each of them, where blocks have one."""
    rows = StatisticRows()
    if len(data) <= LEAST_ROWS:
        return rows
    table = _Table(sheet, header, data)
    if len(data) > _MOST_ROWS and not table.is_odd_at_an_end(data):
        return rows
    table.add_up(data)
    runs = list(_runs(table, data, groups))
    likely = _mostly_proven(table, data, list(_statistics_of(table, runs)))
    by_label: dict[str, list[float]] = defaultdict(list)
    for at, strength in likely:
        by_label[table.label(at) or str(at)].append(strength)
    known: set[str] = set()
    for at, _ in likely:
        label = table.label(at) or str(at)
        # Rows of one label under several blocks prove each other.
        strength = sum(by_label[label])
        is_plain = table.is_odd(at) or table.says_so(at)
        if is_plain or strength >= _PROVEN + math.log10(len(data)):
            rows.plain.append(at)
            known.add(label)
        elif strength >= _PROVEN:
            rows.doubtful.append(at)
    # The same label closes a block of one row too, of which nothing is proven.
    ends = {at for run in runs for at in (*run.rows[:_AT_ENDS], *run.rows[-_AT_ENDS:])}
    ends -= {*rows.plain, *rows.doubtful}
    rows.plain += sorted(at for at in ends if table.label(at) in known)
    settled = {*rows.plain, *rows.doubtful}
    rows.doubtful += [at for at in _at_ends(data) if table.is_named(at) and at not in settled]
    return rows


def _at_ends(data: Sequence[int]) -> Sequence[int]:
    return sorted({*data[:_AT_ENDS], *data[-_AT_ENDS:]})


def _mostly_proven(
    table: _Table, data: Sequence[int], likely: Sequence[tuple[int, float]]
) -> Sequence[tuple[int, float]]:
    """Without rows whose label stands more often on rows that are no statistics."""
    if not likely:
        return likely
    labels = Counter(map(table.label, data))
    proven = Counter(table.label(at) for at, _ in likely)
    return [
        (at, strength) for at, strength in likely
        if not (label := table.label(at)) or 2 * proven[label] >= labels[label]
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that follow each other in one block, all of them odd or none."""

    rows: Sequence[int]
    group: str
    is_odd: bool


def _runs(table: _Table, data: Sequence[int], groups: Sequence[str]) -> Iterator[_Run]:
    begin = 0
    group_of = groups or [""] * len(data)
    for end in range(1, len(data) + 1):
        if (
            end == len(data)
            or group_of[end] != group_of[begin]
            or data[end] - data[end - 1] > 1
            or table.is_odd(data[end]) != table.is_odd(data[begin])
        ):
            yield _Run(data[begin:end], group_of[begin], table.is_odd(data[begin]))
            begin = end


def _statistics_of(table: _Table, runs: Sequence[_Run]) -> Iterator[tuple[int, float]]:
    """(the row, its strength in decimal digits)."""
    plain = [run for run in runs if not run.is_odd]
    for place, run in enumerate(runs):
        if run.is_odd and len(run.rows) <= _MOST_TOGETHER:
            near = [*reversed(runs[max(place - 2, 0) : place]), *runs[place + 1 : place + 2]]
            bodies = [table.body(other.rows) for other in near if not other.is_odd]
            yield from table.odd_statistics(run.rows, bodies)
        elif len(run.rows) > LEAST_ROWS and len(plain) <= _MOST_BLOCKS:
            yield from table.peeled(run.rows)
    if len(plain) > 1:
        whole = table.body([at for run in plain for at in run.rows if not table.is_taken(at)])
        for run in (*runs[:1], *runs[-2:]):
            rows = [*run.rows[:_MOST_TOGETHER], *run.rows[-_MOST_TOGETHER:]]
            yield from table.odd_statistics([at for at in rows if table.is_odd(at)], [whole])


class _Table:
    """The figures and the labels of one table."""

    def __init__(self, sheet: Sheet, header: Header, data: Sequence[int]) -> None:
        self._sheet, self._header = sheet, header
        self._labelling = list(header.columns[:_FEW_LABELS])
        self._sample = [*data[: _MOST_ROWS // 2], *data[_MOST_ROWS // 2 :][-_MOST_ROWS // 2 :]]
        self._classes = self._usual_classes()
        says = sum(map(self._has_word_of_statistics, self._sample))
        self._may_say_so = says <= _MOST_SAYING * len(self._sample)
        self._figures: dict[int, dict[int, int]] = {}
        self._taken: set[int] = set()

    def add_up(self, data: Sequence[int]) -> None:
        """Keeps the figures of all columns that have some, in thousandths."""
        for column in self._header.columns:
            cells = {at: self._cell(at, column) for at in data}
            cells = {at: cell for at, cell in cells.items() if cell is not None}
            figures = figures_of(cells, self._header.units.get(column))
            figures = {at: value for at, value in figures.items() if abs(value) < _LARGEST}
            if len(figures) >= max(LEAST_ROWS, 0.5 * len(cells)):
                self._figures[column] = figures

    def _usual_classes(self) -> dict[int, str]:
        """Of columns of days, of figures or of codes: there a word alone is odd."""
        usual = {}
        for column in self._labelling:
            counts = Counter(_class_of(self._cell(at, column)) for at in self._sample)
            counts.pop("", None)
            words = counts.pop("word", 0)
            if counts and 0 < words <= _MOST_ODD * (words + counts.total()):
                usual[column] = counts.most_common(1)[0][0]
        return usual

    def _cell(self, at: int, column: int) -> Cell:
        return cell_at(self._sheet.rows[at], column)

    def is_odd(self, at: int) -> bool:
        """A word stands where the other rows have a day, a figure or a code."""
        return any(_class_of(self._cell(at, column)) == "word" for column in self._classes)

    def is_odd_at_an_end(self, data: Sequence[int]) -> bool:
        return any(self.is_odd(at) or self.says_so(at) for at in _at_ends(data))

    def label(self, at: int) -> str:
        """The word that is odd or says so, else the last one: a site may stand before it."""
        labels = list(self._labels(at))
        telling = [text for column, text in labels if column in self._classes]
        telling += [text for _, text in labels if _OF_STATISTICS.fullmatch(text)]
        return next(iter(telling), labels[-1][1] if labels else "")

    def _labels(self, at: int) -> Iterator[tuple[int, str]]:
        for column in self._labelling:
            cell = self._cell(at, column)
            if isinstance(cell, str) and len(cell) <= _LONGEST_LABEL and is_label(cell):
                yield column, fold(cell).strip(" :*-=>.")

    def is_taken(self, at: int) -> bool:
        return at in self._taken

    def says_so(self, at: int) -> bool:
        return self._may_say_so and self._has_word_of_statistics(at)

    def is_named(self, at: int) -> bool:
        """`Moyenne` among days: a weighted one agrees with few columns, or with none."""
        return self.is_odd(at) and self.says_so(at)

    def _has_word_of_statistics(self, at: int) -> bool:
        return any(_OF_STATISTICS.fullmatch(text) for _, text in self._labels(at))

    def body(self, rows: Sequence[int]) -> _Body:
        columns = {}
        for column, figures in self._figures.items():
            values = sorted(figures[at] for at in rows if at in figures)
            if values:
                columns[column] = values
        return _Body(rows, columns)

    def odd_statistics(
        self, rows: Sequence[int], bodies: Sequence[_Body]
    ) -> Iterator[tuple[int, float]]:
        yield from self._with_taken(self.statistics(rows, bodies, _LIKELY))

    def _with_taken(self, proven: Iterable[tuple[int, float]]) -> Iterator[tuple[int, float]]:
        for at, strength in proven:
            self._taken.add(at)
            yield at, strength

    def peeled(self, rows: Sequence[int]) -> Iterator[tuple[int, float]]:
        """The last or first rows of a block that looks even, each a statistic of all the others."""
        if len(rows) > _MOST_ROWS and not self.is_odd_at_an_end(rows):
            return
        for count in range(min(_MOST_TOGETHER, len(rows) - LEAST_ROWS), 0, -1):
            for ends, others in (
                (rows[-count:], rows[:-count]), (rows[:count], rows[count:])
            ):  # fmt: skip
                if not all(map(self._may_be_one, ends)):
                    continue
                proven = list(self.statistics(ends, [self.body(others)], _LIKELY))
                if len(proven) == count:
                    yield from self._with_taken(proven)
                    return

    def _may_be_one(self, at: int) -> bool:
        """It has a figure in most columns of figures, or in two."""
        own = sum(at in figures for figures in self._figures.values())
        return own > 1 or 2 * own >= len(self._figures)

    def statistics(
        self, rows: Sequence[int], bodies: Sequence[_Body], least: float
    ) -> Iterator[tuple[int, float]]:
        """Of `rows`, those that are a statistic of one of `bodies`."""
        for at in rows:
            if at in self._taken:
                continue
            needed = _SAYING if self.says_so(at) else least
            strengths = [self._strength(at, body) for body in bodies if len(body.rows) > 1]
            best = max(strengths, default=0.0)
            if best >= needed:
                yield at, best

    def _strength(self, at: int, body: _Body) -> float:
        """In decimal digits; 0 where it is no statistic of most columns."""
        own = {
            column: figures[at] for column, figures in self._figures.items()
            if at in figures and column in body.columns
        }  # fmt: skip
        # One year on all rows is a mean, a highest and a lowest that says nothing.
        varied = sum(body.columns[column][0] != body.columns[column][-1] for column in own)
        is_bare = varied < _LEAST_COLUMNS or not any(own.values())
        if not own or (not self.says_so(at) and (is_bare or self._is_one_of(own, body))):
            return 0.0
        step = _step(own.values())
        least = _AGREEING_OF_ODD if self.is_named(at) else _AGREEING
        return max(_strength_of(kind, own, body, step, least) for kind in _KINDS)

    def _is_one_of(self, own: Mapping[int, int], body: _Body) -> bool:
        """All its figures are those of one row of data: it comes twice."""
        columns = list(own)
        return any(
            all(self._figures[column].get(at) == own[column] for column in columns)
            for at in body.rows
        )


_KINDS = ("max", "min", "mean", "median", "spread", "count")


def _strength_of(
    kind: str, own: Mapping[int, int], body: _Body, step: int, agreeing: float
) -> float:
    """`agreeing`: the least share of columns that must."""
    digits: list[float] = []
    others = 0
    for column, value in own.items():
        values = body.columns[column]
        if _agrees(kind, value, values, step):
            digits.append(min(_MOST_DIGITS, _digits(kind, value, values, step)))
        else:
            others += 1
    if not digits or len(digits) < agreeing * (len(digits) + others):
        return 0.0
    # Columns go along with each other.
    return max(digits) + 0.5 * (sum(digits) - max(digits))


def _agrees(kind: str, value: int, values: Sequence[int], step: int) -> bool:
    if kind in {"max", "min"}:
        return value == (values[-1] if kind == "max" else values[0])
    if kind == "count":
        return value == len(values) * SCALE
    if kind == "mean":
        return abs(sum(values) / len(values) - value) <= 0.51 * step
    if kind == "median":
        return abs(median(values) - value) <= 0.51 * step
    if len(values) < LEAST_ROWS:
        return False
    return min(abs(stdev(values) - value), abs(pstdev(values) - value)) <= 0.51 * step


def _digits(kind: str, value: int, values: Sequence[int], step: int) -> float:
    """The odds against such a figure by chance, as a power of ten; 0 where all values are equal."""
    span = values[-1] - values[0]
    if not span:
        return 0.0
    if kind in {"max", "min"}:
        return math.log10(len(values) / values.count(value))
    if kind == "count":
        return 1.0 if values[0] <= value <= values[-1] else _MOST_DIGITS
    # Among whole hundreds, many a row is the mean of the others by chance.
    grain = math.gcd(*values, value)
    return math.log10(max(1, span / max(step, grain)))


def _step(values: Collection[int]) -> int:
    """The least step of the row's own figures, in thousandths: how they were rounded."""
    common = math.gcd(*values)
    return next((unit for unit in (SCALE, 100, 10) if common % unit == 0 and common), 1)


def _class_of(cell: Cell) -> str:
    """Of a label: `day`, `number`, `code` (a text with figures in it), `word`, or
    `text`, that is too long to label anything.
    """
    if cell is None:
        return ""
    if is_number(cell):
        return "number"
    if not isinstance(cell, str):
        return "day"
    if len(cell) > _LONGEST_LABEL:
        return "text"
    text = fold(cell.strip())
    if is_month_word(text) or _WEEKDAYS.fullmatch(text) or is_day(cell):
        return "day"
    return "code" if any(sign.isdigit() for sign in text) else "word"
