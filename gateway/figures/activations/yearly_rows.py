"""Of each dataset that a run read: how many of its rows are of one year, and of which communes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, repeat

from catalog.cog import Cog
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from gateway.figures.activations.over_standards import OF_DATASET
from gateway.figures.activations.reading import named
from gateway.figures.activations.year_of_report import YEAR
from services_run.binding import Binding
from services_run.folder import Role, RoleField, Service
from services_run.tables import FileTable
from services_run.territories import followed

_DAYS = frozenset({"date", "moment", "month"})
_DIGITS = 4
Inputs = Mapping[str, Sequence[tuple[FileTable, Binding]]]


@dataclass(slots=True)
class YearlyRows:
    """`communes`: None where the rows bear none."""

    rows: int = 0
    communes: set[str] | None = field(default=None)


def rows_of_year(
    service: Service, inputs: Inputs, year: int | None, snapshot: Snapshot
) -> dict[str, YearlyRows]:
    """By dataset (id). The day of a row is one that its role needs: the day on which a counter was
    opened is none. A row without a year, or of a role that is `of_any_year`, is of each; empty
    where the year is not known. It goes through all rows that were read: beside the loop, and only
    for what is kept.
    """
    if year is None:
        return {}
    ids = _ids(snapshot)
    by_dataset: dict[str, YearlyRows] = {}
    for name, tables in inputs.items():
        for table, binding in tables:
            _count(service.roles[name], table, binding, year, cog_in(snapshot), ids, by_dataset)
    return by_dataset


def _count(
    role: Role,
    table: FileTable,
    binding: Binding,
    year: int,
    cog: Cog,
    ids: Mapping[str, str],
    by_dataset: dict[str, YearlyRows],
) -> None:
    days = _values(table, binding, [name for name, of in role.fields.items() if _is_its_day(of)])
    years = None if role.of_any_year else days or _values(table, binding, [YEAR])
    concepts = [one.name for one in role.fields.values() if one.concept == "commune"]
    codes = _values(table, binding, concepts)
    owners = next((one.values for one in table.columns if one.name == OF_DATASET), None)
    nothing: Iterable[object] = repeat(None)
    rows = len(table.rows)
    alike = Counter(
        zip(islice(owners or nothing, rows), years or nothing, codes or nothing, strict=False)
    )
    communes: dict[object, str] = {}
    for (owner, when, code), count in alike.items():
        key = table.file if owners is None else str(owner)
        counted = by_dataset.setdefault(ids.get(key, key), YearlyRows())
        if years is not None and _year(when) not in {year, None}:
            continue
        counted.rows += count
        if codes is not None:
            if code not in communes:
                written = str(code).strip()
                communes[code] = next(iter(followed(cog, [written], year)), written)
            counted.communes = set() if counted.communes is None else counted.communes
            counted.communes.add(communes[code])


def _is_its_day(of: RoleField) -> bool:
    return of.type in _DAYS and not of.optional


def _values(table: FileTable, binding: Binding, names: Sequence[str]) -> list[object] | None:
    place = next((binding.columns[name] for name in names if name in binding.columns), None)
    return None if place is None else table.columns[place].values


def _year(value: object) -> int | None:
    if isinstance(value, date):
        return value.year
    text = str(value)[:_DIGITS]
    return int(text) if value is not None and text.isdecimal() else None


def _ids(snapshot: Snapshot) -> dict[str, str]:
    """By both names that a run calls its data by."""
    ids: dict[str, str] = {}
    for one in snapshot.datasets.values():
        ids[named(one, snapshot)] = one.id
        ids[f"{snapshot.organisations[one.owner].slug.sql_name}.{one.name}"] = one.id
    return ids
