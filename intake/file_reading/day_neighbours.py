"""Days that read both ways, judged with the days beside them: one writer has one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from intake.file_reading.day_text import moment_of, slashed_parts
from intake.file_reading.names import words_of
from intake.file_reading.typed import MOST_SHOWN, ColumnQuestion, Typed
from intake.file_reading.values import Cell
from intake.file_reading.vocabulary import vocabulary

FRENCH, AMERICAN = "dmy", "mdy"
_ORDERS = (FRENCH, AMERICAN)
_NEAR = timedelta(days=92)
_MOST_ROWS, _LEAST_ROWS = 5_000, 4
_MUCH, _LITTLE = 0.9, 0.6
_SPREAD, _DOUBTFUL, _DIFFERENT = 5, 5, 4
_FIRST = vocabulary(
    "debut depart demande ouverture arrivee entree emission commande depot signature remis "
    "remise naissance creation pose installation livraison reception"
)
_LAST = vocabulary(
    "fin retour cloture fermeture sortie echeance paiement reglement restitution rendu remise "
    "depose retrait livraison reception intervention reponse"
)


def slashed_order(column: Typed) -> str | None:
    """Dmy or mdy, where a text proves it (a 25th, no 25th month)."""
    parts = [
        pair for cell in column.values
        if isinstance(cell, str) and (pair := slashed_parts(cell)) is not None
    ]  # fmt: skip
    is_french = any(day > 12 for day, _ in parts)
    is_american = any(month > 12 for _, month in parts)
    if is_french is is_american:
        return None
    return FRENCH if is_french else AMERICAN


def orders_by_neighbours(
    columns: Sequence[Typed], rows: Callable[[], Iterator[Mapping[int, Cell]]]
) -> dict[int, tuple[str, ColumnQuestion]]:
    """By position, the order of each column of open days that others prove, and how it is told.

    `rows` gives the cells of each row by position. A column that is not here stays as it is read.
    """
    days = [one for one in columns if one.column.type in {"date", "timestamp"}]
    open_ones = [one for one in days if one.is_open_day]
    proven = {
        one.column.name: order
        for one in days
        if not one.is_open_day and (order := slashed_order(one)) is not None
    }
    if not open_ones:
        return {}
    orders: dict[int, tuple[str, ColumnQuestion]] = {}
    if proven and set(proven.values()) == {AMERICAN}:
        by = next(iter(proven))
        for one in open_ones:
            note = ColumnQuestion("date_order_beside", (by, *_examples(one)), is_settled=True)
            orders[one.column.position] = AMERICAN, note
        return orders
    if FRENCH in proven.values():
        return {}
    for one in open_ones:
        order = _by_evidence(one, [other for other in days if other is not one], rows)
        if order is None and _is_doubtful(one, rows):
            order = FRENCH
        if order is not None:
            orders[one.column.position] = order, _question(one)
    return orders


def _is_doubtful(column: Typed, rows: Callable[[], Iterator[Mapping[int, Cell]]]) -> bool:
    """So many different days, none of them after the 12th in either order, and no order of rows
    that speaks for the French one: chance does not explain it, and nothing in the file settles it.
    """
    pairs = {
        parts for cell in column.values
        if isinstance(cell, str) and (parts := slashed_parts(cell)) is not None
    }  # fmt: skip
    turned = [parts for parts in pairs if parts[0] != parts[1]]
    is_spread = all(len({parts[side] for parts in turned}) >= _DIFFERENT for side in (0, 1))
    if len(turned) < _DOUBTFUL or not is_spread:
        return False
    days = [
        day for _, row in zip(range(_MOST_ROWS), rows(), strict=False)
        if (day := _day(column.values.get(row.get(column.column.position)))) is not None
    ]  # fmt: skip
    return _sorted_share(days) < _MUCH


def _examples(one: Typed) -> tuple[str, ...]:
    return tuple(str(cell) for cell in list(one.values)[:2])


def _question(one: Typed) -> ColumnQuestion:
    cells = [
        cell for cell in one.values
        if isinstance(cell, str) and (parts := slashed_parts(cell)) and parts[0] != parts[1]
    ][:MOST_SHOWN]  # fmt: skip
    shown = tuple(
        (cell, tuple(_in_french(moment_of(str(cell), order)) for order in _ORDERS))
        for cell in cells
    )
    return ColumnQuestion("date_order", tuple(str(cell) for cell in cells), _ORDERS, shown)


def _in_french(day: object) -> str:
    return f"{day:%d/%m/%Y}" if isinstance(day, date) else str(day)


def _by_evidence(
    one: Typed, others: Sequence[Typed], rows: Callable[[], Iterator[Mapping[int, Cell]]]
) -> str | None:
    """The American order, where the French one goes against the rest of the file: rows in another
    order than time, an end before its beginning, days far from those beside. None otherwise.
    """
    own = one.column.position
    days: dict[str, list[date]] = {order: [] for order in _ORDERS}
    near: dict[str, list[bool]] = {order: [] for order in _ORDERS}
    against: dict[str, list[bool]] = {order: [] for order in _ORDERS}
    settled = [other for other in others if not other.is_open_day]
    for number, row in enumerate(rows()):
        if number > _MOST_ROWS:
            break
        cell = row.get(own)
        if not isinstance(cell, str):
            continue
        for order in _ORDERS:
            day = _day(moment_of(cell, order))
            if day is None:
                continue
            days[order].append(day)
            for other in settled:
                beside = _day(other.values.get(row.get(other.column.position)))
                if beside is not None:
                    near[order].append(abs(day - beside) <= _NEAR)
                    if (turn := _turn(one, other)) is not None:
                        first, last = (day, beside) if turn else (beside, day)
                        against[order].append(first > last)
    if len(days[FRENCH]) < _LEAST_ROWS:
        return None
    is_against = _share(against[FRENCH]) > 1 - _MUCH and not any(against[AMERICAN])
    is_nearer = _share(near[AMERICAN]) >= _MUCH and _share(near[FRENCH]) <= _LITTLE
    is_sorted = _sorted_share(days[AMERICAN]) >= _MUCH and _sorted_share(days[FRENCH]) <= _LITTLE
    is_other = is_against or is_nearer or is_sorted or _is_one_month(days[FRENCH], days[AMERICAN])
    return AMERICAN if is_other else None


def _turn(one: Typed, other: Typed) -> bool | None:
    """True where `one` comes first, False where `other` does; None where their names do not say."""
    own, beside = set(words_of(one.column.name)), set(words_of(other.column.name))
    if own & _FIRST and beside & _LAST and not beside & _FIRST:
        return True
    if own & _LAST and beside & _FIRST and not own & _FIRST:
        return False
    return None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _is_one_month(french: Sequence[date], american: Sequence[date]) -> bool:
    """Read month first, the days of one month or two; read day first, the same day of many months,
    and not their first day, which heads a month.
    """
    same = {day.day for day in french}
    months = {(day.year, day.month) for day in american}
    spread = {(day.year, day.month) for day in french}
    return len(months) <= 2 and len(same) <= 2 and 1 not in same and len(spread) >= _SPREAD


def _sorted_share(days: Sequence[date]) -> float:
    """The share of steps that do not go back in time; 0 where (nearly) no day differs."""
    if len(days) < 2 * _LEAST_ROWS or len(set(days)) < _LEAST_ROWS:
        return 0.0
    steps = [later >= day for day, later in pairwise(days)]
    share = sum(steps) / len(steps)
    # From the newest to the oldest is an order as well.
    back = sum(later <= day for day, later in pairwise(days)) / len(steps)
    return max(share, back)


def ends_before_begins(
    columns: Sequence[Typed], rows: Callable[[], Iterator[Mapping[int, Cell]]]
) -> list[tuple[str, str, int]]:
    """(name of the first day, of the last, number of rows where the last comes before the first).

    Only of columns that their names put in order; none where most rows disagree.
    """
    days = [one for one in columns if one.column.type in {"date", "timestamp"}]
    pairs = [
        (one, other) for one in days for other in days
        if one is not other and _turn(one, other) is True and _turn(other, one) is False
    ]  # fmt: skip
    if not pairs:
        return []
    counts = dict.fromkeys(range(len(pairs)), 0)
    both = dict.fromkeys(range(len(pairs)), 0)
    for row in rows():
        for at, (one, other) in enumerate(pairs):
            first = _day(one.values.get(row.get(one.column.position)))
            last = _day(other.values.get(row.get(other.column.position)))
            if first is not None and last is not None:
                both[at] += 1
                counts[at] += first > last
    return [
        (one.column.name, other.column.name, counts[at])
        for at, (one, other) in enumerate(pairs)
        if 0 < counts[at] < 0.5 * both[at]
    ]
