"""Rows that are sums of others, found by arithmetic alone: a total without a word, the chapters of
an account between their lines.

A row is a sum where its figures are those of a run of rows that ends just above it, or begins just
below it, in every column that can be added up. Figures that might agree by chance (few digits, many
runs) are no proof; a row as full as the rows of data is asked about.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.fold import fold
from intake.file_reading.added_figures import LEAST_ROWS, SCALE, figures_by_column
from intake.file_reading.cell_text import is_number, shown
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.signs_beside import is_taken_off, signs_of
from intake.file_reading.total_labels import TOTAL_LABELS
from intake.file_reading.values import Row, Sheet

_ULPS = 3
_PROOF = 2.0
"""Decimal digits beyond what chance would give."""
_LIKELY, _CERTAIN = 1.0, 3.0
_MOST_ROWS, _MOST_LEADS, _MOST_PLACES = 2_000, 4, 12
_COVERED, _MOSTLY_COVERED = 0.6, 0.9
_ALL, _AT_END = 3.5, 1.9


@dataclass(slots=True)
class SumRows:
    """Indexes of rows from 0. `plain`: emptier than a row of data, or the sum of the whole table
    beyond any doubt; `doubtful`: the others. `of`: how many rows each one adds up; `whole`: those
    of the whole table.
    """

    plain: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    of: dict[int, int] = field(default_factory=dict)
    whole: list[int] = field(default_factory=list)
    heads: set[int] = field(default_factory=set)
    """Indexes of the sum rows that stand above the rows that they add up."""


def _few(rows: int) -> int:
    """So many rows may stand under a total of the table: reminders of other years."""
    return max(3, rows // 10)


@dataclass(frozen=True, slots=True)
class _Match:
    """`is_whole`: it adds up all that comes before it."""

    at: int
    rows: int
    is_whole: bool
    leaves: int
    strength: float
    is_before: bool = False
    """It stands above the rows that it adds up."""


def find_sum_rows(sheet: Sheet, header: Header, data: Sequence[int]) -> SumRows:
    """Among the rows of `data`; of many rows, only where the first or the last is emptier."""
    sum_rows = SumRows()
    if len(data) < LEAST_ROWS:
        return sum_rows
    sample = sorted(len(filled(sheet.rows[at], header.columns)) for at in data[:_MOST_ROWS])
    median = sample[len(sample) // 2]
    ends = (data[0], data[-1]) if len(data) > _MOST_ROWS else data
    is_sparse = {at: len(filled(sheet.rows[at], header.columns)) < median for at in ends}
    if len(data) > _MOST_ROWS:
        if not any(is_sparse.values()):
            return sum_rows
        is_sparse = {at: len(filled(sheet.rows[at], header.columns)) < median for at in data}
    left = list(data)
    while matches := _found_among(sheet, header, left, is_sparse):
        for match in matches:
            _tell(sum_rows, match, left, is_sparse, sheet, header)
        # One that adds up all rows names none of them.
        leaves = len(left) - len(matches)
        sum_rows.heads -= {match.at for match in matches if match.leaves >= leaves}
        # A total may stand at the other end than the sums of its chapters.
        left = [at for at in left if at not in sum_rows.of]
    sum_rows.plain.sort()
    sum_rows.doubtful.sort()
    return sum_rows


def _found_among(
    sheet: Sheet, header: Header, data: Sequence[int], is_sparse: Mapping[int, bool]
) -> Sequence[_Match]:
    if len(data) < LEAST_ROWS:
        return []
    columns = figures_by_column(sheet, header, data)
    forms = {at: _form(sheet.rows[at], header) for at in data}
    best = _best(data, columns, forms)
    signs = signs_of(sheet, header, data)
    if signs is not None:
        off = {at for at in data if is_taken_off(sheet.rows[at], signs)}
        signed = {
            column: ({at: -value if at in off else value for at, value in figures.items()}, of)
            for column, (figures, of) in columns.items()
        }
        best = max(best, _best(data, signed, forms), key=_leaves)
    return _proven(best, data, is_sparse, header, sheet)


def _best(
    data: Sequence[int],
    columns: Mapping[int, tuple[dict[int, int], bool]],
    forms: Mapping[int, tuple[object, ...]],
) -> list[_Match]:
    """From the first row to the last, or the other way round."""
    below = _matches(list(data), columns, forms)
    above = _matches(list(reversed(data)), columns, forms)
    if _leaves(above) <= _leaves(below):
        return below
    return [replace(match, is_before=True) for match in above]


def _tell(
    sum_rows: SumRows, match: _Match, data: Sequence[int], is_sparse: Mapping[int, bool],
    sheet: Sheet, header: Header,
) -> None:  # fmt: skip
    if match.is_whole and len(data) - 1 - match.leaves <= _few(len(data)):
        sum_rows.whole.append(match.at)
    is_certain = match.is_whole and match.strength >= _CERTAIN + math.log10(len(data))
    is_at_end = match.at in {data[0], data[-1]} and _names_little(sheet, header, match.at)
    is_plain = is_sparse[match.at] or (is_certain and is_at_end) or _says_so(sheet.rows[match.at])
    (sum_rows.plain if is_plain else sum_rows.doubtful).append(match.at)
    if match.is_before and match.rows > 1:
        sum_rows.heads.add(match.at)
    sum_rows.of[match.at] = match.leaves


def _prove_each_other(own: Sequence[_Match], rows: int) -> bool:
    """Several sums, none of which is beyond doubt, that leave few rows out of them."""
    covered = sum(match.leaves for match in own) + len(own)
    strength = sum(match.strength for match in own)
    is_even = min((match.strength for match in own), default=0) >= _LIKELY
    is_whole = covered >= _MOSTLY_COVERED * rows
    return len(own) > 1 and is_even and is_whole and strength >= _ALL + math.log10(rows)


def _is_bare(sheet: Sheet, header: Header, match: _Match, is_sparse: Mapping[int, bool]) -> bool:
    """At an end of the table and half empty: of such a row one sum alone is tried."""
    cells = len(filled(sheet.rows[match.at], header.columns))
    is_half = 2 * cells <= len(header.columns) and _names_little(sheet, header, match.at)
    return is_sparse[match.at] and is_half and match.strength >= _LIKELY


def _says_so(row: Row) -> bool:
    """One of its cells begins as a total does, be it not the first."""
    texts = [fold(cell).strip(" :*-=>.") for cell in row if isinstance(cell, str)]
    return any(form.match(text) for text in texts for form, _ in TOTAL_LABELS)


def _is_wordless(sheet: Sheet, header: Header, at: int) -> bool:
    """Half empty, and figures alone: the rows that it adds up have words."""
    row = sheet.rows[at]
    present = filled(row, header.columns)
    return 2 * len(present) <= len(header.columns) and all(is_number(row[one]) for one in present)


def _names_little(sheet: Sheet, header: Header, at: int) -> bool:
    """One cell at most beside the figures: no day, no second word, as rows of data have."""
    row = sheet.rows[at]
    return sum(not is_number(row[column]) for column in filled(row, header.columns)) <= 1


def sums_among(count: int, columns: Mapping[int, tuple[dict[int, int], bool]]) -> set[int]:
    """Of things in their order, with their totals by column, those that add up a run of others."""
    forms: dict[int, tuple[object, ...]] = dict.fromkeys(range(count), ())
    orders = [list(range(count)), list(reversed(range(count)))]
    best = max((_matches(order, columns, forms) for order in orders), key=_leaves)
    own = [match for match in best if match.rows > 1]
    # One that is beyond doubt speaks for the others of its kind.
    is_proven = any(match.strength >= _PROOF + math.log10(count) for match in own)
    return {match.at for match in own if is_proven and match.strength >= _PROOF}


def _leaves(matches: Sequence[_Match]) -> int:
    return sum(match.leaves for match in matches)


def _form(row: Row, header: Header) -> tuple[object, ...]:
    """The filled columns of the row, then the length of its first cell where a digit begins the
    cell, or else True where the cell is in capitals.
    """
    present = filled(row, header.columns)
    first = shown(row[present[0]]).strip() if present else ""
    return (*present, len(first) if first[:1].isdigit() else first.isupper())


def _proven(
    matches: Sequence[_Match], data: Sequence[int], is_sparse: Mapping[int, bool],
    header: Header, sheet: Sheet,
) -> Sequence[_Match]:  # fmt: skip
    """One row alone needs its own proof; several that leave few rows over prove each other."""
    rows = len(data)
    own = [match for match in matches if match.rows > 1]
    ends = {data[0], data[-1]}
    strong = [
        match for match in own
        if match.strength >= _PROOF + math.log10(rows)
        or (match.is_whole and match.at in ends and _is_bare(sheet, header, match, is_sparse))
        or (match.strength >= _LIKELY and _says_so(sheet.rows[match.at]))
        or (match.strength >= _AT_END and match.at in ends and match.leaves == rows - 1)
        or (match.strength >= _LIKELY and _is_wordless(sheet, header, match.at))
    ]  # fmt: skip
    strong = own if _prove_each_other(own, rows) else strong
    if not strong:
        return []
    covered = max((match.leaves for match in strong), default=0)
    total = sum(match.rows for match in strong) + len(strong)
    if len(strong) == 1:
        one = strong[0]
        is_whole = one.is_whole and rows - 1 - one.leaves <= _few(rows)
        return strong if is_whole or is_sparse[one.at] else []
    if max(covered, total) < _COVERED * rows:
        return [match for match in strong if is_sparse[match.at]]
    # A chapter of one line only, or of few figures, among chapters that are proven.
    return [match for match in matches if match.strength >= 1 or match in strong]


def _ulp(values: Iterable[int]) -> int:
    """The least step of a column's figures, in thousandths."""
    step = 0
    for value in values:
        step = math.gcd(step, value)
        if step == 1:
            break
    return next((unit for unit in (1_000, 100, 10) if step % unit == 0 and step), 1)


def _matches(
    order: Sequence[int],
    columns: Mapping[int, tuple[dict[int, int], bool]],
    forms: Mapping[int, tuple[object, ...]],
) -> list[_Match]:
    """The rows that are sums of those just before them in `order`, by the column that finds most.

    A sum takes the place of what it adds up, so that a total may be of sums.
    """
    best: list[_Match] = []
    for lead in list(columns)[:_MOST_LEADS]:
        matches = _Stack(order, columns, lead).matches(frozenset())
        sums = Counter(forms[match.at] for match in matches)
        all_forms = Counter(forms.values())
        own = {form for form, count in sums.items() if 2 * count >= all_forms[form]}
        if own:
            # A chapter of one line only is known by its form, as the other chapters have it.
            places = _places_of_sums(sums, all_forms)
            alike = frozenset(
                at for at in order if _is_like(forms[at], own) or forms[at][:-1] in places
            )
            matches = _Stack(order, columns, lead).matches(alike)
        if _leaves(matches) > _leaves(best):
            best = matches
    return best


def _places_of_sums(
    sums: Counter[tuple[object, ...]], all_forms: Counter[tuple[object, ...]]
) -> set[tuple[object, ...]]:
    """Filled columns that sums alone have, or nearly."""
    of_sums: Counter[tuple[object, ...]] = Counter()
    of_all: Counter[tuple[object, ...]] = Counter()
    for form, count in all_forms.items():
        of_sums[form[:-1]] += sums[form]
        of_all[form[:-1]] += count
    return {places for places, count in of_sums.items() if 3 * count >= 2 * of_all[places]}


def _is_like(form: tuple[object, ...], own: Collection[tuple[object, ...]]) -> bool:
    """One of `own`, or with a shorter code: `65` beside the chapters `011` and `012`."""
    length = form[-1] if form else None
    return form in own or (
        type(length) is int
        and any(
            form[:-1] == other[:-1] and type(other[-1]) is int and length < other[-1]
            for other in own
        )
    )


class _Stack:
    """Rows that no sum row has added up yet, with running sums by column."""

    def __init__(
        self, order: Sequence[int], columns: Mapping[int, tuple[dict[int, int], bool]], lead: int
    ) -> None:
        self._order, self._columns, self._lead = order, columns, lead
        self._sums: dict[int, list[int]] = {column: [0] for column in columns}
        self._leaves: list[int] = [0]
        self._places: dict[int, list[int]] = {0: [0]}
        self._grains = {
            column: max(1, math.gcd(*figures.values())) for column, (figures, _) in columns.items()
        }
        self._steps = {column: _ulp(figures.values()) for column, (figures, _) in columns.items()}

    def matches(self, alike: frozenset[int]) -> list[_Match]:
        """`alike`: rows that may be the sum of one row alone."""
        matches: list[_Match] = []
        for at in self._order:
            match = self._match(at, 1 if at in alike else 2)
            if match is not None:
                matches.append(match)
                self._pop(match.rows)
                self._push(at, match.leaves)
            else:
                self._push(at, 1)
        return matches

    def _match(self, at: int, least: int) -> _Match | None:
        value = self._columns[self._lead][0].get(at)
        depth = len(self._leaves) - 1
        if not value or depth < 1:
            return None
        sums = self._sums[self._lead]
        step = self._steps[self._lead]
        reach = range(-_ULPS * step, _ULPS * step + 1, step) if step < SCALE else (0,)
        for off in sorted(reach, key=abs):
            places = self._places.get(sums[-1] - value - off, [])
            near = [*reversed(places[-_MOST_PLACES:])]
            # Zeros in the first rows are of the whole table too.
            best: _Match | None = None
            for place in [0, *near] if places[:1] == [0] else near:
                if depth - place < least:
                    continue
                strength = self._strength(at, place)
                if strength is None or (least > 1 and strength < _LIKELY):
                    continue
                leaves = self._leaves[-1] - self._leaves[place]
                if best is None or strength > best.strength + _LIKELY:
                    best = _Match(at, depth - place, not place, leaves, strength)
            if best is not None:
                return best
        return None

    def _strength(self, at: int, place: int) -> float | None:
        """In decimal digits; None where a quantity does not agree, but for one beside two that do,
        under the whole table: somebody left a figure out of it.
        """
        proofs: list[float] = []
        agreeing = others = 0
        for column, (figures, is_quantity) in self._columns.items():
            value = figures.get(at)
            if value is None:
                continue
            sums, step = self._sums[column], self._steps[column]
            off = abs(sums[-1] - sums[place] - value)
            if off <= (_ULPS * step if step < SCALE else 0):
                digits = math.log10(max(1, abs(value) / self._grains[column]))
                proofs.append(max(0.0, digits - (0.8 if step < SCALE else 0)))
                agreeing += is_quantity
            elif column == self._lead:
                return None
            else:
                others += is_quantity
        if others and (place or others > 1 or agreeing < 2):
            return None
        # Columns go along with each other: tax with its amount. Of runs tried, one may agree.
        tried = len(self._leaves) - 1 if place else 1
        best = max(proofs, default=0.0)
        return best + 0.3 * (sum(proofs) - best) - math.log10(max(1, tried))

    def _push(self, at: int, leaves: int) -> None:
        for column, (figures, _) in self._columns.items():
            self._sums[column].append(self._sums[column][-1] + figures.get(at, 0))
        self._leaves.append(self._leaves[-1] + leaves)
        place = len(self._leaves) - 1
        self._places.setdefault(self._sums[self._lead][-1], []).append(place)

    def _pop(self, rows: int) -> None:
        for _ in range(rows):
            self._places[self._sums[self._lead][-1]].pop()
            for sums in self._sums.values():
                sums.pop()
            self._leaves.pop()
