"""`/v1/indicators`: formulas over data that one's own body reads, their values, their targets."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import Field, StrictBool

from catalog.actions.indicators.indicators import IndicatorWanted
from catalog.actions.indicators.problems import IndicatorUnits, UnknownIndicator
from catalog.actions.indicators.targets import TargetWanted
from catalog.actions.outcome import Acted
from catalog.actions.problems import ActRefused
from catalog.model.indicator import (
    Direction,
    IndicatorBase,
    IndicatorSide,
    Operation,
    Periodicity,
)
from catalog.model.problem import Language
from catalog.problems import CatalogMoved
from federation.problems import UnknownDataset
from gateway.acts.indicators import IndicatorActs
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.figures.frozen.service import FigureService
from gateway.figures.indicators.service import IndicatorService
from gateway.figures.indicators.told import ToldIndicator
from gateway.figures.indicators.trajectory import NoTrajectory
from gateway.http.headers import read_headers
from gateway.http.rest.allowed import allowed
from gateway.http.rest.bodies import SentStrictly, Shown, body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.reading.exploring.figures import NoValue
from gateway.reading.exploring.formulas import Shown as Asked
from gateway.reading.exploring.problems import (
    ExplorationColumn,
    ExplorationTooFew,
    ExplorationUnlike,
    ExplorationUnread,
    IndicatorNothingShared,
    IndicatorUnitChanged,
)
from gateway.reading.exploring.service import ExplorationService
from gateway.reading.query.sql_request import SqlRequest

router = APIRouter(route_class=ProblemRoute, tags=["indicators"])


class SideSent(SentStrictly):
    dataset: str = Field(examples=["valcobreizh.collectes"])
    measure: str = Field(description="As explorations write it.", examples=["sum:tonnage_kg"])
    where: list[str] = Field(default_factory=list, examples=[["flux:VERRE"]])
    part: list[str] = Field(default_factory=list, description="The rows of a share.")


class IndicatorSent(SentStrictly):
    title: str
    sides: list[SideSent] = Field(description="One measure, or the two of an operation.")
    operation: Operation = Field(Operation.ONE, strict=False)
    per: int = Field(0, description="By so many inhabitants: 0, 1 or 1,000.")
    period: Periodicity = Field(Periodicity.YEAR, strict=False)
    direction: Direction = Field(Direction.NONE, strict=False, description="That is good.")
    unit: str | None = Field(None, description="The unit of the formula; another is refused.")
    purpose: str | None = Field(None, description="Of who reads it without saying one.")
    note: str | None = None
    what_changed: str | None = Field(None, description="Of a later version, told to its readers.")
    dry_run: StrictBool = Field(False, description="Say what would be done, and no more.")


class BaseSent(SentStrictly):
    year: int
    value: str | None = Field(None, description="A decimal text, of a base that is typed.")
    population: int | None = Field(None, description="By which it is divided, by inhabitant.")
    source: str | None = Field(None, description="Where a typed value comes from.")
    figure: str | None = Field(None, description="The digest of a frozen figure.")
    figure_value: str | None = Field(None, description="The value of it that is meant.")


class TargetSent(SentStrictly):
    year: int
    value: str = Field(description="A decimal text, in the unit of the indicator.")
    base: BaseSent | None = Field(None, description="Without it there is no trajectory.")
    dry_run: StrictBool = Field(False, description="Say what would be done, and no more.")


class SideShown(Shown):
    dataset: str
    measure: str
    where: list[str]
    part: list[str]


class VersionShown(Shown):
    number: int
    title: str
    unit: str
    operation: Operation
    sides: list[SideShown]
    per: int
    period: Periodicity
    direction: Direction
    purpose: str | None
    note: str | None
    what_changed: str | None
    at: dt.datetime
    by: str


class TargetShown(Shown):
    year: int
    value: str
    base_year: int | None
    base_value: str | None
    base_population: int | None
    base_source: str | None
    base_figure: str | None
    at: dt.datetime
    by: str


class IndicatorShown(Shown):
    name: str
    current: VersionShown
    versions: list[VersionShown] = Field(description="The newest first.")
    target: TargetShown | None
    made_by: str
    is_mine: bool


class IndicatorsShown(Shown):
    indicators: list[IndicatorShown]


class GroupShown(Shown):
    keys: list[str | None]
    labels: list[str]
    value: float | None
    above: float | None
    below: float | None
    rows: int
    other_rows: int
    unlike_rows: int
    no_value: NoValue | None
    months: int
    is_whole: bool


class CommuneShown(Shown):
    code: str
    name: str


class CoverageShown(Shown):
    rows: int
    filled: int
    all_rows: int
    unplaced: int
    communes: list[CommuneShown]
    months: list[str]


class BaseShown(Shown):
    year: int
    value: float
    is_typed: bool
    source: str | None
    population: int | None
    figure: str | None


class StandingShown(Shown):
    target_year: int
    target_value: float
    base: BaseShown | None
    reason: NoTrajectory | None
    at_year: int | None
    at_value: float | None
    expected: float | None
    gap: float | None
    is_good: bool | None


class FiguresShown(Shown):
    unit: str
    groups: list[GroupShown]
    count: int
    covered: CoverageShown
    other_covered: CoverageShown | None
    standing: StandingShown | None
    receipt: str | None


class IndicatorDone(Shown):
    act: str
    applied: bool
    sentences: list[str] = Field(description="In the language asked for.")


async def indicator_service(
    request: Request,
    caller: SignedIn,
    services: TheServices,
    interco_purpose: Annotated[
        str | None, Header(description="What for; else the purpose of the indicator.")
    ] = None,
) -> IndicatorService:
    headers = read_headers(request)
    statement = SqlRequest(
        id=request.state.id,
        document="",
        authorization=headers.authorization,
        session=headers.session,
        purpose=interco_purpose,
        on_behalf_of=headers.on_behalf_of,
        file_reference=headers.file_reference,
        language=headers.language,
        address=headers.address,
    )
    return IndicatorService(
        IndicatorActs(caller.subject, services.acts),
        ExplorationService(caller, statement, services.query),
        FigureService(caller.subject, services.acts, services.query, statement),
    )


async def sent_indicator(request: Request) -> IndicatorSent:
    """Raises DocumentTooLarge, RequestNotAsDescribed."""
    return await read_sent(IndicatorSent, request)


async def sent_target(request: Request) -> TargetSent:
    """Raises DocumentTooLarge, RequestNotAsDescribed."""
    return await read_sent(TargetSent, request)


Indicators = Annotated[IndicatorService, Depends(indicator_service)]
IndicatorName = Annotated[
    str, Path(description="Lower-case letters, digits and dashes.", examples=["verre-par-habitant"])
]
DryRun = Annotated[bool, Query(alias="dryRun", description="Say what would change, and no more.")]
_ALWAYS = (BadToken, UnknownAgent, ActsRefused)
_ACTS = (*_ALWAYS, CatalogMoved, RequestNotAsDescribed, UnknownIndicator)
_FITS = (UnknownDataset, ExplorationUnread, ExplorationColumn, IndicatorUnits)
_READS = (ExplorationTooFew, ExplorationUnlike, IndicatorNothingShared, IndicatorUnitChanged)


@router.get(
    "/indicators",
    summary="The indicators of one's own body",
    responses=responses_of(*_ALWAYS),
)
async def indicators(service: Indicators, caller: SignedIn, response: Response) -> IndicatorsShown:
    """By title: formulas and targets, and no value."""
    response.headers["Cache-Control"] = "no-store"
    indicator = await service.acts.indicators()
    listed = [ToldIndicator.of(each, caller.subject) for each in indicator]
    return IndicatorsShown(indicators=[IndicatorShown.model_validate(each) for each in listed])


@router.get(
    "/indicators/{name}/figures",
    summary="The values of an indicator for the caller",
    responses=responses_of(*_ALWAYS, UnknownIndicator, *_FITS, *_READS),
)
async def figures(
    name: IndicatorName,
    service: Indicators,
    response: Response,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Of that year alone.")] = None,
    *,
    by_commune: Annotated[bool, Query(alias="byCommune", description="Of a year.")] = False,
) -> FiguresShown:
    """Computed by the caller's own rights, and recorded as any reading."""
    response.headers["Cache-Control"] = "no-store"
    indicator = await service.acts.indicator(name)
    values = await service.figures(indicator, Asked(year, by_commune))
    computed, standing = values.computed, values.standing
    return FiguresShown(
        unit=values.unit,
        groups=[GroupShown.model_validate(each) for each in computed.groups],
        count=computed.count,
        covered=CoverageShown.model_validate(computed.covered),
        other_covered=_coverage(computed.other_covered),
        standing=None if standing is None else StandingShown.model_validate(standing),
        receipt=computed.receipt,
    )


@router.put(
    "/indicators/{name}",
    summary="Save an indicator, or its next version",
    responses=responses_of(*_ACTS, ActRefused, DocumentTooLarge, *_FITS),
    dependencies=[allowed("save_own_indicator")],
    openapi_extra=body_of(IndicatorSent),
)
async def save(
    name: IndicatorName,
    sent: Annotated[IndicatorSent, Depends(sent_indicator)],
    service: Indicators,
    language: LanguageAsked,
) -> IndicatorDone:
    """Its formula is tried on the caller's own rights; a change is told to those who read it."""
    draft = IndicatorWanted(
        name=name,
        title=sent.title,
        operation=sent.operation,
        sides=tuple(
            IndicatorSide(each.dataset, each.measure, tuple(each.where), tuple(each.part))
            for each in sent.sides
        ),
        per=sent.per,
        period=sent.period,
        direction=sent.direction,
        unit=sent.unit,
        purpose=sent.purpose,
        note=sent.note,
        what_changed=sent.what_changed,
    )
    acted = await service.save(draft, dry_run=sent.dry_run)
    return _done(acted, language, dry_run=sent.dry_run)


@router.delete(
    "/indicators/{name}",
    summary="Take an indicator away",
    responses=responses_of(*_ACTS),
)
async def remove(
    name: IndicatorName,
    service: Indicators,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> IndicatorDone:
    """With its versions and its target."""
    acted = await service.acts.remove(name, dry_run=dry_run)
    return _done(acted, language, dry_run=dry_run)


@router.put(
    "/indicators/{name}/target",
    summary="Set the target of an indicator",
    responses=responses_of(*_ACTS, ActRefused, DocumentTooLarge),
    dependencies=[allowed("save_own_indicator")],
    openapi_extra=body_of(TargetSent),
)
async def set_target(
    name: IndicatorName,
    sent: Annotated[TargetSent, Depends(sent_target)],
    service: Indicators,
    language: LanguageAsked,
) -> IndicatorDone:
    """A value and its year; the base is a frozen figure, or a value that is typed."""
    base = None if sent.base is None else IndicatorBase(**sent.base.model_dump())
    target = TargetWanted(sent.year, sent.value, base)
    acted = await service.set_target(name, target, dry_run=sent.dry_run)
    return _done(acted, language, dry_run=sent.dry_run)


@router.delete(
    "/indicators/{name}/target",
    summary="Take the target of an indicator away",
    responses=responses_of(*_ACTS),
)
async def remove_target(
    name: IndicatorName,
    service: Indicators,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> IndicatorDone:
    """The indicator stays."""
    acted = await service.set_target(name, None, dry_run=dry_run)
    return _done(acted, language, dry_run=dry_run)


def _coverage(covered: object) -> CoverageShown | None:
    return None if covered is None else CoverageShown.model_validate(covered)


def _done(acted: Acted, language: Language, *, dry_run: bool) -> IndicatorDone:
    sentences = [each.fr if language == "fr" else each.en for each in acted.sentences]
    return IndicatorDone(act=acted.act, applied=not dry_run, sentences=sentences)
