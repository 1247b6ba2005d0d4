"""The communes that the project itself knows, as a table for the queries of a service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pyarrow as pa

from catalog.cog import Cog, load_cog
from services_run.portable import Types
from services_run.territories import last_day, successors

COMMUNES = "communes"
_NEAR = 1
"""A population is of a year when its vintage is that year's, or the one beside where none is."""
TYPES: Types = {
    "code": "varchar",
    "annee": "bigint",
    "actuel": "varchar",
    "nom": "varchar",
    "population": "bigint",
    "epci_siren": "varchar",
    "epci_nom": "varchar",
}
Row = tuple[str, int, str, str, int | None, str | None, str | None]


def communes_table(codes: Iterable[str], years: Iterable[int], cog: Cog | None = None) -> pa.Table:
    """A row for each code and year that means a commune then: `actuel` is the commune's own code
    (of which `code` may be a former one), `population` None where no vintage near is known. Without
    any year, of the latest known.
    """
    cog = cog or load_cog()
    years = set(years) or {cog.last_year}
    rows: dict[tuple[str, int], Row] = {}
    for year in sorted(set(years)):
        for code in sorted(set(codes)):
            row = _row(cog, code, year)
            if row is not None:
                rows[code, year] = row
                own = _row(cog, row[2], year)
                rows.setdefault((row[2], year), own or row)
    kinds = (
        pa.string(),
        pa.int64(),
        pa.string(),
        pa.string(),
        pa.int64(),
        pa.string(),
        pa.string(),
    )
    columns = list(zip(*rows.values(), strict=True)) or [()] * len(TYPES)
    return pa.table(
        {
            name: pa.array(cells, kind)
            for name, cells, kind in zip(TYPES, columns, kinds, strict=True)
        }
    )


def _row(cog: Cog, code: str, year: int) -> Row | None:
    """Of 1 January; a code that begins inside the year, of its last day; a code that ended before,
    of the commune that holds its land.
    """
    for day in (date(year, 1, 1), last_day(year)):
        now = cog.commune_at(code, day)
        row = None if now is None else _labelled(cog, code, year, now, day)
        if row is not None:
            return row
    for successor in successors(cog, code, year, year):
        if successor.is_whole:
            return _labelled(cog, code, year, successor.commune, last_day(year))
    return None


def _labelled(cog: Cog, code: str, year: int, commune: str, day: date) -> Row | None:
    label = cog.label(commune, day)
    if label is None:
        return None
    vintage = label.population_vintage
    is_near = vintage is not None and abs(vintage - year) <= _NEAR
    return (
        code, year, commune, label.nom, label.population if is_near else None,
        label.epci_siren, label.epci_nom,
    )  # fmt: skip
