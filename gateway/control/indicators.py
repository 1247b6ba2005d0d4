"""Indicators of one's own body: their formulas, their values for who asks, their targets."""

from __future__ import annotations

from typing import Annotated

import strawberry

from catalog.actions.indicators.indicators import IndicatorWanted
from catalog.actions.indicators.targets import TargetWanted
from catalog.model.indicator import IndicatorBase, IndicatorSide
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.enums import Direction, Operation, Periodicity
from gateway.control.explorations import ExplorationParameter, ExplorationStatement
from gateway.control.mirror import Shown, mirror
from gateway.control.outcome import DONE, Outcome
from gateway.figures.indicators.computed import Computed, IndicatorGroup
from gateway.figures.indicators.service import IndicatorFigures as FiguresValue
from gateway.figures.indicators.told import ToldIndicator, ToldSide, ToldTarget, ToldVersion
from gateway.figures.indicators.trajectory import Standing, ToldBase
from gateway.reading.exploring.formulas import Shown as Asked
from gateway.reading.exploring.service import MOST_GROUPS
from schema.problems import TooManyRowsAsked

_KIND = "explorations"
_INPUT = strawberry.argument(name="input")


@mirror("Une mesure d'un jeu de données. / A measure of a dataset.")
class IndicatorSideTold(Shown[ToldSide]): ...


@mirror(
    "Un indicateur, d'un changement au suivant. / An indicator, from one change to the next.",
    per="Habitants auxquels il se rapporte, 0 sans. / Inhabitants by which it is told, 0 for none.",
)
class IndicatorVersion(Shown[ToldVersion]): ...


@mirror(
    "La valeur à atteindre une année. / The value to be reached in a year.",
    base_figure="Un chiffre figé ; sans lui, la base est saisie. / "
    "A frozen figure; without it, the base was typed.",
)
class IndicatorTarget(Shown[ToldTarget]): ...


@mirror(
    "Un indicateur de votre organisme : sa formule, jamais des lignes. / "
    "An indicator of your body: its formula, never rows.",
    versions="La plus récente d'abord. / The newest first.",
)
class Indicator(Shown[ToldIndicator]): ...


@mirror("Une période ou une commune, et sa valeur. / A period or a commune, and its value.")
class IndicatorGroupTold(Shown[IndicatorGroup]): ...


@mirror("Les valeurs, et ce qu'elles couvrent. / The values, and what they cover.")
class IndicatorComputed(Shown[Computed]): ...


@mirror("Le départ d'une trajectoire. / The base of a trajectory.")
class IndicatorBaseTold(Shown[ToldBase]): ...


@mirror(
    "Où l'on en est de la cible. / Where one stands against the target.",
    reason="Pourquoi il n'y a pas de trajectoire. / Why there is no trajectory.",
    expected="La valeur de la droite cette année-là. / The value of the line in that year.",
)
class IndicatorStanding(Shown[Standing]): ...


@mirror(
    "Les valeurs d'un indicateur pour vous. / The values of an indicator for you.",
    content="La dernière année entière, en JSON, comme un chiffre figé la dit. / "
    "The last whole year, in JSON, as a frozen figure tells it.",
)
class IndicatorFigures(Shown[FiguresValue]): ...


@strawberry.input(description="Une mesure, dans les mots d'« Explorer ». / In words of Explore.")
class IndicatorSideInput:
    dataset: strawberry.ID
    measure: str
    where: list[str] = strawberry.field(default_factory=list)
    part: list[str] = strawberry.field(default_factory=list)


@strawberry.input(description="Un indicateur à enregistrer. / An indicator to be saved.")
class IndicatorInput:
    name: str
    title: str
    sides: list[IndicatorSideInput]
    operation: Operation = Operation.ONE
    per: int = 0
    period: Periodicity = Periodicity.YEAR
    direction: Direction = Direction.NONE
    unit: str | None = None
    purpose: str | None = None
    note: str | None = None
    what_changed: str | None = None


@strawberry.input(
    description=(
        "Le départ d'une trajectoire : un chiffre figé, ou une valeur saisie et sa source. / "
        "The base of a trajectory: a frozen figure, or a value that is typed, with its source."
    )
)
class IndicatorBaseInput:
    year: int
    value: str | None = None
    population: int | None = None
    source: str | None = None
    figure: str | None = None
    figure_value: str | None = None


@mirror(DONE)
class IndicatorResult(Outcome): ...


async def resolve_indicators(info: Info) -> list[Indicator] | None:
    refuse_anonymous(info)
    indicator = await info.context.services.indicators.acts.indicators()
    return Indicator.all(ToldIndicator.of(each, info.context.subject) for each in indicator)


async def resolve_indicator(info: Info, name: str) -> Indicator | None:
    refuse_anonymous(info)
    indicator = await info.context.services.indicators.acts.indicator(name)
    return Indicator.of(ToldIndicator.of(indicator, info.context.subject))


async def resolve_figures(
    info: Info, name: str, year: int | None = None, *, by_commune: bool = False
) -> IndicatorFigures | None:
    """One in a document, for each runs whole statements. Raises TooManyRowsAsked."""
    refuse_anonymous(info)
    context = info.context
    context.shown[_KIND] += MOST_GROUPS
    if context.shown[_KIND] > MOST_GROUPS:
        raise TooManyRowsAsked(rows=context.shown[_KIND], limit=MOST_GROUPS)
    service = context.services.indicators
    indicator = await service.acts.indicator(name)
    return IndicatorFigures.of(await service.figures(indicator, Asked(year, by_commune)))


async def resolve_statement(
    info: Info, name: str, year: int | None = None, *, by_commune: bool = False
) -> ExplorationStatement | None:
    refuse_anonymous(info)
    service = info.context.services.indicators
    indicator = await service.acts.indicator(name)
    statement = await service.statement(indicator.current, Asked(year, by_commune))
    return ExplorationStatement(
        text=statement.text, parameters=ExplorationParameter.all(statement.parameters)
    )


async def resolve_unit(info: Info, draft: Annotated[IndicatorInput, _INPUT]) -> str | None:
    refuse_anonymous(info)
    return (await info.context.services.indicators.derived(_draft_of(draft))).text


async def resolve_save(
    info: Info, draft: Annotated[IndicatorInput, _INPUT], *, dry_run: bool = False
) -> IndicatorResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.indicators.save(_draft_of(draft), dry_run=dry_run)
    return IndicatorResult.after(acted, dry_run=dry_run)


async def resolve_remove(info: Info, name: str, *, dry_run: bool = False) -> IndicatorResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.indicators.acts.remove(name, dry_run=dry_run)
    return IndicatorResult.after(acted, dry_run=dry_run)


async def resolve_set_target(
    info: Info,
    name: str,
    year: int,
    value: str,
    base: IndicatorBaseInput | None = None,
    *,
    dry_run: bool = False,
) -> IndicatorResult | None:
    refuse_anonymous(info)
    started = None
    if base is not None:
        started = IndicatorBase(
            year=base.year,
            value=base.value,
            population=base.population,
            source=base.source,
            figure=base.figure,
            figure_value=base.figure_value,
        )
    target = TargetWanted(year, value.strip(), started)
    acted = await info.context.services.indicators.set_target(name, target, dry_run=dry_run)
    return IndicatorResult.after(acted, dry_run=dry_run)


async def resolve_remove_target(
    info: Info, name: str, *, dry_run: bool = False
) -> IndicatorResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.indicators.set_target(name, None, dry_run=dry_run)
    return IndicatorResult.after(acted, dry_run=dry_run)


def _draft_of(draft: IndicatorInput) -> IndicatorWanted:
    return IndicatorWanted(
        name=draft.name.strip(),
        title=draft.title,
        operation=draft.operation,
        sides=tuple(
            IndicatorSide(str(each.dataset), each.measure, tuple(each.where), tuple(each.part))
            for each in draft.sides
        ),
        per=draft.per,
        period=draft.period,
        direction=draft.direction,
        unit=(draft.unit or "").strip() or None,
        purpose=draft.purpose,
        note=(draft.note or "").strip() or None,
        what_changed=(draft.what_changed or "").strip() or None,
    )


@strawberry.type
class IndicatorQuery:
    indicators: list[Indicator] | None = strawberry.field(
        resolver=resolve_indicators,
        description="Les indicateurs de votre organisme. / The indicators of your body.",
    )
    indicator: Indicator | None = strawberry.field(
        resolver=resolve_indicator,
        description="Un indicateur, par son nom court. / An indicator, by its short name.",
    )
    indicator_figures: IndicatorFigures | None = strawberry.field(
        resolver=resolve_figures,
        description=(
            "Ses valeurs pour vous, par période ou par commune. / "
            "Its values for you, by period or by commune."
        ),
    )
    indicator_statement: ExplorationStatement | None = strawberry.field(
        resolver=resolve_statement,
        description="L'instruction qui les donne. / The statement that gives them.",
    )
    indicator_unit: str | None = strawberry.field(
        resolver=resolve_unit,
        description="L'unité qu'une formule donne. / The unit that a formula gives.",
    )


@strawberry.type
class IndicatorMutation:
    save_indicator: IndicatorResult | None = strawberry.mutation(
        resolver=resolve_save,
        description=(
            "Enregistre un indicateur, ou sa version suivante. / "
            "Saves an indicator, or its next version."
        ),
    )
    remove_indicator: IndicatorResult | None = strawberry.mutation(
        resolver=resolve_remove,
        description="Retire un indicateur. / Takes an indicator away.",
    )
    set_indicator_target: IndicatorResult | None = strawberry.mutation(
        resolver=resolve_set_target,
        description="Fixe la cible d'un indicateur. / Sets the target of an indicator.",
    )
    remove_indicator_target: IndicatorResult | None = strawberry.mutation(
        resolver=resolve_remove_target,
        description="Retire la cible d'un indicateur. / Takes the target of an indicator away.",
    )
