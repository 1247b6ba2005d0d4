"""Makes a typed condition on the rows that an agreement gives, from names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.actions.columns import suggestion, unknown_column
from catalog.actions.facts import Findings
from catalog.actions.membership import is_competence
from catalog.actions.problems import DatasetRefused, InvalidCompetence, ValueNotOfType
from catalog.actions.wire_values import is_wire_value
from catalog.cog import Cog
from catalog.model.dataset import Dataset, ScalarType
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.problem import CallerProblem
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)

_MAX_VALUES = 5_000
_MAX_COMMUNES = 40_000
"""More than there ever were communes on one day."""
_EQUALITY = frozenset({CompareOp.EQ, CompareOp.NE, CompareOp.IN})


class TerritoryDate(StrEnum):
    """On which day a row is looked at: its own, or that of the query."""

    ROW_DATE = "row_date"
    QUERY_DATE = "query_date"


@dataclass(frozen=True, slots=True)
class OwnTerritory:
    """The grantee's own territory for a competence."""

    competence: str
    at: TerritoryDate


@dataclass(frozen=True, slots=True)
class RowComparison:
    """A column by name."""

    column: str
    op: CompareOp
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedTerritory:
    """Communes by code, as the map of `on` reads them."""

    communes: tuple[str, ...]
    on: date
    at: TerritoryDate


@dataclass(frozen=True, slots=True)
class RowsDraft:
    """Every condition holds; none of them means all rows."""

    own_territory: OwnTerritory | None = None
    listed_territory: ListedTerritory | None = None
    compare: tuple[RowComparison, ...] = ()


def resolve_rows(
    draft: RowsDraft, dataset: Dataset, grantee: Siren, cog: Cog, findings: Findings
) -> RowCondition:
    """The condition of the draft. Faults are added to `findings`; then the value is of no use."""
    conditions: list[RowCondition] = []
    if draft.own_territory is not None:
        territory = _resolve_territory(draft.own_territory, dataset, grantee, findings)
        if territory is not None:
            conditions.append(territory)
    if draft.listed_territory is not None:
        listed = _resolve_listed(draft.listed_territory, dataset, cog, findings)
        if listed is not None:
            conditions.append(listed)
    for index, comparison in enumerate(draft.compare):
        compare = _resolve_comparison(comparison, dataset, findings, index)
        if compare is not None:
            conditions.append(compare)
    if not conditions:
        return AllRows()
    return conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions))


def _resolve_territory(
    draft: OwnTerritory, dataset: Dataset, grantee: Siren, findings: Findings
) -> InTerritory | None:
    path = ("rows", "own_territory")
    if not is_competence(draft.competence):
        findings.add(InvalidCompetence(text=draft.competence), *path, "competence")
    bound = _resolve_binding(draft.at, dataset, findings, *path)
    if bound is None:
        return None
    column, date_column = bound
    return InTerritory(
        column=column, of=grantee, competence=draft.competence, date_column=date_column
    )


def _resolve_listed(
    draft: ListedTerritory, dataset: Dataset, cog: Cog, findings: Findings
) -> InListedTerritory | None:
    """Each code must mean land on the day that it is read at."""
    path = ("rows", "listed_territory")
    if not 1 <= len(draft.communes) <= _MAX_COMMUNES:
        why = (
            f"une liste donne de 1 à {_MAX_COMMUNES} communes",
            f"a list gives 1 to {_MAX_COMMUNES} communes",
        )
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, *path, "communes")
    codes = []
    for text in draft.communes[:_MAX_COMMUNES]:
        try:
            code = CommuneCode.parse(text)
            cog.resolve(code, draft.on)
        except CallerProblem as problem_of_code:
            findings.add(problem_of_code, *path, "communes", text[:40])
        else:
            codes.append(code)
    bound = _resolve_binding(draft.at, dataset, findings, *path)
    if bound is None:
        return None
    column, date_column = bound
    return InListedTerritory(
        column=column,
        communes=tuple(sorted(set(codes))),
        at=draft.on,
        date_column=date_column,
    )


def _resolve_binding(
    at: TerritoryDate, dataset: Dataset, findings: Findings, *path: str
) -> tuple[str, str | None] | None:
    """The ids of the commune column and of the row's date, if rows are looked at on it."""
    binding = dataset.territory
    if binding is None:
        why = (
            "aucune colonne de territoire n'y est déclarée (territory)",
            "it declares no territory column (territory)",
        )
        findings.add(DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1]), *path)
        return None
    by_row = at is TerritoryDate.ROW_DATE
    if by_row and binding.date_column is None:
        why = (
            "row_date demande une colonne de date (territory.date_column)",
            "row_date needs a date column (territory.date_column)",
        )
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, *path, "at")
    return binding.column, binding.date_column if by_row else None


def _resolve_comparison(
    draft: RowComparison, dataset: Dataset, findings: Findings, index: int
) -> Compare | None:
    path = ("rows", "compare", index)
    column = dataset.column_named(draft.column)
    if column is None:
        findings.add(unknown_column(dataset, draft.column), *path, "column")
        return None
    kind = column.type.scalar
    wrong_op = kind is ScalarType.BOOLEAN and draft.op not in _EQUALITY
    if kind is ScalarType.JSON or wrong_op:
        why = (
            f"« {draft.op.value} » ne s'applique pas à « {column.name} » ({kind.value})",
            f'"{draft.op.value}" does not apply to "{column.name}" ({kind.value})',
        )
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, *path, "op")
        return None
    most = _MAX_VALUES if draft.op is CompareOp.IN else 1
    if not 1 <= len(draft.values) <= most:
        why = (
            f"« {draft.op.value} » prend "
            + ("une seule valeur" if most == 1 else f"de 1 à {most} valeurs"),
            f'"{draft.op.value}" takes '
            + ("a single value" if most == 1 else f"1 to {most} values"),
        )
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, *path, "values")
    for value in draft.values:
        closed = bool(column.code_list) and draft.op in _EQUALITY
        if not is_wire_value(value, column) or (closed and value not in column.code_list):
            problem_of_value = ValueNotOfType(
                value=value,
                column=column.name,
                type=kind.value,
                did_you_mean=suggestion(value, column.code_list),
            )
            findings.add(problem_of_value, *path, "values")
    return Compare(column.id, draft.op, draft.values)
