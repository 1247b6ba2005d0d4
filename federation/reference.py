"""The tables of reference that every statement may read: who knows communes knows them whole.

Nothing in them is anybody's: they are the code officiel géographique that the gateway carries. They
stand in a statement as one text, handed over as a parameter and cut into rows by the engine, so
that no storage is asked and no plan holds 35,000 rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlglot import exp

from catalog.caches import remembered
from catalog.cog import Cog
from catalog.cog.code_rows import CodeRow, code_rows
from catalog.cog.reference_rows import Row, commune_rows, membership_rows, population_rows
from catalog.model.dataset import ColumnType, ScalarType

REFERENCE = "reference"
"""The schema's name in SQL; no organisation may be called so."""
BETWEEN_FIELDS, BETWEEN_ROWS = "|", ";"
_TEXT, _NUMBER = ColumnType(ScalarType.STRING), ColumnType(ScalarType.INTEGER)


@dataclass(frozen=True, slots=True)
class ReferenceColumn:
    name: str
    type: ColumnType
    label_fr: str


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """`columns` in the order of the fields of each row."""

    name: str
    columns: tuple[ReferenceColumn, ...]
    rows: Callable[[Cog], Sequence[Row | CodeRow]]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.columns)


_TABLES = (
    ReferenceTable(
        "communes",
        (
            ReferenceColumn(
                "code", _TEXT, "Code de la commune, au 1er janvier du dernier millésime"
            ),
            ReferenceColumn("nom", _TEXT, "Nom de la commune"),
            ReferenceColumn("departement", _TEXT, "Code du département ou de la collectivité"),
            ReferenceColumn("population", _NUMBER, "Population municipale du dernier millésime"),
            ReferenceColumn("epci_siren", _TEXT, "SIREN de l'EPCI à fiscalité propre"),
            ReferenceColumn("epci_nom", _TEXT, "Nom de l'EPCI à fiscalité propre"),
        ),
        commune_rows,
    ),
    ReferenceTable(
        "populations",
        (
            ReferenceColumn("code", _TEXT, "Code de la commune"),
            ReferenceColumn("annee", _NUMBER, "Millésime, au 1er janvier"),
            ReferenceColumn("population", _NUMBER, "Population municipale de ce millésime"),
        ),
        population_rows,
    ),
    ReferenceTable(
        "territories",
        (
            ReferenceColumn("code", _TEXT, "Code de la commune"),
            ReferenceColumn("epci_siren", _TEXT, "SIREN de l'EPCI à fiscalité propre"),
            ReferenceColumn("epci_nom", _TEXT, "Nom de l'EPCI à fiscalité propre"),
            ReferenceColumn("annee_debut", _NUMBER, "Premier millésime où elle en est membre"),
            ReferenceColumn("annee_fin", _NUMBER, "Dernier millésime où elle en est membre"),
        ),
        membership_rows,
    ),
    ReferenceTable(
        "codes",
        (
            ReferenceColumn("code", _TEXT, "Code de commune, actuel ou ancien"),
            ReferenceColumn("annee_debut", _NUMBER, "Première année de cette ligne"),
            ReferenceColumn("annee_fin", _NUMBER, "Dernière année de cette ligne"),
            ReferenceColumn("commune", _TEXT, "Commune à laquelle ce code appartient alors"),
            ReferenceColumn("nom", _TEXT, "Nom de cette commune alors"),
            ReferenceColumn("commune_actuelle", _TEXT, "Commune qu'elle est aujourd'hui"),
        ),
        code_rows,
    ),
)
REFERENCE_TABLES: Mapping[str, ReferenceTable] = MappingProxyType({t.name: t for t in _TABLES})
COVERAGE = ReferenceTable(
    "interco_coverage",
    (
        ReferenceColumn("code", _TEXT, "Code de la commune, comme les lignes l'écrivent"),
        ReferenceColumn("annee", _NUMBER, "Année des lignes"),
        ReferenceColumn("population", _NUMBER, "Population municipale de la commune alors"),
        ReferenceColumn("mois", _NUMBER, "Mois de l'année dont il y a des lignes"),
        *(ReferenceColumn(f"mois_t{n}", _NUMBER, f"Ceux du trimestre {n}") for n in range(1, 5)),
    ),
    lambda _: (),
)
"""The coverage of a standard that one query sees, by commune and year: given with the query, under
the parameter `coverage_parameter`, once it was measured. No statement of a caller can name it.
"""
INLINE_TABLES: Mapping[str, ReferenceTable] = MappingProxyType(
    {**REFERENCE_TABLES, COVERAGE.name: COVERAGE}
)
"""The tables that stand in a query as one text: everybody's, and the query's own."""


@remembered(maxsize=2 * len(_TABLES))
def packed(table: ReferenceTable, cog: Cog) -> str:
    """See `packed_rows`."""
    return packed_rows(table.rows(cog))


@remembered(maxsize=2 * len(_TABLES))
def content(table: ReferenceTable, cog: Cog) -> str:
    """A digest of its rows."""
    return hashlib.sha256(packed(table, cog).encode()).hexdigest()


def is_shared_reference(table: exp.Table) -> bool:
    """A table that every statement may name."""
    return bool(table.db == REFERENCE and table.name in REFERENCE_TABLES)


def is_inline(table: exp.Table) -> bool:
    return bool(table.db == REFERENCE and table.name in INLINE_TABLES)


def coverage_parameter() -> str:
    return parameter_of(COVERAGE)


def parameter_of(table: ReferenceTable) -> str:
    """The name of the parameter that holds its rows."""
    return f"{REFERENCE}_{table.name}"


def packed_rows(rows: Iterable[tuple[str | int | None, ...]]) -> str:
    """`35003|Andouillé-Neuville|35|…;35007|…`; what is unknown is empty.

    ValueError where a field holds a sign that stands between fields or rows.
    """
    lines = []
    for row in rows:
        fields = ["" if field is None else str(field) for field in row]
        if any(BETWEEN_FIELDS in field or BETWEEN_ROWS in field for field in fields):
            message = "a field of a reference table holds a separator"
            raise ValueError(message)
        lines.append(BETWEEN_FIELDS.join(fields))
    return BETWEEN_ROWS.join(lines)
