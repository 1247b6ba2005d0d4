"""One column a month, a year, an energy or a counter: what the long table would hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.fold import fold
from intake.file_reading.day_text import is_month_word, month_named
from intake.file_reading.header import Header
from intake.file_reading.names import words_of
from intake.file_reading.values import Column, Unpivot

_YEAR = re.compile(r"(?:.*\D)?((?:19|20)\d{2})")
_PART_OF_YEAR = r"(?:trim(?:estre)?|sem(?:estre)?)"
_QUARTER = re.compile(
    r"(?:(?:sous[- ]?)?total |cumul )?"
    rf"(?:[tsq] ?[1-4]|[1-4](?:er|e|eme)? {_PART_OF_YEAR}|{_PART_OF_YEAR}\.? ?[1-4])\.?"
    r"(?: ?(?:19|20)\d\d)?"
)
_LEAST = 3


def find_wide(columns: Sequence[Column], header: Header) -> Unpivot | None:
    """The longest run of columns of numbers that stand for periods or for things of one kind."""
    best: list[Column] = []
    variable = ""
    for kind in ("mois", "annee", "colonne"):
        # Quarters among months are sums of them, and part no run.
        alone = [column for column in columns if kind != "mois" or not _is_quarter(column, header)]
        for run in _runs(alone, header, kind):
            if len(run) > max(len(best), _LEAST - 1):
                best, variable = run, kind
        if best:
            break
    if not best:
        return None
    group = header.groups.get(best[0].position - 1, "")
    return Unpivot(
        variable,
        group or "valeur",
        [column.position for column in columns if column.position < best[0].position],
        [column.position for column in best],
        sum(column.filled for column in best),
        _total(best),
    )


def _total(columns: Sequence[Column]) -> int | float:
    total = sum(column.sum or 0 for column in columns)
    return total if isinstance(total, int) else round(total, 6)


def _runs(columns: Sequence[Column], header: Header, kind: str) -> list[list[Column]]:
    runs: list[list[Column]] = [[]]
    for column in columns:
        fits = column.type in {"integer", "decimal"} and _stands_for(column, header, kind)
        if fits and (
            not runs[-1]
            or header.groups.get(runs[-1][0].position - 1) == header.groups.get(column.position - 1)
        ):
            runs[-1].append(column)
        elif fits:
            runs.append([column])
        else:
            runs.append([])
    return runs


def _is_quarter(column: Column, header: Header) -> bool:
    """`T1`, `1er trimestre`, `S2 2025`, over figures."""
    own = column.name.removeprefix(header.groups.get(column.position - 1, "")).strip()
    is_figure = column.type in {"integer", "decimal"}
    return is_figure and _QUARTER.fullmatch(fold(own)) is not None


def _stands_for(column: Column, header: Header, kind: str) -> bool:
    if "total" in words_of(column.name):
        return False
    group = header.groups.get(column.position - 1, "")
    own = column.name.removeprefix(group).strip()
    if kind == "mois":
        return month_named(own) is not None or is_month_word(own)
    if kind == "annee":
        return _YEAR.fullmatch(own) is not None and ("/" not in own)
    # Two lines: a name and under it a code, or one group over several things.
    return len(header.rows) > 1 and (bool(group) or own[-1:].isdigit())
