"""Indicators of a body: made of a formula that fits its data, and computed for who reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.actions.figures.problems import UnknownFigure
from catalog.actions.indicators.indicators import DerivedUnit, IndicatorWanted
from catalog.actions.indicators.problems import IndicatorRefused
from catalog.actions.indicators.targets import TargetWanted
from catalog.actions.outcome import Acted
from catalog.canonical_json import write_canonical
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.figure_value import FigureValue
from catalog.model.indicator import (
    Direction,
    Indicator,
    IndicatorSide,
    IndicatorTarget,
    IndicatorVersion,
    Operation,
    Periodicity,
)
from catalog.model.paris import paris_day
from catalog.model.unit import read_unit
from federation.problems import UnknownDataset
from gateway.acts.indicators import IndicatorActs
from gateway.base.problems import ActsRefused
from gateway.figures.frozen.service import FigureService
from gateway.figures.indicators.computed import Computed, compute, statement_of, whole_years
from gateway.figures.indicators.trajectory import (
    BaseOrReason,
    NoTrajectory,
    Standing,
    base_of,
    standing_of,
)
from gateway.reading.exploring.formulas import Formula, FormulaData, Shown, derived_unit
from gateway.reading.exploring.problems import IndicatorUnitChanged
from gateway.reading.exploring.service import ExplorationService
from gateway.reading.exploring.statement import Statement
from gateway.reading.query.prepare import discover


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """`standing`: where there is a target, of values by year. `content`: the value of the last
    whole year, as services and papers tell a figure, in canonical JSON.
    """

    computed: Computed
    unit: str
    standing: Standing | None
    content: str


@dataclass(frozen=True, slots=True)
class IndicatorService:
    """`explorations` and `frozen` are in the name of who asks."""

    acts: IndicatorActs
    explorations: ExplorationService
    frozen: FigureService

    async def derived(self, draft: IndicatorWanted) -> DerivedUnit:
        """The unit that a formula gives; its datasets by any of their names. Raises what does not
        fit, UnknownDataset.
        """
        _refuse_sides(draft)
        _, data = await self._data(draft.sides, draft.purpose)
        formula = Formula(draft.operation, draft.sides, draft.per, draft.period)
        return derived_unit(formula, data)

    async def save(self, draft: IndicatorWanted, *, dry_run: bool) -> Acted:
        """Datasets by any of their names. Raises what does not fit, UnknownDataset, and what
        `IndicatorActs.save` raises.
        """
        _refuse_sides(draft)
        datasets, data = await self._data(draft.sides, draft.purpose)
        sides = tuple(
            replace(side, dataset=dataset.id, where=_filled(side.where), part=_filled(side.part))
            for side, dataset in zip(draft.sides, datasets, strict=True)
        )
        formula = Formula(draft.operation, sides, draft.per, draft.period)
        derived = derived_unit(formula, data)
        return await self.acts.save(replace(draft, sides=sides), derived, dry_run=dry_run)

    async def set_target(self, name: str, target: TargetWanted | None, *, dry_run: bool) -> Acted:
        """Raises UnknownFigure for a base that the caller may not see."""
        if target is not None and target.base is not None and target.base.figure is not None:
            await self.frozen.figure(target.base.figure)
        return await self.acts.set_target(name, target, dry_run=dry_run)

    async def statement(self, version: IndicatorVersion, scope: Shown) -> Statement:
        _, data = await self._data(version.sides, version.purpose)
        return statement_of(Formula.of(version), data, scope)

    async def columns_of(self, version: IndicatorVersion) -> tuple[bool, bool]:
        """True for a commune, and for a day, that each of its sides tells to who asks."""
        _, data = await self._data(version.sides, version.purpose)
        has_place = all(each.data.place is not None for each in data)
        return has_place, all(each.data.day is not None for each in data)

    async def figures(self, indicator: Indicator, scope: Shown) -> IndicatorFigures:
        """Read and recorded as by any door. Raises what `compute` raises, IndicatorUnitChanged."""
        version = indicator.current
        datasets, data = await self._data(version.sides, version.purpose)
        formula = Formula.of(version)
        derived = derived_unit(formula, data)
        if not derived.unit.may_be_called(read_unit(version.unit).in_a(version.period)):
            raise IndicatorUnitChanged(derived=derived.text, unit=version.unit)
        explorations = self._for(version.purpose)
        computed = await compute(formula, data, datasets[0], scope, explorations)
        standing = None
        if indicator.target is not None and not scope.by_commune:
            standing = await self._standing(indicator, indicator.target, computed)
        figure = _figure_of(indicator, computed, scope, standing, self._this_year)
        content = write_canonical(figure.content()).decode()
        return IndicatorFigures(computed, version.unit, standing, content)

    async def _standing(
        self, indicator: Indicator, target: IndicatorTarget, computed: Computed
    ) -> Standing:
        base = await self._base(indicator, target)
        return standing_of(indicator, target, base, computed.groups, self._this_year)

    async def _base(self, indicator: Indicator, target: IndicatorTarget) -> BaseOrReason:
        base = target.base
        if base is None or base.figure is None:
            return base_of(indicator, base, None)
        try:
            seen = await self.frozen.figure(base.figure)
        except (UnknownFigure, ActsRefused):
            return NoTrajectory.NO_FIGURE
        return base_of(indicator, base, seen.figure)

    @property
    def _this_year(self) -> int:
        return paris_day(self.explorations.standpoint.now).year

    async def _data(
        self, sides: Sequence[IndicatorSide], purpose: str | None
    ) -> tuple[list[Dataset], list[FormulaData]]:
        """As the law gives them to who asks. Raises UnknownDataset, the same for what is hidden."""
        explorations = self._for(purpose)
        snapshot = explorations.standpoint.snapshot
        view = await discover(explorations.standpoint, explorations.ports)
        datasets = []
        for side in sides:
            dataset = snapshot.dataset_spelt(side.dataset)
            if dataset is None or dataset.id not in view.discoverable:
                raise UnknownDataset(dataset=side.dataset[:120], did_you_mean=None)
            datasets.append(dataset)
        data = [
            FormulaData(await explorations.data(dataset), dataset.update_frequency)
            for dataset in datasets
        ]
        return datasets, data

    def _for(self, purpose: str | None) -> ExplorationService:
        """For the purpose of the request, else for that of the indicator, where it is theirs."""
        explorations = self.explorations
        subject = explorations.standpoint.subject
        purpose = explorations.request.purpose or purpose
        if purpose is None:
            return explorations
        if purpose in subject.purposes:
            subject = replace(subject, purpose=purpose)
        return replace(
            explorations,
            standpoint=replace(explorations.standpoint, subject=subject),
            request=replace(explorations.request, purpose=purpose),
        )


def _filled(words: Sequence[str]) -> tuple[str, ...]:
    """Without the words that mean nothing, of which there may be any number."""
    return tuple(word for word in words if word.partition(":")[2])


def _refuse_sides(draft: IndicatorWanted) -> None:
    is_one = draft.operation is Operation.ONE
    if len(draft.sides) != (1 if is_one else 2):
        raise IndicatorRefused(
            why_fr="cette formule a une seule mesure" if is_one else "cette formule a deux mesures",
            why_en="this formula has one measure" if is_one else "this formula has two measures",
        )


def _figure_of(
    indicator: Indicator,
    computed: Computed,
    scope: Shown,
    standing: Standing | None,
    this_year: int,
) -> FigureValue:
    """The value of the last year that is whole and over, or why there is none."""
    version, year, value = indicator.current, None, None
    if version.period is Periodicity.YEAR and not scope.by_commune:
        years = whole_years(computed.groups, this_year)
        year, value = years[-1] if years else (None, None)
    elif version.period is Periodicity.WHOLE and not scope.by_commune and computed.groups:
        value = computed.groups[0].value
    reason = None
    if value is None:
        reason = Bilingual("aucune année entière n'a de valeur", "no whole year has a value")
    covered = computed.covered
    return FigureValue(
        name=indicator.name,
        label=Bilingual(version.title, version.title),
        unit=version.unit,
        value=None if value is None else str(Decimal(repr(value))),
        reason=reason,
        year=year,
        note=None if version.note is None else Bilingual(version.note, version.note),
        direction=None if version.direction is Direction.NONE else version.direction.value,
        target=None if standing is None else _target(standing),
        missing=_missing(computed),
        assumed=_assumed(indicator, standing),
        coverage={
            "communes": len(covered.communes),
            "months": len(covered.months),
            "rows": covered.rows,
        },
    )


def _target(standing: Standing) -> dict[str, str | int | None]:
    base = standing.base
    return {
        "year": standing.target_year,
        "value": repr(standing.target_value),
        "base_year": None if base is None else base.year,
        "base_value": None if base is None else repr(base.value),
        "expected": None if standing.expected is None else repr(standing.expected),
    }


def _missing(computed: Computed) -> tuple[Bilingual, ...]:
    missing = []
    for covered in (computed.covered, computed.other_covered):
        left_out = 0 if covered is None else covered.all_rows - covered.rows
        if left_out:
            missing.append(
                Bilingual(f"{left_out} lignes ne comptent pas", f"{left_out} rows do not count")
            )
    return tuple(missing)


def _assumed(indicator: Indicator, standing: Standing | None) -> tuple[Bilingual, ...]:
    assumed = []
    if indicator.current.per:
        assumed.append(
            Bilingual(
                "population municipale du millésime de chaque année",
                "municipal population of the vintage of each year",
            )
        )
    if standing is not None and standing.base is not None and standing.base.is_typed:
        source = standing.base.source
        assumed.append(
            Bilingual(f"base de départ saisie : {source}", f"base that was typed: {source}")
        )
    return tuple(assumed)
