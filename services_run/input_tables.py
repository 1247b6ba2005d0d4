"""All that the steps of a service read, as tables: its roles, communes, territory, parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import pyarrow as pa

from catalog.cog import Cog, load_cog
from services_run.binding import Binding
from services_run.folder import Role, Service
from services_run.inputs import FILE, LINE, TIMED, input_of, sql_type
from services_run.notices import Notice, perimeter_differs
from services_run.portable import Types
from services_run.reference import COMMUNES, TYPES, communes_table
from services_run.running import PARAMETERS, parameter_table
from services_run.tables import FileTable
from services_run.territories import (
    ETENDUES,
    ETENDUES_TYPES,
    SUCCESSIONS,
    SUCCESSIONS_TYPES,
    TERRITOIRE,
    TERRITOIRE_TYPES,
    Territories,
    communes_before,
    extents_table,
    followed,
    last_day,
    successions_table,
    territory_table,
)

_TYPED = ""
"""The file of what a person typed."""


@dataclass(slots=True)
class InputTables:
    """`successions`, `extents`: for the engine too, whether or not the service reads them."""

    tables: dict[str, pa.Table]
    types: dict[str, Types]
    notices: list[Notice]
    successions: pa.Table = field(default_factory=lambda: pa.table({}))
    extents: pa.Table = field(default_factory=lambda: pa.table({}))


def input_tables(
    service: Service,
    inputs: Mapping[str, Sequence[tuple[FileTable, Binding]]],
    values: Mapping[str, object],
    territories: Territories,
) -> InputTables:
    """A table for each role, and one for the parameters."""
    made = InputTables({}, {}, [])
    for name, role in service.roles.items():
        if role.reference is None:
            read = input_of(role, inputs.get(name, []))
            made.notices += read.notices
            made.tables[name], made.types[name] = read.table, _types(role)
    codes, years = _places_and_years(service, made.tables)
    cog = territories.cog or load_cog()
    territories = _with_listed(service, made, territories, years, cog)
    references = {role.reference for role in service.roles.values()}
    if service.measured.ratios or references & {SUCCESSIONS, TERRITOIRE, ETENDUES}:
        until = _today(years, cog) if _listed(service, made) else None
        made.successions = successions_table(codes, years, territories.own, cog, until)
        made.extents = extents_table(_files(service, made.tables), territories, years)
    known: dict[str, Callable[[], tuple[pa.Table, Types]]] = {
        COMMUNES: lambda: (communes_table(codes, years, cog), TYPES),
        TERRITOIRE: lambda: (territory_table(territories.own, years), TERRITOIRE_TYPES),
        SUCCESSIONS: lambda: (made.successions, SUCCESSIONS_TYPES),
        ETENDUES: lambda: (made.extents, ETENDUES_TYPES),
    }
    for name, role in service.roles.items():
        if role.reference is not None:
            made.tables[name], made.types[name] = known[role.reference]()
    made.tables[PARAMETERS], made.types[PARAMETERS] = parameter_table(service, values)
    return made


def _with_listed(
    service: Service, made: InputTables, territories: Territories, years: AbstractSet[int], cog: Cog
) -> Territories:
    """The declared territory, or where there is none that of the list which the service was given;
    a list that differs from what is declared is told.
    """
    codes = _listed(service, made)
    if not codes or not years:
        return territories
    declared = {year: territories.own(year) for year in years}
    last = max(years)
    if declared[last]:
        listed = followed(cog, codes, last)
        if listed != declared[last]:
            made.notices.append(
                perimeter_differs(
                    last, _names(cog, declared[last] - listed, last),
                    _names(cog, listed - declared[last], last),
                )
            )  # fmt: skip
    today = _today(years, cog)
    land = followed(cog, codes, today)
    by_list = {year: communes_before(cog, land, today, year) for year in years}
    is_known = any(declared.values())

    def own(year: int) -> AbstractSet[str]:
        return territories.own(year) if is_known else by_list.get(year, frozenset())

    return Territories(own, territories.of_files, cog)


def _listed(service: Service, made: InputTables) -> set[str]:
    """The codes of the list that tells the territory."""
    listed_by = next((one.listed_by for one in service.roles.values() if one.listed_by), None)
    if listed_by is None:
        return set()
    role, name = listed_by
    return {str(one) for one in made.tables[role][name].unique().to_pylist() if one is not None}


def _today(years: AbstractSet[int], cog: Cog) -> int:
    """A list is of the day when it is given: what a commune of today was before is in it."""
    return max({*years, cog.last_year})


def _names(cog: Cog, codes: AbstractSet[str], year: int) -> list[str]:
    labels = [cog.label(code, last_day(year)) for code in codes]
    return sorted(one.nom for one in labels if one is not None)


def _files(service: Service, tables: Mapping[str, pa.Table]) -> set[str]:
    """The files whose rows cover all communes of their owner, and the name of typed values."""
    files = {_TYPED}
    for measure in service.measured.measures.values():
        if measure.covers_territory:
            files |= set(tables[str(measure.role)][FILE].unique().to_pylist())
    return files


def _places_and_years(
    service: Service, tables: Mapping[str, pa.Table]
) -> tuple[set[str], set[int]]:
    """The commune codes that the files name, and the years of their days."""
    codes: set[str] = set()
    years: set[int] = set()
    for name, table in tables.items():
        for needed in service.roles[name].fields.values():
            if needed.concept == "commune":
                cells = table[needed.name].unique().to_pylist()
                codes |= {str(code).strip() for code in cells if code is not None}
            elif needed.type in {"date", "moment"}:
                days = table[needed.name].unique().to_pylist()
                years |= {day.year for day in days if day is not None}
    return codes, years


def _types(role: Role) -> Types:
    types = {name: sql_type(needed.type) for name, needed in role.fields.items()}
    return {**types, LINE: "bigint", FILE: "varchar", TIMED: "boolean"}
