"""`/figures/indicators/{name}`: an indicator computed for its visitor, and its target."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.base.problems import NotFound
from gateway.console.indicators.answers import (
    REMOVE,
    VALUES,
    ExplorationStatement,
    Indicator,
    IndicatorFigures,
)
from gateway.console.indicators.covers import coverage_sentences
from gateway.console.indicators.drawn import picture_of
from gateway.console.indicators.making import edit, indicator_of, may_change, new
from gateway.console.indicators.targets import target
from gateway.console.indicators.words import (
    direction_words,
    formula_words,
    side_words,
    standing_words,
)
from gateway.console.settings.errors import Errors, errors_of
from gateway.console.shared.picture_file import picture_file
from gateway.console.visit import Refused, Visit, page_for_signed_in
from papers.pictures import Downloads

_UNPROCESSABLE: Final = 422
_NOT_THERE: Final = 404
_YEAR_DIGITS: Final = 4


@page_for_signed_in
async def indicator(visit: Visit) -> Response:
    reading = await indicator_of(visit)
    if reading is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    return await _page(visit, reading)


@page_for_signed_in
async def indicator_file(visit: Visit) -> Response:
    """Raises NotFound for none."""
    (_name, kind) = visit.request.path_params.values()
    reading = await indicator_of(visit)
    if reading is None:
        raise NotFound(path=visit.request.url.path)
    year = _year(visit)
    figures = (await _values(visit, reading, year))[0]
    picture = None if figures is None else picture_of(reading.current, figures, year, visit)
    return picture_file(picture, kind, reading.name, visit)


@page_for_signed_in
async def remove(visit: Visit) -> Response:
    reading = await indicator_of(visit)
    if reading is None or not may_change(reading, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    errors: Errors = []
    if visit.request.method == "POST":
        await visit.form()
        try:
            await REMOVE.ask(visit, name=reading.name)
            return visit.see_other("/figures", done="removed")
        except Refused as refused:
            errors = errors_of(refused, ())
    status = _UNPROCESSABLE if errors else 200
    return visit.page("indicators/remove.html", status=status, indicator=reading, errors=errors)


def _year(visit: Visit) -> int | None:
    """Of the communes that are asked for."""
    (text, *_) = (*visit.request.query_params.getlist("year"), "")
    return int(text) if len(text) == _YEAR_DIGITS and text.isdecimal() else None


async def _values(
    visit: Visit, reading: Indicator, year: int | None
) -> tuple[IndicatorFigures | None, ExplorationStatement | None, tuple[Any, ...]]:
    purpose = reading.current.purpose
    variables = {"name": reading.name, "year": year, "communes": year is not None}
    try:
        answer, problems = await VALUES.ask_in_part(visit, purpose=purpose, **variables)
    except Refused as refused:
        return None, None, tuple(refused.problems)
    each_once = tuple({problem.sentence: problem for problem in problems}.values())
    return answer.indicatorFigures, answer.indicatorStatement, each_once


async def _page(visit: Visit, reading: Indicator) -> Response:
    current, year = reading.current, _year(visit)
    figures, statement, problems = await _values(visit, reading, year)
    sides = await side_words(current.sides, current.purpose, visit)
    path = f"/figures/indicators/{reading.name}"
    query = "" if year is None else f"?year={year}"
    picture, covers, standing, years = None, [], [], []
    if figures is not None:
        picture = picture_of(current, figures, year, visit)
        covers = coverage_sentences(current, figures, sides, visit)
        if figures.standing is not None:
            standing = standing_words(figures.standing, current.unit, visit)
        if current.period == "YEAR" and year is None and figures.computed.covered.communes:
            years = [key for group in figures.computed.groups if (key := group.keys[0])]
    return visit.page(
        "indicators/indicator.html",
        indicator=reading,
        sides=sides,
        formula=formula_words(current, sides, visit),
        direction=direction_words(current.direction, visit),
        picture=picture,
        covers=covers,
        standing=standing,
        figures=figures,
        statement=statement,
        problems=problems,
        year=year,
        years=years,
        path=path,
        downloads=Downloads(f"{path}.svg{query}", f"{path}.csv{query}"),
        may_change=may_change(reading, visit),
    )


ROUTES = (
    Route("/figures/indicators/new", new, methods=["GET", "POST"]),
    Route("/figures/indicators/{name}.{kind}", indicator_file),
    Route("/figures/indicators/{name}", indicator),
    Route("/figures/indicators/{name}/edit", edit, methods=["GET", "POST"]),
    Route("/figures/indicators/{name}/target", target, methods=["GET", "POST"]),
    Route("/figures/indicators/{name}/remove", remove, methods=["GET", "POST"]),
)
