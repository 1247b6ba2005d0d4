"""A file held against the acceptance rules of its dataset, before anything of it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from catalog.actions.deposit_problems import RetypedReadByServices
from catalog.model.acceptance import AcceptedPeriod
from catalog.model.column_types import DAYS
from catalog.model.dataset import Column, ColumnType, Dataset, ScalarType
from catalog.model.problem import CallerProblem
from catalog.standards.standard import Standard, column_for, standards
from intake.deposits import acceptance_problems as problems
from intake.deposits.acceptance_words import Spot, month_words, places, rows_of
from intake.deposits.cell_values import CellValues
from intake.deposits.row_batches import Target
from intake.file_reading.typed_rows import ReadFile
from intake.file_reading.unit_factors import factor_between
from intake.file_reading.values import Reason

CONFIRMABLE = frozenset(
    {
        problems.SomeSlipsOfAnotherMonth.code,
        problems.SlipsInAnotherUnit.code,
        problems.SomeSlipsInAnotherUnit.code,
        RetypedReadByServices.code,
    }
)
"""Codes of problems that a person may confirm; any other that stops a file stops it for good."""
TOLD = frozenset({problems.TotalRowsLeftAside.code})
_MASS = ColumnType(ScalarType.DECIMAL, 38, 9)
_OTHER_UNIT = Decimal(1000)
_FEWEST_FOR_A_TOTAL = 3
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Accepted:
    """`met` in the order in which they are told. `factors`: by the name of a column all of whose
    figures are in another unit, by what they would be multiplied.
    """

    met: tuple[CallerProblem, ...]
    factors: Mapping[str, Decimal]

    def standing(self, confirmed: Collection[str]) -> tuple[CallerProblem, ...]:
        """The problems that still stop the file: neither settled by confirming nor told only."""
        passed = TOLD | (CONFIRMABLE & set(confirmed))
        return tuple(problem for problem in self.met if problem.code not in passed)


def judge(dataset: Dataset, file: ReadFile, targets: Sequence[Target], today: date) -> Accepted:
    """`targets` as a matching gives them. Without rules nothing is met."""
    if dataset.acceptance is None:
        return Accepted((), {})
    judging = _Judging(dataset, file, {target.name: target for target in targets}, today)
    met = [
        *judging.of_contract(),
        *judging.of_period(),
        *judging.of_repetition(),
        *judging.of_completeness(),
        *judging.of_units(),
        *judging.of_totals(),
    ]
    met.sort(key=lambda problem: (problem.code in TOLD, problem.code in CONFIRMABLE))
    return Accepted(tuple(met), judging.factors)


class _Judging:
    def __init__(
        self, dataset: Dataset, file: ReadFile, targets: Mapping[str, Target], today: date
    ) -> None:
        if dataset.acceptance is None:
            raise TypeError("a dataset without acceptance rules")
        self.dataset, self.file, self.rules = dataset, file, dataset.acceptance
        self.targets, self.today = targets, today
        self.standard: Standard | None = standards().get(
            self.rules.standard or dataset.standard or ""
        )
        self.factors: dict[str, Decimal] = {}

    def of_contract(self) -> Iterable[CallerProblem]:
        contract = self.rules.contract
        if contract is None:
            return
        wanted = _code(contract.equals)
        others = [
            spot
            for spot, value in self._cells(self.dataset.column(contract.column))
            if value is not None and _code(value) != wanted
        ]
        if others:
            yield problems.SlipsOfAnotherContract(
                contract=contract.equals, **rows_of(others), **places(others)
            )

    def of_period(self) -> Iterable[CallerProblem]:
        """All rows of another month are another file; some may have been weighed late at night."""
        column = self._day_column() if self.rules.period is not None else None
        if column is None:
            return
        months = [
            (spot, (value.year, value.month))
            for spot, value in self._cells(column)
            if isinstance(value, date)
        ]
        if not months:
            return
        usual = Counter(month for _, month in months).most_common(1)[0][0]
        before = self.today.replace(day=1) - timedelta(days=1)
        wanted = (
            (before.year, before.month)
            if self.rules.period is AcceptedPeriod.PREVIOUS_MONTH
            else usual
        )
        outside = [spot for spot, month in months if month != wanted]
        if len(outside) == len(months):
            yield problems.SlipsOfAnotherMonth(
                **month_words("month", wanted), **month_words("seen", usual)
            )
        elif outside:
            yield problems.SomeSlipsOfAnotherMonth(
                **month_words("month", wanted), **rows_of(outside), **places(outside)
            )

    def of_repetition(self) -> Iterable[CallerProblem]:
        if not self.rules.no_duplicates:
            return
        columns = self._key_columns()
        values = [
            (self._target(column), self._values(column))
            for column in columns or self.dataset.columns
            if self._target(column) is not None
        ]
        seen: set[tuple[object, ...]] = set()
        again: list[Spot] = []
        for row in self.file.rows():
            named = tuple(
                of.value(row.cell(target.read))
                for target, of in values
                if target is not None and target.read is not None and of is not None
            )
            if any(part is not None for part in named) and named in seen:
                again.append(Spot(row.number, row.sheet))
            seen.add(named)
        if again:
            yield problems.SlipsRepeated(**_key_words(columns), **rows_of(again), **places(again))

    def of_completeness(self) -> Iterable[CallerProblem]:
        for column in self._complete_columns():
            empty = [spot for spot, value in self._cells(column) if _is_empty(value)]
            if empty:
                yield problems.SlipsIncomplete(
                    column=column.label_fr, **rows_of(empty), **places(empty)
                )

    def of_units(self) -> Iterable[CallerProblem]:
        """Figures that would be as they usually are if they were a thousand times more, or less."""
        for column, low, high in self._weighed():
            cells = [
                (spot, value)
                for spot, value in self._cells(column, _MASS)
                if isinstance(value, Decimal) and value
            ]
            for factor in (_OTHER_UNIT, 1 / _OTHER_UNIT):
                other = [
                    (spot, value)
                    for spot, value in cells
                    if not low <= value <= high and low <= value * factor <= high
                ]
                if other:
                    yield self._of_unit(column, other, len(cells), factor)

    def _of_unit(
        self, column: Column, other: list[tuple[Spot, Decimal]], count: int, factor: Decimal
    ) -> CallerProblem:
        unit = column.unit or "kg"
        facts: dict[str, Any] = {
            "column": column.label_fr,
            "unit": unit,
            "seen": _unit_before(unit, factor),
        }
        if len(other) * 2 <= count:
            spots = [spot for spot, _ in other]
            return problems.SomeSlipsInAnotherUnit(**facts, **rows_of(spots), **places(spots))
        self.factors[str(column.name)] = factor
        examples = ", ".join(str(value) for _, value in other[:_EXAMPLES])
        plain = f"{factor.normalize():f}"
        return problems.SlipsInAnotherUnit(
            **facts, examples=examples, factor_fr=plain.replace(".", ","), factor_en=plain
        )

    def of_totals(self) -> Iterable[CallerProblem]:
        aside = [
            Spot(row.row, part.sheet)
            for part in self.file.reading.parts
            for row in part.ignored
            if row.reason in {Reason.TOTAL, Reason.SUBTOTAL}
        ]
        if aside:
            yield problems.TotalRowsLeftAside(**rows_of(aside), **places(aside))
        for column in self._net_columns():
            cells = [
                (spot, value)
                for spot, value in self._cells(column, _MASS)
                if isinstance(value, Decimal)
            ]
            total = sum((value for _, value in cells), Decimal(0))
            if len(cells) <= _FEWEST_FOR_A_TOTAL or not total:
                continue
            spot, largest = max(cells, key=lambda cell: cell[1])
            if largest * 2 == total:
                yield problems.TotalRowKept(row=spot.row, column=column.label_fr)

    def _cells(
        self, column: Column, kind: ColumnType | None = None
    ) -> Iterable[tuple[Spot, object]]:
        """Each row's value; of a column that the file does not have, nothing in each row."""
        target, values = self._target(column), self._values(column, kind)
        for row in self.file.rows():
            spot = Spot(row.number, row.sheet)
            if target is None or target.read is None or values is None:
                yield spot, None
            else:
                yield spot, values.value(row.cell(target.read))

    def _target(self, column: Column) -> Target | None:
        return self.targets.get(column.source_name)

    def _values(self, column: Column, kind: ColumnType | None = None) -> CellValues | None:
        target = self._target(column)
        if target is None or target.read is None:
            return None
        return CellValues(target.read, kind or target.kind, target.factor, target.zone)

    def _day_column(self) -> Column | None:
        dataset = self.dataset
        bound = None if dataset.territory is None else dataset.territory.date_column
        if bound is not None:
            return dataset.column(bound)
        by_concept = [one for one in dataset.columns if one.concept in {"date", "date_collecte"}]
        dated = [one for one in dataset.columns if one.type.scalar in DAYS]
        return next((one for one in (*by_concept, *dated) if one.type.scalar in DAYS), None)

    def _key_columns(self) -> list[Column]:
        dataset = self.dataset
        if dataset.primary_key:
            return [dataset.column(name) for name in dataset.primary_key]
        return [one for one in dataset.columns if one.concept == "numero_pesee"][:1]

    def _complete_columns(self) -> list[Column]:
        dataset, rules = self.dataset, self.rules
        wanted = [dataset.column(name) for name in rules.columns_complete]
        if rules.contract is not None:
            wanted.append(dataset.column(rules.contract.column))
        day = self._day_column() if rules.period is not None else None
        wanted += [] if day is None else [day]
        if rules.standard is not None and self.standard is not None:
            fields = [of for of in self.standard.fields if of.required]
            matched = [column_for(of, dataset.columns) for of in fields]
            wanted += [column for column in matched if column is not None]
        return list({column.id: column for column in wanted}.values())

    def _weighed(self) -> Iterable[tuple[Column, Decimal, Decimal]]:
        """Columns whose figures usually lie between two bounds, in their own unit."""
        for of in () if self.standard is None else self.standard.fields:
            column = column_for(of, self.dataset.columns)
            if column is None or of.usual is None or of.unit is None:
                continue
            factor = factor_between(of.unit, column.unit or of.unit)
            if factor is not None:
                low, high = of.usual
                yield column, low * factor, high * factor

    def _net_columns(self) -> list[Column]:
        return [one for one in self.dataset.columns if one.concept == "masse_collectee"]


def _key_words(columns: Sequence[Column]) -> dict[str, Any]:
    """Without a key, rows are alike in every column."""
    if not columns:
        return {"key_fr": "toutes les colonnes", "key_en": "every column"}
    return {
        "key_fr": " + ".join(f"« {column.label_fr} »" for column in columns),
        "key_en": " + ".join(f'"{column.label_fr}"' for column in columns),
    }


def _unit_before(unit: str, factor: Decimal) -> str:
    """The unit of figures that the factor would take to `unit`."""
    if unit == "kg":
        return "t" if factor > 1 else "g"
    if unit == "t":
        return "kg" if factor < 1 else "kt"
    return f"{factor.normalize():f} {unit}"


def _code(value: object) -> str:
    return "".join(str(value).upper().split())


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
