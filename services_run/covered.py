"""The rows of a service's measures, added up once by year, commune, month and category.

The rows are those of the roles, after their columns are bound; no query of the service has a part
in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from services_run.inputs import FILE
from services_run.measures import Measure, Measures

ANY = ""
"""The category of rows without one."""
_MONTHS = 12
_EXACT = "decimal(38, 9)"
Sums = dict[str, Decimal]
"""By category."""


@dataclass(slots=True)
class ByCommune:
    """`kept`: by year and code as written, sums by category; `months`: a bit for each month."""

    kept: dict[int, dict[str, Sums]] = field(default_factory=dict)
    months: dict[tuple[int, str], int] = field(default_factory=dict)
    expected: int = _MONTHS


@dataclass(slots=True)
class ByFile:
    """Of rows without a commune: by year, then file, sums by category."""

    kept: dict[int, dict[str, Sums]] = field(default_factory=dict)


@dataclass(slots=True)
class Places:
    """`becomes`: by year, target and code, the communes of the target and whether each holds all
    of the code's land. `parts`: by the same and commune, the communes of the year that it was made
    of. `extents`: by file and year.
    """

    becomes: dict[tuple[int, int], dict[str, list[tuple[str, bool]]]]
    parts: dict[tuple[int, int], dict[str, list[tuple[str, bool]]]]
    populations: dict[tuple[int, str], int | None]
    extents: dict[tuple[str, int], AbstractSet[str]]


@dataclass(slots=True)
class Covered:
    by_commune: dict[str, ByCommune]
    by_file: dict[str, ByFile]
    places: Places
    shares: dict[str, dict[str, Decimal]]
    _followed: dict[tuple[str, int, int], tuple[dict[str, Sums], dict[str, int]]] = field(
        default_factory=dict
    )

    def followed(
        self, measure: str, year: int, target: int
    ) -> tuple[dict[str, Sums], dict[str, int]]:
        """By commune of `target`: what its rows of `year` add up to, and their months."""
        key = (measure, year, target)
        if key not in self._followed:
            self._followed[key] = self._follow(self.by_commune[measure], year, target)
        return self._followed[key]

    def _follow(
        self, rows: ByCommune, year: int, target: int
    ) -> tuple[dict[str, Sums], dict[str, int]]:
        sums: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
        months: dict[str, int] = defaultdict(int)
        becomes = self.places.becomes.get((year, target), {})
        for code, by_category in rows.kept.get(year, {}).items():
            for commune, is_whole in becomes.get(code, ()):
                if is_whole:
                    months[commune] |= rows.months[year, code]
                    for category, value in by_category.items():
                        sums[commune][category] += value
        return sums, months


def covered(
    measures: Measures, tables: Mapping[str, pa.Table], values: Mapping[str, object],
    successions: pa.Table, extents: pa.Table,
) -> Covered:  # fmt: skip
    """`tables`: of the roles; `values`: of the parameters."""
    by_commune: dict[str, ByCommune] = {}
    by_file: dict[str, ByFile] = {}
    with duckdb.connect(":memory:") as engine:
        for name, measure in measures.measures.items():
            if measure.role is None:
                continue
            engine.register("rows_of_role", tables[measure.role])
            if measure.covers_territory:
                by_file[name] = _by_file(engine, measure, tables[measure.role], values)
            else:
                by_commune[name] = _by_commune(engine, measure, values)
            engine.unregister("rows_of_role")
    shares = {
        name: _shares(measure, tables)
        for name, measure in measures.measures.items()
        if measure.share is not None
    }
    return Covered(by_commune, by_file, _places(successions, extents), shares)


def _by_commune(
    engine: duckdb.DuckDBPyConnection, measure: Measure, values: Mapping[str, object]
) -> ByCommune:
    expected = values.get(measure.months or "")
    made = ByCommune(expected=expected if isinstance(expected, int) else _MONTHS)
    code, day = _column(measure.commune), _column(measure.day)
    category = _column(measure.category) if measure.category else duckdb.ConstantExpression(ANY)
    value = _column(measure.value)
    used = [_column(measure.category)] if measure.category else []
    rows = engine.table("rows_of_role")
    for needed in (code, day, value, *used):
        rows = rows.filter(needed.isnotnull())
    grouped = rows.project(
        duckdb.FunctionExpression("year", day).alias("year"),
        duckdb.FunctionExpression("trim", code).alias("code"),
        category.alias("category"),
        value.cast(_EXACT).alias("value"),
        duckdb.FunctionExpression("month", day).alias("month"),
    ).aggregate("year, code, category, sum(value) AS value, bit_or(1 << month::int) AS months")
    for year, written, kind, value_sum, months in grouped.fetchall():
        by_code = made.kept.setdefault(year, {})
        by_code.setdefault(written, {})[kind] = value_sum
        made.months[year, written] = made.months.get((year, written), 0) | months
    return made


def _by_file(
    engine: duckdb.DuckDBPyConnection, measure: Measure, table: pa.Table,
    values: Mapping[str, object],
) -> ByFile:  # fmt: skip
    made = ByFile()
    category = _column(measure.category) if measure.category else duckdb.ConstantExpression(ANY)
    rows = engine.table("rows_of_role")
    used = [measure.category] if measure.category else []
    for needed in (measure.year, measure.value, *used):
        rows = rows.filter(_column(needed).isnotnull())
    value = _column(measure.value).cast(_EXACT)
    if measure.less is not None:
        field_name, words = measure.less
        taken_off = _column(field_name).isin(*map(duckdb.ConstantExpression, words))
        value = duckdb.CaseExpression(taken_off, -value).otherwise(value)
    grouped = rows.project(
        _column(measure.year).alias("year"), _column(FILE).alias("file"),
        category.alias("category"), value.alias("value"),
    ).aggregate("year, file, category, sum(value) AS value")  # fmt: skip
    for year, file, kind, value_sum in grouped.fetchall():
        made.kept.setdefault(year, {}).setdefault(file, {})[kind] = value_sum
    if not table.num_rows:
        _typed(made, measure, values)
    return made


def _typed(made: ByFile, measure: Measure, values: Mapping[str, object]) -> None:
    """Amounts that a person gave: of the body's own, under no file, and of any year where none is
    said (a year of 0).
    """
    year = values.get(measure.parameters_year or "")
    for category, parameter in measure.parameters.items():
        value = values.get(parameter)
        if value is not None:
            by_file = made.kept.setdefault(year if isinstance(year, int) else 0, {})
            by_file.setdefault("", {})[category] = Decimal(str(value))


def _shares(measure: Measure, tables: Mapping[str, pa.Table]) -> dict[str, Decimal]:
    share = measure.share
    if share is None:
        return {}
    table = tables[share.role]
    pairs = zip(table[share.category].to_pylist(), table[share.value].to_pylist(), strict=True)
    parts = {kind: part for kind, part in pairs if kind is not None and part is not None}
    given = parts if table.num_rows else share.default
    return {kind: Decimal(str(part)) for kind, part in given.items()}


def _column(name: str | None) -> Any:
    return duckdb.ColumnExpression(str(name))


def _places(successions: pa.Table, extents: pa.Table) -> Places:
    places = Places({}, {}, {}, {})
    columns = ("code", "annee", "vers", "commune", "entiere", "propre", "population")
    for code, year, target, commune, whole, own, population in _rows(successions, columns):
        key = (year, target)
        places.becomes.setdefault(key, {}).setdefault(code, []).append((commune, whole))
        places.populations[target, commune] = population
        if own:
            parts = places.parts.setdefault(key, {})
            parts.setdefault(commune, []).append((code, whole))
    by_file: dict[tuple[str, int], set[str]] = {}
    for file, year, commune in _rows(extents, ("fichier", "annee", "commune")):
        by_file.setdefault((file, year), set()).add(commune)
    places.extents = dict(by_file)
    return places


def _rows(table: pa.Table, names: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)
